import { defineConfig } from '@playwright/test';

// Workers read this file again: the first process chooses, the others inherit. A fixed port may be taken.
process.env['ALTSMITH_PAGE_PORT'] ??= String(20_000 + Math.floor(Math.random() * 20_000));
const address = `http://localhost:${process.env['ALTSMITH_PAGE_PORT']}`;

export default defineConfig({
  testDir: 'tests/browser',
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env['CI']),
  reporter: process.env['CI'] ? 'line' : 'list',
  // Generous: both cores may be busy with other work. A state that does not come is a fault after a minute as well.
  timeout: 180_000,
  expect: { timeout: 60_000 },
  use: {
    baseURL: address,
    browserName: 'chromium',
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  webServer: { command: `npm run preview -- --strictPort --port ${process.env['ALTSMITH_PAGE_PORT']}`, url: address },
});
