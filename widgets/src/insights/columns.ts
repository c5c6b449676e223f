/** How much is said per period: columns in parts, the same part always at the same height of the pile. */

import type { Look } from "./look.ts";
import { type Chart, Plot, type Tell, common, counted, level, periods, upright } from "./plot.ts";
import type { Row } from "./rows.ts";
import { piled } from "./scales.ts";

export function columns(room: HTMLElement, rows: Row[], colours: string[], look: Look, tell: Tell): Chart {
  // the whole pile first, then ever less of it over that
  const piles = piled(rows, colours.length).reverse();
  const top = Math.max(1, ...(piles[0] ?? []));
  const paths = Plot.paths.bars!({ size: [0.72, 64] });
  return new Plot(
    {
      ...common(room, look, tell),
      scales: { x: periods(rows.length), y: { range: () => [0, top * 1.04] } },
      axes: [
        level(look, rows.map((row) => row.short), 1),
        { ...upright(look, (value) => counted(value)), incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 1e6] },
      ],
      series: [
        {},
        ...[...colours].reverse().map((name) => ({
          paths,
          fill: look.colour(name),
          stroke: look.colour("surface"),
          width: 1,
          points: { show: false },
        })),
      ],
    },
    [rows.map((_, at) => at), ...piles],
    room,
  );
}
