/** The global `voc`: answers the calls made before it came, then every later one. */
import { type Moment, type Page, type Told } from "./client/host.ts";
import { begins, listeners } from "./client/page.ts";
import { complain, safely } from "./client/safely.ts";
import type { Setup } from "./client/wire.ts";

type Queued = [method: string, given: unknown[], settle?: (result: unknown) => void];

const script = document.currentScript as HTMLScriptElement | null;
let page: Page | undefined;

/** Calls in their order; what a page may show waits until those that were made before have begun. */
const more = (name: string, ...given: unknown[]): Promise<unknown> => {
  const part = () => page!.chunk(name == "chat" ? name : "more");
  return (page!.calls = page!.calls.then(part, part)).then((found) => found[name](page, ...given)).catch(complain);
};

/** Elements to be filled may come at any time. */
const look = () => {
  if (!document.querySelector("[data-voc-survey],[data-voc-faq]")) return;
  observer.disconnect();
  more("places");
};
const observer = new MutationObserver(look);

const stub = ((window as any).voc = (window as any).voc || {});

stub.setup = safely((given: Setup) => {
  if (page) return;
  page = begins(given, (script?.src ?? location.href).replace(/[^/]*$/, ""), script?.nonce);
  if (page.store.names("r.")[0]) more("wake");
  observer.observe(document, { childList: true, subtree: true });
  look();
});
stub.identify = safely((id: string, attributes: Record<string, unknown> = {}, signature?: string) => {
  page!.customer = id;
  page!.attributes = attributes;
  page!.signature = signature;
  return page!.load();
});
stub.on = (moment: Moment, listener: (told: Told) => void) => {
  const those = (listeners[moment] = listeners[moment] || new Set());
  those.add(listener);
  return () => those.delete(listener);
};
for (const name of ["setAttributes", "setLanguage", "track", "show", "explain", "reset", "chat"]) {
  stub[name] = safely((...given: unknown[]) => more(name, ...given));
}
// <script src data-project-id>: one tag is enough
if (script?.dataset.projectId) stub.setup(script.dataset);
for (const [name, given, settle] of (stub.q ?? []) as Queued[]) {
  const result = stub[name](...given);
  settle?.(result);
}
