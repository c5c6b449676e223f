/** Buttons that copy a text; hidden where nothing can be copied. */

const TOLD_MS = 2000;

function textOf(id: string): string {
  const source = document.getElementById(id);
  return source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement ? source.value : (source?.textContent ?? "");
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const label = button.querySelector("span");
  if (!label) return;
  const before = label.textContent;
  await navigator.clipboard.writeText(textOf(button.dataset["copy"]!));
  label.textContent = button.dataset["done"] ?? before;
  button.disabled = true;
  setTimeout(() => {
    label.textContent = before;
    button.disabled = false;
  }, TOLD_MS);
}

/** Without a secure context browsers offer no clipboard: then people select and copy as ever. */
export function wireCopying(): void {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) button.hidden = false;
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button[data-copy]") : null;
    if (button) copy(button).catch(() => document.getElementById(button.dataset["copy"]!)?.focus());
  });
}
