/** A picker beside each field with a colour; the field stays what is sent. */

const NONE = "#ffffff";
const FULL = /^#?([0-9a-f]{6})$/i;

/** `#rrggbb` of what a field says, if it says a colour. */
export function colourOf(text: string): string | undefined {
  const found = FULL.exec(text.trim());
  return found ? `#${found[1]!.toLowerCase()}` : undefined;
}

export function wireColours(): void {
  for (const picker of document.querySelectorAll<HTMLInputElement>("input[data-colour-of]")) {
    const field = document.getElementById(picker.dataset["colourOf"]!);
    if (!(field instanceof HTMLInputElement)) continue;
    picker.hidden = false;
    picker.addEventListener("input", () => {
      field.value = picker.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    field.addEventListener("input", () => {
      picker.value = colourOf(field.value) ?? (field.value.trim() ? picker.value : NONE);
    });
  }
}
