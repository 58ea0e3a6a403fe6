/** Chooses the backend, waits for what the first view needs, and draws it. */
import { mount } from 'svelte';
import App from './App.svelte';
import { backendHere } from '$lib/backend/here';

const backend = await backendHere();
const start = await backend.start(() => {});
mount(App, { target: document.getElementById('page')!, props: { start } });
requestAnimationFrame(() => requestAnimationFrame(() => void backend.ready()));
