/** The survey definition. Made from voc/surveys/definition.py by tools/types.mjs; do not edit. */
export interface Text {
  [language: string]: string;
}
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { on: string; is: string; value?: unknown };
export type Action =
  | { do: "jump"; to: string }
  | { do: "end"; ending: string }
  | { do: "require"; question: string }
  | { do: "calculate"; variable: string; operation: "set" | "add" | "subtract" | "multiply" | "divide"; value: number | { from: string } };
export interface Rule {
  when: Condition;
  then: Action[];
}
interface Common {
  id: string;
  text: Text;
  help?: Text | null;
  required?: boolean;
  rules?: Rule[];
}
interface Ends {
  low?: Text | null;
  high?: Text | null;
}
export interface Choice {
  id: string;
  text: Text;
}
export interface Picture extends Choice {
  image: string;
}
export interface NpsQuestion extends Common, Ends {
  type: "nps";
}
export interface CsatQuestion extends Common, Ends {
  type: "csat";
  look?: "numbers" | "stars" | "faces";
}
export interface CesQuestion extends Common, Ends {
  type: "ces";
}
export interface RatingQuestion extends Common, Ends {
  type: "rating";
  scale?: 2 | 3 | 5 | 7 | 10;
  look?: "numbers" | "stars" | "faces" | "thumbs";
}
export interface SingleQuestion extends Common {
  type: "single";
  choices: Choice[];
  other?: boolean;
  shuffle?: boolean;
}
export interface MultipleQuestion extends Common {
  type: "multiple";
  choices: Choice[];
  other?: boolean;
  shuffle?: boolean;
  minimum?: number | null;
  maximum?: number | null;
}
export interface DropdownQuestion extends Common {
  type: "dropdown";
  choices: Choice[];
}
export interface TextQuestion extends Common {
  type: "text";
  long?: boolean;
  minimum?: number;
  maximum?: number | null;
  placeholder?: Text | null;
}
export interface EmailQuestion extends Common {
  type: "email";
  placeholder?: Text | null;
}
export interface PhoneQuestion extends Common {
  type: "phone";
  placeholder?: Text | null;
}
export interface UrlQuestion extends Common {
  type: "url";
  placeholder?: Text | null;
}
export interface NumberQuestion extends Common {
  type: "number";
  minimum?: number | null;
  maximum?: number | null;
  whole?: boolean;
  unit?: Text | null;
}
export interface DateQuestion extends Common {
  type: "date";
  earliest?: string | null;
  latest?: string | null;
}
export interface MatrixQuestion extends Common {
  type: "matrix";
  rows: Choice[];
  columns: Choice[];
}
export interface RankingQuestion extends Common {
  type: "ranking";
  choices: Choice[];
}
export interface PictureQuestion extends Common {
  type: "picture";
  choices: Picture[];
  multiple?: boolean;
  minimum?: number | null;
  maximum?: number | null;
}
export interface ConsentQuestion extends Common {
  type: "consent";
  label: Text;
}
export interface ContactField {
  id: "name" | "email" | "phone" | "company" | "address";
  required?: boolean;
}
export interface ContactQuestion extends Common {
  type: "contact";
  fields: ContactField[];
}
export interface FileQuestion extends Common {
  type: "file";
  kinds?: ("image" | "pdf" | "text")[];
  limit_mb?: number;
  maximum?: number;
}
export interface StatementQuestion extends Common {
  type: "statement";
  button?: Text | null;
  link?: string | null;
}
export interface Button {
  text: Text;
  url: string;
}
export interface Ending {
  id: string;
  title: Text;
  text?: Text | null;
  button?: Button | null;
}
export interface Variable {
  id: string;
  initial?: number;
}
export interface Appearance {
  placement?: "popover" | "modal" | "page" | "inline" | "tab";
  position?: "bottom_right" | "bottom_left" | "top_right" | "top_left" | "center";
  scheme?: "auto" | "light" | "dark";
  accent?: string;
  background?: string | null;
  text?: string | null;
  radius?: number;
  progress?: boolean;
  tab_label?: Text | null;
  logo?: string | null;
}
export interface Definition {
  name: string;
  questions: (
    | NpsQuestion
    | CsatQuestion
    | CesQuestion
    | RatingQuestion
    | SingleQuestion
    | MultipleQuestion
    | DropdownQuestion
    | TextQuestion
    | EmailQuestion
    | PhoneQuestion
    | UrlQuestion
    | NumberQuestion
    | DateQuestion
    | MatrixQuestion
    | RankingQuestion
    | PictureQuestion
    | ConsentQuestion
    | ContactQuestion
    | FileQuestion
    | StatementQuestion
  )[];
  languages?: string[];
  endings?: Ending[];
  hidden?: string[];
  variables?: Variable[];
  targeting?: { [k: string]: unknown };
  schedule?: { [k: string]: unknown };
  appearance?: Appearance;
}
