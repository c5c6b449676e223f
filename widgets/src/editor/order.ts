/** Where something dropped at `y` belongs among others, given their middles from top to bottom: how many lie above it. Pure. */
export function place(middles: readonly number[], y: number): number {
  return middles.filter((middle) => middle < y).length;
}

/** The factor by which a page of `wide` pixels fits into `room`; never larger than life. Pure. */
export function shrunk(wide: number, room: number): number {
  return Math.min(1, room / wide);
}
