/// <reference types="vitest/config" />
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { CONTENT_SECURITY_POLICY } from './tests/policy.ts';

export default defineConfig({
  plugins: [svelte()],
  resolve: {
    alias: { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) },
    conditions: process.env.VITEST ? ['browser'] : undefined,
  },
  // Relative addresses: the page is served from a custom scheme, not from a site's root.
  base: './',
  build: {
    target: ['safari18', 'chrome123'],
    // The polyfill would be an inline fetch; every engine that Altsmith runs on knows modulepreload.
    modulePreload: { polyfill: false },
    // A data: address for a small file would need a wider policy.
    assetsInlineLimit: 0,
    sourcemap: false,
    // Everything that the first view needs in one file: each further one is another round through the window's main thread.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', test: /src[\\/]main\.ts$/ }] } } },
  },
  // The mark is drawn from the project's icons, beside this folder.
  server: { port: 1420, strictPort: true, fs: { allow: ['..'] } },
  preview: {
    port: 4173,
    strictPort: true,
    headers: { 'Content-Security-Policy': CONTENT_SECURITY_POLICY },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts', 'tests/unit/**/*.test.ts'],
  },
});
