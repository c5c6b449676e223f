/** `<div data-voc-survey="srv_…">` and `<div data-voc-faq>`, in the page from the start or put there later. */
import type { How, Page, Shown } from "./host.ts";
import { place } from "./kiosk.ts";
import { complain, safely } from "./safely.ts";

const NAME = "data-voc-survey";
const FAQ = "data-voc-faq";

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

const fill = (page: Page, target: HTMLElement): Promise<Pick<Shown, "close"> | undefined> => {
  const survey = target.getAttribute(NAME);
  if (survey) return place(page, survey, how(target));
  return page.chunk("faq").then(({ faq }) => faq(page, target)).catch(complain);
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
    for (const target of document.querySelectorAll<HTMLElement>(`[${NAME}],[${FAQ}]`)) {
      if (!filled.has(target)) filled.set(target, fill(page, target));
    }
  });
  look();
  new MutationObserver(() => {
    if (!waiting) waiting = !!setTimeout(look, 50);
  }).observe(document, { childList: true, subtree: true });
}
