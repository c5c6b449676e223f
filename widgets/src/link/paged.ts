/** Dresses the renderer as the page's card is dressed, so that nothing moves when it comes. */

// the thanks are the form that nothing is typed into
const SHEET = `.page{max-width:none;margin:0;padding:32px;border-radius:inherit;overflow:visible}
.page h2{font-size:20px;line-height:1.4;letter-spacing:-.01em}
.page .help{margin-top:8px;font-size:16px}
.page .row{margin-top:16px}
.page .pick{min-height:48px}
.page .row .pick{font-weight:550;font-variant-numeric:tabular-nums}
.page .ends{margin-top:6px}
.page .go{min-width:112px;font-weight:550;text-align:center}
.page .foot{margin-top:24px}
.page .matrix legend{font-size:16px;font-weight:550}
.page .matrix .line{margin-top:16px}
.page .pick span{padding-inline:4px}
@container(max-width:499px){.page .cells{grid-template-columns:repeat(auto-fit,minmax(66px,1fr))}}
.page .logo{display:block;max-width:160px;max-height:48px;margin:0 0 24px}
.page form:not([novalidate]){padding:8px 0;text-align:center}
.page form:not([novalidate])::before{content:"✓" / "";display:grid;place-items:center;width:28px;height:28px;margin:0 auto 14px;border:2px solid;border-radius:50%;color:var(--praise);font-size:16px;line-height:1}
.page form:not([novalidate]) .foot{justify-content:center}
@media(max-width:600px){.page{padding:24px 16px}}`;

/** Dresses each survey that comes into `target`, and calls `painted` once the first shows something. */
export function paged(target: HTMLElement, painted: () => void): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(SHEET);
  let waiting = true;
  const look = (root: ShadowRoot, observer: MutationObserver) => {
    if (!waiting || !root.querySelector("form")) return;
    waiting = false;
    observer.disconnect();
    painted();
  };
  new MutationObserver(() => {
    const root = target.lastElementChild?.shadowRoot;
    if (!root || root.adoptedStyleSheets.includes(sheet)) return;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    const observer = new MutationObserver(() => look(root, observer));
    observer.observe(root, { childList: true, subtree: true });
    look(root, observer);
  }).observe(target, { childList: true });
}
