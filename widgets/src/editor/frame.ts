/** The frame's side of the preview: asks with the renderer that respondents meet; stores and sends nothing. */

import type { Ask, AskOptions, Asked, Progress } from "../view/contract.ts";
import type { Told } from "./preview.ts";

type Draft = { definition: AskOptions["survey"]["definition"]; at: string | null; language: string };

export function wireFrame(page: HTMLElement): void {
  const renderer = import(/* the served address carries the version */ page.dataset["renderer"]!) as Promise<{ ask: Ask }>;
  let asked: Asked | undefined;
  let shown = "";

  async function show(draft: Draft, scheme: string): Promise<void> {
    const ask = (await renderer).ask;
    asked?.close();
    document.querySelector("[data-host]")?.remove();
    const appearance = { ...draft.definition.appearance, ...(scheme ? { scheme: scheme as "light" | "dark" } : {}) };
    const placement = appearance.placement ?? "popover";
    document.documentElement.dataset["theme"] = appearance.scheme === "auto" ? "" : (appearance.scheme ?? "");
    const root = document.createElement("div");
    root.dataset["host"] = "";
    (placement === "inline" ? page.querySelector("[data-inline]")! : document.body).append(root);
    const definition = { ...draft.definition, appearance };
    asked = ask({
      survey: { id: page.dataset["survey"]!, version: Number(page.dataset["version"]), definition },
      language: draft.language,
      root,
      placement,
      saved: draft.at ? at(draft.at) : undefined,
      customer: {},
      hidden: {},
      preview: true,
      unfolded: true,
      on: () => undefined,
      upload: () => Promise.resolve("fil_preview"),
    });
  }

  function take(draft: string, scheme: string, fresh: boolean): void {
    if (!fresh && draft + scheme === shown) return;
    shown = draft + scheme;
    const read = JSON.parse(draft) as Draft;
    show(fresh ? { ...read, at: null } : read, scheme).catch(() => {
      const failed = page.querySelector<HTMLElement>("[data-failed]");
      if (failed) failed.hidden = false;
    });
  }

  window.addEventListener("message", (event: MessageEvent<Told>) => {
    if (event.origin !== location.origin || event.data?.kind !== "voc-draft") return;
    take(event.data.draft, event.data.scheme, event.data.fresh);
  });
  if (window.parent === window) take(page.dataset["draft"]!, "", false);
  else window.parent.postMessage("voc-preview-ready", location.origin);
}

/** Progress as if everything before the question had been skipped. */
function at(question: string): Progress {
  return { answers: {}, seen: [question], seconds: {}, at: question, finished: false };
}
