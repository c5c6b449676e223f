/** The survey editor: saves while the author types, moves cards by pointer and keys, keeps the preview in step. Without it every button still works. */

import { wireFrame } from "./frame.ts";
import { wireMoving } from "./moving.ts";
import { wirePreview } from "./preview.ts";
import { wireSaving } from "./saving.ts";

const frame = document.querySelector<HTMLElement>("[data-stand-in]");
const workbench = document.querySelector<HTMLElement>(".workbench");

if (frame) wireFrame(frame);
if (workbench) {
  const preview = wirePreview(workbench);
  const saving = wireSaving(() => preview.update());
  wireMoving(workbench, saving.press);
  workbench.addEventListener("toggle", (event) => {
    // A menu that opens below the fold is brought into view.
    if (event.target instanceof HTMLDetailsElement && event.target.open) event.target.querySelector(".options")?.scrollIntoView({ block: "nearest" });
  }, true);
}
