/** The editor's side of the preview: hands each saved draft to the frame, and sets its width, colours and language. */

import { shrunk } from "./order.ts";

/** What the frame is told. */
export interface Told {
  readonly kind: "voc-draft";
  /** The definition as the server keeps it, JSON. */
  readonly draft: string;
  /** "light", "dark", or "" for the survey's own. */
  readonly scheme: string;
  /** Begin anew, even if nothing changed; from the first question. */
  readonly fresh: boolean;
}

const DESKTOP_WIDTH = 760;
const DESKTOP_HEIGHT = 560;

export function wirePreview(bench: HTMLElement): { update(): void } {
  const frame = bench.querySelector<HTMLIFrameElement>("[data-preview]");
  const stage = bench.querySelector<HTMLElement>("[data-stage]");
  let scheme = "";

  function tell(fresh = false): void {
    const draft = document.querySelector<HTMLElement>("#draft")?.dataset["draft"];
    if (!draft || !frame?.contentWindow) return;
    const told: Told = { kind: "voc-draft", draft, scheme, fresh };
    frame.contentWindow.postMessage(told, location.origin);
  }

  function fit(): void {
    if (!frame || !stage) return;
    const desktop = stage.classList.contains("desktop");
    const scale = desktop ? shrunk(DESKTOP_WIDTH, stage.clientWidth) : 1;
    frame.style.width = desktop ? `${DESKTOP_WIDTH}px` : "";
    frame.style.height = desktop ? `${DESKTOP_HEIGHT}px` : "";
    frame.style.transform = desktop ? `scale(${scale})` : "";
    stage.style.height = desktop ? `${DESKTOP_HEIGHT * scale}px` : "";
  }

  function press(button: HTMLElement): void {
    for (const each of button.parentElement!.querySelectorAll("button")) each.setAttribute("aria-pressed", String(each === button));
  }

  bench.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>(".seen-tools button") : null;
    if (!button || !stage) return;
    const width = button.dataset["width"];
    const colours = button.dataset["scheme"];
    if (width) {
      stage.classList.toggle("desktop", width === "desktop");
      stage.classList.toggle("phone", width === "phone");
      fit();
    }
    if (colours !== undefined) scheme = colours;
    if (button.matches("[data-again]")) tell(true);
    else {
      press(button);
      tell();
    }
  });
  window.addEventListener("message", (event: MessageEvent<unknown>) => {
    if (event.origin === location.origin && event.data === "voc-preview-ready") tell();
  });
  if (stage) new ResizeObserver(fit).observe(stage);
  tell(); // the frame may have been ready before this page listened
  return { update: () => tell() };
}
