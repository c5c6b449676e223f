/** Tells a person from a program that opens links: mail gateways do, many with scripts running, and touch nothing. */

/** Not `scroll`: programs scroll pages to picture them, and browsers trust that as they trust a hand. */
const SIGNS = ["pointermove", "pointerdown", "touchstart", "keydown", "wheel"];
/** Signs that may be the beginning of another choice. */
const CHOOSING = ["pointerdown", "touchstart", "keydown"];
/** How long somebody with a finger, who need not move, looks at a page before we believe that they are there. */
const REST_MS = 4_000;
const CAPTURE = { capture: true, passive: true };

const isSeen = (): boolean =>
  document.visibilityState === "visible" && !(document as { prerendering?: boolean }).prerendering;

/**
 * Calls `here` once, when a person is seen to be before the page.
 *
 * @param clicked whether a person's click in another page led here, which the browser told the service
 * @param form whoever touches it chooses for themselves: then `here` is never called
 */
export function onPerson(clicked: boolean, form: HTMLElement, here: () => void): void {
  const over = new AbortController();
  const until = { signal: over.signal };
  let timer = 0;
  const found = (): void => {
    clearTimeout(timer);
    over.abort();
    here();
  };
  const leave = (): void => {
    clearTimeout(timer);
    over.abort();
  };
  const sign = (event: Event): void => {
    const choosing = CHOOSING.includes(event.type) && form.contains(event.target as Node);
    if (event.isTrusted && isSeen()) (choosing ? leave : found)();
  };
  // a finger leaves no trace while it rests; programs that drive browsers say so
  const rests = matchMedia("(pointer: coarse)").matches && !navigator.webdriver;
  const look = (): void => {
    clearTimeout(timer);
    if (!isSeen()) return;
    if (clicked) found();
    else if (rests && document.hasFocus()) timer = window.setTimeout(found, REST_MS);
  };
  for (const name of SIGNS) addEventListener(name, sign, { ...CAPTURE, ...until });
  for (const name of ["visibilitychange", "prerenderingchange"]) document.addEventListener(name, look, until);
  for (const name of ["focus", "blur"]) addEventListener(name, look, until);
  look();
}
