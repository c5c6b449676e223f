/** Pictures to choose from; where a picture does not load, its text remains. */
import { h } from "../view/h.ts";
import { amount, hint, sheet as choices, words } from "./choices.tsx";
import type { Kind, Of } from "./question.ts";

const sheet = `${choices}
.pictures{grid-template-columns:repeat(auto-fill,minmax(120px,1fr))}
.pictures .hint{grid-column:1/-1}
.pictures .option{flex-wrap:wrap;align-content:start}
.pictures img{flex:1 0 100%;width:100%;aspect-ratio:4/3;object-fit:cover;border-radius:6px}
.pictures span{flex:1}
`;

export const picture: Kind<Of<"picture">> = {
  type: "picture",
  group: true,
  words,
  sheet,
  instant: ({ multiple }) => !multiple,
  validate(question, answer) {
    const known = Array.isArray(answer) && answer.every((one) => question.choices.some(({ id }) => id === one));
    if (!known || new Set(answer).size < answer.length) return "unknown";
    return question.multiple ? amount(question, answer.length) : amount({ maximum: 1 }, answer.length);
  },
  Component: (asking) => {
    const { question, change, text, own, words: said, refresh } = asking;
    const { multiple } = question;
    const value: string[] = asking.value ?? [];
    const pick = (id: string): void => {
      if (!multiple) change([id], true);
      else change(value.includes(id) ? value.filter((one) => one !== id) : [...value, id]);
    };
    return (
      <div class="options pictures">
        {multiple && hint(question, said)}
        {question.choices.map(({ id, text: label, image }) => (
          <label class="option">
            {!own[id] && <img src={image} alt="" onerror={() => refresh((own[id] = " "))} />}
            <input
              type={multiple ? "checkbox" : "radio"}
              name="a"
              checked={value.includes(id)}
              onclick={() => pick(id)}
            />
            <span>{text(label)}</span>
          </label>
        ))}
      </div>
    );
  },
};
