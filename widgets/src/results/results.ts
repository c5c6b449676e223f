/** Charts as pictures. The pages of results work without this; the button shows only where it can do something. */

import { picture } from "./picture.ts";

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // the browser reads it after the click
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-picture]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const figure = button.closest<HTMLElement>("figure, article");
    if (!figure) return;
    picture(figure, button.dataset["note"] ?? "").toBlob((blob) => {
      if (blob) save(blob, `${button.dataset["picture"]}.png`);
    });
  });
}
