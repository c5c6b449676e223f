/** Things brought into an order, by buttons or arrow keys. */
import { h } from "../view/h.ts";
import type { Asking, Kind, Of } from "./question.ts";
import { sheet, words } from "./tables.ts";

type Ranking = Of<"ranking">;

const ids = ({ choices }: Ranking): string[] => choices.map(({ id }) => id);

/** Moves one choice by one place, says where it is now, and keeps the focus on the button. */
function move(asking: Asking<Ranking>, order: readonly string[], at: number, by: number, button: HTMLElement): void {
  const to = at + by;
  if (to < 0 || to >= order.length) return;
  const moved = order.filter((_, place) => place !== at);
  moved.splice(to, 0, order[at]!);
  const { text } = asking.question.choices.find(({ id }) => id === order[at])!;
  asking.change(moved);
  asking.refresh(`${asking.text(text)}: ${to + 1} / ${order.length}`);
  button.focus();
}

export const ranking: Kind<Ranking> = {
  type: "ranking",
  group: true,
  words,
  sheet,
  initial: ids,
  validate: (question, answer) =>
    Array.isArray(answer) && [...answer].sort().join() === ids(question).sort().join() ? null : "unknown",
  Component: (asking) => {
    const { question, value, text, words: said } = asking;
    const order: string[] = value ?? ids(question);
    return (
      <ol class="ranking">
        {order.map((id, at) => {
          const label = text(question.choices.find((one) => one.id === id)!.text);
          const button = (by: number, path: string): unknown => (
            <button
              type="button"
              key={by}
              aria-label={`${label}: ${said[by < 0 ? "up" : "down"]}`}
              aria-disabled={(by < 0 ? at === 0 : at === order.length - 1) && "true"}
              onclick={(event: Event) => move(asking, order, at, by, event.currentTarget as HTMLElement)}
              onkeydown={(event: KeyboardEvent) => {
                const way = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
                if (!way) return;
                event.preventDefault();
                move(asking, order, at, way, event.currentTarget as HTMLElement);
              }}
            >
              <svg viewBox="0 0 24 24" aria-hidden="true">
                <path d={path} />
              </svg>
            </button>
          );
          return (
            <li key={id}>
              <b>{at + 1}</b>
              <span>{label}</span>
              {button(-1, "m6 15 6-6 6 6")}
              {button(1, "m6 9 6 6 6-6")}
            </li>
          );
        })}
      </ol>
    );
  },
};
