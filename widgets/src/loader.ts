/** The global `voc`: answers the calls made before it came, then every later one. */
import { type Moment, type Page, type Told } from "./client/host.ts";
import { begins, listeners } from "./client/page.ts";
import { complain } from "./client/safely.ts";
import type { Setup } from "./client/wire.ts";

type Queued = [method: string, given: unknown[], settle?: (result: unknown) => void];

const script = document.currentScript as HTMLScriptElement | null;
let page: Page | undefined;

const more = async (name: string, ...given: unknown[]) => (await page!.chunk("more"))[name](page, ...given);

/** Elements to be filled may come at any time. */
const look = () => {
  if (!document.querySelector("[data-voc-survey]")) return;
  observer.disconnect();
  more("places").catch(complain);
};
const observer = new MutationObserver(look);

const voc: Record<string, (...given: any[]) => unknown> = {
  setup(given: Setup) {
    if (page) return;
    page = begins(given, (script?.src ?? location.href).replace(/[^/]*$/, ""), script?.nonce);
    if (page.store.names("r.")[0]) more("wake").catch(complain);
    observer.observe(document, { childList: true, subtree: true });
    look();
  },
  identify(id: string, attributes = {}, signature?: string) {
    page!.customer = id;
    page!.attributes = attributes;
    page!.signature = signature;
    return page!.load();
  },
  setAttributes(attributes: object) {
    Object.assign(page!.attributes, attributes);
    page!.fire({ on: "page" });
  },
  setLanguage(code: string) {
    page!.language = code;
    page!.opened.forEach((shown) => shown.then((each) => each?.setLanguage(code)));
  },
  on(moment: Moment, listener: (told: Told) => void) {
    const those = (listeners[moment] ??= new Set());
    those.add(listener);
    return () => those.delete(listener);
  },
};

const stub = ((window as any).voc ??= {});
for (const name of [...Object.keys(voc), "track", "show", "explain", "reset"]) {
  stub[name] = (...given: unknown[]) => {
    try {
      const result = voc[name] ? voc[name]!(...given) : more(name, ...given);
      return result instanceof Promise ? result.catch(complain) : result;
    } catch (error) {
      complain(error);
    }
  };
}
if (script?.dataset.project) stub.setup({ projectId: script.dataset.project });
for (const [name, given, settle] of (stub.q ?? []) as Queued[]) {
  const result = stub[name](...given);
  settle?.(result);
}
