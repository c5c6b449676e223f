/** Keys that stand for something on the page: `data-key` for the page or panel, `data-row-key` for the current row. */

import { box } from "./selecting.ts";

const visible = (element: HTMLElement) => element.getClientRects().length > 0;

/** Does what the key stands for. Returns whether there was something to do. */
export function press(key: string, row: HTMLElement | undefined): boolean {
  const panel = document.querySelector<HTMLElement>("#panel:not([hidden])");
  const inPanel = panel?.querySelector<HTMLElement>(`[data-key="${key}"]`);
  if (inPanel) return use(inPanel);
  const ofRow = row?.querySelector<HTMLElement>(`[data-row-key="${key}"]`);
  if (ofRow) {
    ofRow.click();
    return true;
  }
  const onPage = document.querySelector<HTMLElement>(`[data-key="${key}"]`);
  if (!onPage) return false;
  // what acts upon ticked rows takes the current one where none is ticked
  if (onPage.hasAttribute("data-key-selects") && !document.querySelector("input[data-select]:checked") && row) box(row)?.click();
  return use(onPage);
}

/** A menu opens with its first choice in hand; a field takes the focus. */
function use(element: HTMLElement): boolean {
  if (!visible(element)) return false;
  const menu = element.matches("summary") ? element.closest("details") : null;
  if (menu) menu.open = true;
  const first = menu?.querySelector<HTMLElement>("input:not([type=hidden]), .options button, .options a") ?? element;
  first.focus();
  if (first instanceof HTMLInputElement) first.select();
  return true;
}
