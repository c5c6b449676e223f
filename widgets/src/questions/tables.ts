/** Words and looks of matrix and ranking. */
import type { Vocabulary } from "../view/words.ts";

export const words: Vocabulary = {
  en: {
    every_row: "Please answer in every row.",
    unknown: "Please choose one of these.",
    up: "move up",
    down: "move down",
  },
  ko: { every_row: "모든 줄에 답해 주세요.", unknown: "이 중에서 골라 주세요.", up: "위로", down: "아래로" },
};

export const sheet = `
.matrix .line{display:block;margin-top:14px}
.matrix legend{display:block;padding:0;margin-bottom:6px;font-size:15px}
.cells{display:grid;grid-template-columns:repeat(auto-fit,minmax(84px,1fr));gap:4px}
.cells span{padding:6px 4px;font-size:14px;line-height:1.3;text-align:center}
@container(min-width:500px){.matrix .line{display:flex;align-items:center}.matrix legend{float:inline-start;width:34%;margin:0;padding-inline-end:12px}.cells{flex:1;grid-template-columns:none;grid-auto-columns:1fr;grid-auto-flow:column}}
.ranking{display:grid;gap:6px;margin:12px 0 0;padding:0;list-style:none}
.ranking li{display:flex;align-items:center;gap:4px;padding-inline-start:12px;border:1px solid var(--l);border-radius:min(var(--r),12px)}
.ranking b{min-width:20px;color:var(--q);font-weight:600;font-variant-numeric:tabular-nums}
.ranking span{flex:1}
.ranking button{flex:none;width:44px;padding:0}
.ranking svg{width:20px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;vertical-align:middle}
.ranking [aria-disabled]{opacity:.35;cursor:default}
`;
