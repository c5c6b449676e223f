/** Every question type, and the chunk it comes in: NPS with the renderer, the others by family, when a survey has one. */
import { nps } from "./nps.tsx";
import type { Kind, QuestionType } from "./question.ts";

const scales = () => import("./families/scales.ts");
const choices = () => import("./families/choices.ts");
const lines = () => import("./families/lines.ts");
const tables = () => import("./families/tables.ts");
const forms = () => import("./families/forms.ts");

export const families: Record<
  QuestionType,
  () => Partial<Record<QuestionType, Kind>> | Promise<Partial<Record<QuestionType, Kind>>>
> = {
  nps: () => ({ nps }),
  csat: scales,
  ces: scales,
  rating: scales,
  single: choices,
  multiple: choices,
  dropdown: choices,
  picture: choices,
  text: lines,
  email: lines,
  phone: lines,
  url: lines,
  number: lines,
  date: lines,
  matrix: tables,
  ranking: tables,
  consent: forms,
  contact: lines,
  file: forms,
  statement: forms,
};

/** A question type, fetched if it is not here yet. */
export const kind = async (type: QuestionType): Promise<Kind> => (await families[type]())[type]!;
