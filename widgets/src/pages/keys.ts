/** What a key means on a page with a list. Pure: the page decides what to do about it. */

export type Intent =
  | { kind: "move"; to: number }
  | { kind: "open"; at: number }
  | { kind: "select"; at: number }
  | { kind: "range"; to: number }
  | { kind: "press"; key: string }
  | { kind: "search" }
  | { kind: "help" }
  | { kind: "leave" };

export interface Situation {
  /** Rows on the page. */
  readonly rows: number;
  /** The row that is current, or -1. */
  readonly at: number;
  /** Whether the person is typing into a field. */
  readonly typing: boolean;
}

export interface Press {
  readonly key: string;
  /** Ctrl, Meta or Alt is held: the browser's own shortcuts stay the browser's. */
  readonly modified: boolean;
}

export function intent(press: Press, now: Situation): Intent | null {
  if (press.modified) return null;
  if (press.key === "Escape") return { kind: "leave" };
  if (now.typing) return null;
  const onRow = now.at >= 0 && now.at < now.rows;
  switch (press.key) {
    case "j":
      return now.rows > 0 ? { kind: "move", to: Math.min(now.at + 1, now.rows - 1) } : null;
    case "k":
      return now.rows > 0 ? { kind: "move", to: Math.max(now.at - 1, 0) } : null;
    case "o":
    case "Enter":
      return onRow ? { kind: "open", at: now.at } : null;
    case "x":
      return onRow ? { kind: "select", at: now.at } : null;
    case "X":
      return onRow ? { kind: "range", to: now.at } : null;
    case "s":
    case "e":
    case "c":
      return { kind: "press", key: press.key };
    case "/":
      return { kind: "search" };
    case "?":
      return { kind: "help" };
    default:
      return null;
  }
}
