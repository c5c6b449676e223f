/** What happens on the host's page, told as the events that triggers wait for. Nothing of the host is changed but the
 * two functions of its history, which call the host's own first. */
import type { Page } from "./host.ts";
import { safely } from "./safely.ts";
import { tabs } from "./tabs.ts";

const TICK_MS = 250;

/** How much of the page has been seen, 0 to 1. */
const depth = () => (scrollY + innerHeight) / document.documentElement.scrollHeight;

/** Calls `moved` whenever a single-page application shows another address. */
function routes(moved: () => void): void {
  let at = location.href;
  const look = safely(() => {
    if (at !== location.href) {
      at = location.href;
      moved();
    }
  });
  for (const name of ["pushState", "replaceState"] as const) {
    const own = history[name];
    history[name] = function (this: History, ...given: Parameters<History["pushState"]>) {
      own.apply(this, given);
      look();
    };
  }
  addEventListener("popstate", look);
  addEventListener("hashchange", look);
}

const triggers = ({ config }: Page) => config!.surveys.flatMap((survey) => survey.targeting.triggers);

/** Watches from now on. */
export function watch(page: Page): void {
  let opened = Date.now();
  let touched = opened;
  let left = false;
  let done = new Set<string>();

  tabs(page);
  routes(() => {
    opened = Date.now();
    left = false;
    done = new Set();
    page.asks = 0;
    tabs(page);
    page.fire({ on: "route" });
  });
  for (const name of ["pointermove", "pointerdown", "keydown", "scroll", "wheel"]) {
    addEventListener(name, () => (touched = Date.now()), { passive: true, capture: true });
  }
  addEventListener("click", safely((event) => {
    for (const { on, selector } of triggers(page)) {
      if (on == "click" && (event.target as Element).closest?.(selector!)) page.fire({ on, selector: selector! });
    }
  }), true);
  document.addEventListener("mouseout", safely((event) => {
    if (event.relatedTarget || event.clientY > 0 || left) return;
    left = true;
    page.fire({ on: "exit" });
  }));
  // a look four times a second costs less than listening to every scroll
  setInterval(safely(() => {
    for (const { on, share = 0, seconds = 0 } of triggers(page)) {
      const since = on == "idle" ? touched : on == "delay" ? opened : NaN;
      const key = `${on} ${share} ${seconds}`;
      if (done.has(key) || !(on == "scroll" ? depth() >= share : Date.now() - since >= seconds * 1e3)) continue;
      done.add(key);
      page.fire(on == "scroll" ? { on, share } : { on, seconds });
    }
  }), TICK_MS);
}
