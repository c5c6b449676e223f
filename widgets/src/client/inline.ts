/** `<div data-voc-survey="srv_…">`, in the page from the start or put there later. */
import type { How, Page, Shown } from "./host.ts";
import { place } from "./kiosk.ts";
import { safely } from "./safely.ts";

const NAME = "data-voc-survey";

const json = (text: string | undefined) => (text ? JSON.parse(text) : undefined);

/** How an element asks to be filled: data-voc-placement, -kiosk (seconds), -hidden and -prefill (JSON), -source. */
const how = (target: HTMLElement): How => {
  const { vocPlacement, vocKiosk, vocHidden, vocPrefill, vocSource } = target.dataset;
  return {
    target,
    placement: (vocPlacement as How["placement"]) ?? "inline",
    kiosk: vocKiosk ? +vocKiosk : undefined,
    hidden: json(vocHidden),
    prefill: json(vocPrefill),
    source: vocSource,
  };
};

/** Fills each such element, and clears up after one that is gone. */
export function places(page: Page): void {
  const filled = new Map<HTMLElement, Promise<Pick<Shown, "close"> | undefined>>();
  let waiting = false;
  const look = safely(() => {
    waiting = false;
    for (const [target, shown] of filled) {
      if (target.isConnected) continue;
      filled.delete(target);
      shown.then((each) => each?.close());
    }
    for (const target of document.querySelectorAll<HTMLElement>(`[${NAME}]`)) {
      if (!filled.has(target)) filled.set(target, place(page, target.getAttribute(NAME)!, how(target)));
    }
  });
  look();
  new MutationObserver(() => {
    if (!waiting) waiting = !!setTimeout(look, 50);
  }).observe(document, { childList: true, subtree: true });
}
