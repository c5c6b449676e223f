/** The detail beside the list on wide screens. The link is a page of its own; here it is only shown nearer. */

import { localise } from "./times.ts";

const WIDE = "(min-width: 1100px)";

interface Panel {
  /** Close it. Returns whether there was something to close. */
  close(): boolean;
}

export function wirePanel(): Panel {
  const split = document.querySelector<HTMLElement>(".split");
  const panel = document.querySelector<HTMLElement>("#panel");
  if (!split || !panel) return { close: () => false };
  let list = location.href;
  let asked = 0;

  async function show(link: HTMLAnchorElement): Promise<void> {
    const mine = ++asked;
    split!.classList.add("open");
    panel!.hidden = false;
    panel!.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(link.href, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
      const html = await answer.text();
      if (mine !== asked) return;
      if (answer.redirected || !answer.headers.get("content-type")?.startsWith("text/html")) throw new Error("not a fragment");
      const parsed = new DOMParser().parseFromString(html, "text/html");
      const body = panel!.querySelector<HTMLElement>("[data-panel-body]")!;
      body.replaceChildren(...parsed.body.childNodes);
      panel!.scrollTop = 0;
      body.focus({ preventScroll: true });
      history.replaceState(null, "", link.href);
      localise(body);
      window.htmx?.process(panel!);
    } catch {
      location.assign(link.href);
    } finally {
      panel!.removeAttribute("aria-busy");
    }
  }

  function close(): boolean {
    if (panel!.hidden) return false;
    panel!.hidden = true;
    split!.classList.remove("open");
    history.replaceState(null, "", list);
    document.querySelector<HTMLElement>("[data-row][data-current] a[data-open]")?.focus({ preventScroll: true });
    return true;
  }

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-close-panel]")) {
      event.preventDefault();
      close();
      return;
    }
    const link = event.target.closest<HTMLAnchorElement>("a[data-open]");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented || !matchMedia(WIDE).matches) return;
    event.preventDefault();
    void show(link);
  });
  document.addEventListener("htmx:pushedIntoHistory", () => {
    list = location.href;
  });
  return { close };
}

declare global {
  interface Window {
    htmx?: { process(element: Element): void };
  }
}
