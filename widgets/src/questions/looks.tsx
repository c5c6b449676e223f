/** Stars, faces and thumbs, drawn here: no font and no picture needs to load. What CSAT, CES and ratings share. */
import type { Vocabulary } from "../view/words.ts";
import { h, type Child } from "../view/h.ts";

/** Why an answer is no whole number from 1 to `high`. */
export const within = (answer: unknown, high: number): string | null =>
  Number.isInteger(answer) && (answer as number) >= 1 && (answer as number) <= high ? null : "required";

const STAR = "M12 3l2.8 5.7 6.2.9-4.5 4.4 1.1 6.2-5.6-3-5.6 3 1.1-6.2L3 9.6l6.2-.9z";
const THUMBS = [
  "M17 14V4M9 18.1 10 14H4.2a2 2 0 0 1-1.9-2.6l2.3-8A2 2 0 0 1 6.5 2H20v12h-2.8a2 2 0 0 0-1.8 1.1L12 22a3 3 0 0 1-3-3.9z",
  "M7 10v10M15 5.9 14 10h5.8a2 2 0 0 1 1.9 2.6l-2.3 8a2 2 0 0 1-1.9 1.4H4V10h2.8a2 2 0 0 0 1.8-1.1L12 2a3 3 0 0 1 3 3.9z",
];
/** From a deep frown to a wide smile. */
const MOUTHS = [
  "M8 17c1-2.7 7-2.7 8 0",
  "M8.5 16.3c1-1.2 6-1.2 7 0",
  "M8.5 15.5h7",
  "M8.5 14.7c1 1.4 6 1.4 7 0",
  "M7.5 14c1.2 4 7.8 4 9 0z",
];

const icon = (...paths: string[]): Child => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    {paths.map((path) => (
      <path d={path} />
    ))}
  </svg>
);

/** How a step of `count` looks; undefined for numbers. */
export function looks(look: string, count: number): ((step: number) => Child) | undefined {
  switch (look) {
    case "stars":
      return () => icon(STAR);
    case "faces":
      return (step) =>
        icon(
          "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM9 9h.01M15 9h.01",
          MOUTHS[Math.round(((step - 1) * 4) / (count - 1))]!,
        );
    case "thumbs":
      return (step) => icon(THUMBS[step - 1]!);
    default:
      return undefined;
  }
}

const satisfaction: Vocabulary = {
  en: { low: "Very dissatisfied", high: "Very satisfied" },
  ko: { low: "매우 불만족해요", high: "매우 만족해요" },
};
const agreement: Vocabulary = {
  en: { low: "Strongly disagree", high: "Strongly agree" },
  ko: { low: "전혀 그렇지 않아요", high: "매우 그래요" },
};
const none: Vocabulary = { en: { low: "", high: "" }, ko: { low: "", high: "" } };
export const endings = { satisfaction, agreement, none };

/** Stars fill up to the chosen one. Seven numbers need 332 px for one row, ten 476. */
export const sheet = `
.n2,.n3,.n5{grid-template-columns:repeat(auto-fit,minmax(44px,1fr))!important}
.n7{grid-template-columns:repeat(4,1fr)!important}.n10{grid-template-columns:repeat(5,1fr)!important}
@container(min-width:332px){.n7{grid-template-columns:repeat(7,1fr)!important}}
@container(min-width:476px){.n10{grid-template-columns:repeat(10,1fr)!important}}
.stars,.faces,.thumbs{gap:0}
.stars span,.faces span,.thumbs span{min-height:48px}
.row svg{width:28px;height:28px;fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
.stars span,.stars input:checked+span{border-color:#0000;background:none;color:var(--a)}
.stars .on svg{fill:currentColor}
.faces span,.thumbs span{border-color:#0000}
.faces input:hover+span,.thumbs input:hover+span{border-color:var(--l)}
`;
