/** A device that many people answer on, one after another. */
import type { How, Page, Shown } from "./host.ts";

/** How much longer than after the thanks an unfinished survey waits for its respondent. */
const PATIENCE = 10;

/** Shows a survey; with `kiosk`, over and over. */
export async function place(page: Page, id: string, how: How): Promise<Pick<Shown, "close"> | undefined> {
  const { kiosk } = how;
  if (!kiosk) return page.open(id, how);
  let shown: Promise<Shown | undefined>;
  let timer: ReturnType<typeof setTimeout>;
  let finished = false;
  let over = false;
  const rest = () => {
    clearTimeout(timer);
    timer = setTimeout(async () => (await shown)?.close(), kiosk * (finished ? 1 : PATIENCE) * 1e3);
  };
  const begin = () => {
    finished = false;
    shown = page.open(id, {
      ...how,
      told: (kind) => {
        finished = kind == "completed";
        rest();
      },
      gone: () => {
        clearTimeout(timer);
        if (!over) setTimeout(begin);
      },
    });
  };
  for (const name of ["pointerdown", "keydown", "input"]) {
    (how.target ?? document).addEventListener(name, () => finished || rest());
  }
  begin();
  return {
    close: async () => {
      over = true;
      (await shown)?.close();
    },
  };
}
