/** The part that is fetched when a survey will show: the renderer, and what runs it on a host's page. */
export { run } from "./client/client.ts";
export { ask } from "./view/ask.tsx";
