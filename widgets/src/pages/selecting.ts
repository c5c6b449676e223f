/** Ticking rows: one, or all from the last one that was ticked to this. */

export const box = (row: Element) => row.querySelector<HTMLInputElement>("input[data-select]");

/** The places between the last one and this, both included, whichever comes first; this alone if there was none. */
export function between(last: number, to: number): { readonly first: number; readonly end: number } {
  return last < 0 ? { first: to, end: to } : { first: Math.min(last, to), end: Math.max(last, to) };
}

let last: HTMLInputElement | null = null;

/** Ticks every row from the last one that was ticked to the one at `to`. */
export function selectTo(rows: readonly Element[], to: number): void {
  const range = between(rows.findIndex((row) => last !== null && box(row) === last), to);
  for (const row of rows.slice(range.first, range.end + 1)) {
    const one = box(row);
    if (one && !one.checked) one.click();
  }
}

/** Remembers what was ticked last, and has a click with shift tick everything up to there. */
export function wireSelecting(rows: () => readonly Element[]): void {
  document.addEventListener("click", (event) => {
    const one = event.target;
    if (!(one instanceof HTMLInputElement) || !one.matches("input[data-select]")) return;
    const reached = last;
    if (one.checked && event.shiftKey && reached && reached !== one) {
      const all = rows();
      selectTo(all, all.findIndex((row) => box(row) === one));
    }
    last = one;
  });
}
