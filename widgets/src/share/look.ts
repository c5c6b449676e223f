/** The real survey in a frame, in the colours that the form says now; the drawings give way to it. */

import type { Told } from "../editor/preview.ts";

export function wireLook(place: HTMLElement): void {
  const frame = place.querySelector<HTMLIFrameElement>("iframe");
  const scheme = () => document.querySelector<HTMLElement>("#sample")?.dataset["scheme"] ?? "";
  if (!frame) return;

  function tell(): void {
    const draft = document.querySelector<HTMLElement>("#sample")?.dataset["draft"];
    if (!draft) return;
    const told: Told = { kind: "voc-draft", draft, scheme: chosen(), fresh: false };
    frame!.contentWindow?.postMessage(told, location.origin);
  }

  /** "light" or "dark" where the author looks at one of both; the survey's own scheme otherwise. */
  function chosen(): string {
    return scheme() === "auto" ? (place.querySelector<HTMLElement>("[aria-pressed=true]")?.dataset["scheme"] ?? "") : "";
  }

  window.addEventListener("message", (event: MessageEvent<unknown>) => {
    if (event.origin !== location.origin || event.data !== "voc-preview-ready") return;
    place.hidden = false;
    place.dataset["ready"] = "";
    tell();
  });
  document.addEventListener("htmx:afterSettle", tell);
  place.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("button[data-scheme]") : null;
    if (!button) return;
    for (const each of place.querySelectorAll("button[data-scheme]")) each.setAttribute("aria-pressed", String(each === button));
    tell();
  });
  frame.src = frame.dataset["src"]!;
}
