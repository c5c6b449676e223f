/* Made by tools/types.mjs from survey.schema.json, which `python -m voc.surveys.schema` prints. Do not edit. */

/** Words by language code, such as `{ en: "Why?", ko: "왜 그런가요?" }`. */
export interface Text {
  [language: string]: string;
}


export type Condition = (All | Any | Test)
/**
 * How a value is compared; every negation holds exactly when its positive does not.
 */
export type Operator = ("equals" | "not_equals" | "contains" | "not_contains" | "greater" | "less" | "at_least" | "at_most" | "between" | "in" | "not_in" | "any_of" | "none_of" | "answered" | "skipped" | "starts" | "not_starts" | "ends" | "not_ends" | "matches" | "not_matches")

/**
 * A survey as JSON: it may be saved with mistakes (see `proofreading`), but is published without.
 */
export interface Definition {
afterwards?: AfterThanks
appearance?: Appearance
/**
 * @maxItems 10
 */
endings?: Ending[]
/**
 * @maxItems 20
 */
hidden?: string[]
/**
 * @maxItems 50
 */
languages?: string[]
name: string
/**
 * @minItems 1
 * @maxItems 50
 */
questions: (NpsQuestion | CsatQuestion | CesQuestion | RatingQuestion | SingleQuestion | MultipleQuestion | DropdownQuestion | TextQuestion | EmailQuestion | PhoneQuestion | UrlQuestion | NumberQuestion | DateQuestion | MatrixQuestion | RankingQuestion | PictureQuestion | ConsentQuestion | ContactQuestion | FileQuestion | StatementQuestion)[]
schedule?: Schedule
targeting?: Targeting
/**
 * @maxItems 20
 */
variables?: Variable[]
}
/**
 * For those who wrote something. The survey is over by then.
 */
export interface AfterThanks {
answers?: boolean
follow_up?: ("missing" | "own" | "none")
question?: (Text | null)
}
/**
 * Where a survey stands and how it is dressed; a text that nobody can read is refused.
 */
export interface Appearance {
accent?: string
background?: (string | null)
logo?: (string | null)
placement?: ("popover" | "modal" | "page" | "inline" | "tab")
position?: ("bottom_right" | "bottom_left" | "top_right" | "top_left" | "center")
progress?: boolean
radius?: number
scheme?: ("auto" | "light" | "dark")
tab_label?: (Text | null)
text?: (string | null)
}
/**
 * What a respondent sees after the last question.
 */
export interface Ending {
button?: (Button | null)
id: string
text?: (Text | null)
title: Text
}
/**
 * A link on an ending.
 */
export interface Button {
text: Text
url: string
}
/**
 * Likelihood to recommend. Source: Reichheld, "The One Number You Need to Grow", HBR, December 2003.
 */
export interface NpsQuestion {
help?: (Text | null)
high?: (Text | null)
id: string
low?: (Text | null)
required?: boolean
/**
 * @maxItems 50
 */
rules?: Rule[]
text: Text
type: "nps"
}
/**
 * Actions that apply, in order, where a condition holds.
 * 
 * Of all rules of a question the first jump or end decides where to go; calculations and requirements all apply.
 */
export interface Rule {
/**
 * @minItems 1
 * @maxItems 20
 */
then: (Jump | End | Require | Calculate)[]
when: Condition
}
/**
 * Go to another question instead of the next.
 */
export interface Jump {
do: "jump"
to: string
}
/**
 * Go to an ending instead of the next question.
 */
export interface End {
do: "end"
ending: string
}
/**
 * A question must be answered after all.
 */
export interface Require {
do: "require"
question: string
}
/**
 * Change a variable; what is no number, and a division by 0, change nothing.
 */
export interface Calculate {
do: "calculate"
operation: ("set" | "add" | "subtract" | "multiply" | "divide")
value: (number | From)
variable: string
}
/**
 * The value of a source, such as `{"from": "answer:nps"}`.
 */
export interface From {
from: string
}
/**
 * Holds when every part holds; without parts, always.
 */
export interface All {
/**
 * @maxItems 50
 */
all: Condition[]
}
/**
 * Holds when a part holds; without parts, never.
 */
export interface Any {
/**
 * @maxItems 50
 */
any: Condition[]
}
/**
 * `{"on": source, "is": operator, "value": …}`: one comparison. In Python, `is` is read as `operator`.
 */
export interface Test {
is: Operator
on: string
value?: (boolean | number | string | (boolean | number | string)[] | null)
}
/**
 * Satisfaction; 4 and 5 count as satisfied.
 */
export interface CsatQuestion {
help?: (Text | null)
high?: (Text | null)
id: string
look?: ("numbers" | "stars" | "faces")
low?: (Text | null)
required?: boolean
/**
 * @maxItems 50
 */
rules?: Rule[]
text: Text
type: "csat"
}
/**
 * Customer effort, version 2.0: agreement that it was made easy, 7 the easiest.
 * 
 * Source: CEB, "The Effortless Experience", 2013.
 */
export interface CesQuestion {
help?: (Text | null)
high?: (Text | null)
id: string
low?: (Text | null)
required?: boolean
/**
 * @maxItems 50
 */
rules?: Rule[]
text: Text
type: "ces"
}
/**
 * A rating; thumbs are for 2 steps, faces for up to 5.
 */
export interface RatingQuestion {
help?: (Text | null)
high?: (Text | null)
id: string
look?: ("numbers" | "stars" | "faces" | "thumbs")
low?: (Text | null)
required?: boolean
/**
 * @maxItems 50
 */
rules?: Rule[]
scale?: (2 | 3 | 5 | 7 | 10)
text: Text
type: "rating"
}
/**
 * One choice: its id, or `{"other": words}`.
 */
export interface SingleQuestion {
/**
 * @minItems 2
 * @maxItems 50
 */
choices: Choice[]
help?: (Text | null)
id: string
other?: boolean
required?: boolean
/**
 * @maxItems 50
 */
rules?: Rule[]
shuffle?: boolean
text: Text
type: "single"
}
/**
 * Something to choose.
 */
export interface Choice {
id: string
text: Text
}
/**
 * Several choices: a list of ids and at most one `{"other": words}`.
 */
export interface MultipleQuestion {
/**
 * @minItems 2
 * @maxItems 50
 */
choices: Choice[]
help?: (Text | null)
id: string
maximum?: (number | null)
minimum?: (number | null)
other?: boolean
required?: boolean
/**
 * @maxItems 50
 */
rules?: Rule[]
shuffle?: boolean
text: Text
type: "multiple"
}
/**
 * One choice's id.
 */
export interface DropdownQuestion {
/**
 * @minItems 2
 * @maxItems 200
 */
choices: Choice[]
help?: (Text | null)
id: string
required?: boolean
/**
 * @maxItems 50
 */
rules?: Rule[]
text: Text
type: "dropdown"
}
/**
 * Open text, long (several lines) or short (one).
 */
export interface TextQuestion {
help?: (Text | null)
id: string
long?: boolean
maximum?: (number | null)
minimum?: number
placeholder?: (Text | null)
required?: boolean
/**
 * @maxItems 50
 */
rules?: Rule[]
text: Text
type: "text"
}
/**
 * An e-mail address by its shape, a@b.c, up to 254 characters (RFC 5321); whether it exists only mail can say.
 */
export interface EmailQuestion {
help?: (Text | null)
id: string
placeholder?: (Text | null)
required?: boolean
/**
 * @maxItems 50
 */
rules?: Rule[]
text: Text
type: "email"
}
/**
 * A phone number: 7 to 15 digits (ITU E.164), as written in any country.
 */
export interface PhoneQuestion {
help?: (Text | null)
id: string
placeholder?: (Text | null)
required?: boolean
/**
 * @maxItems 50
 */
rules?: Rule[]
text: Text
type: "phone"
}
/**
 * A web address that starts with http:// or https://.
 */
export interface UrlQuestion {
help?: (Text | null)
id: string
placeholder?: (Text | null)
required?: boolean
/**
 * @maxItems 50
 */
rules?: Rule[]
text: Text
type: "url"
}
/**
 * A number, within bounds if there are any.
 */
export interface NumberQuestion {
help?: (Text | null)
id: string
maximum?: (number | null)
minimum?: (number | null)
required?: boolean
/**
 * @maxItems 50
 */
rules?: Rule[]
text: Text
type: "number"
unit?: (Text | null)
whole?: boolean
}
/**
 * A day as YYYY-MM-DD; the bounds count as inside.
 */
export interface DateQuestion {
earliest?: (string | null)
help?: (Text | null)
id: string
latest?: (string | null)
required?: boolean
/**
 * @maxItems 50
 */
rules?: Rule[]
text: Text
type: "date"
}
/**
 * A column for each row, as `{row id: column id}`; required means every row.
 */
export interface MatrixQuestion {
/**
 * @minItems 2
 * @maxItems 10
 */
columns: Choice[]
help?: (Text | null)
id: string
required?: boolean
/**
 * @minItems 1
 * @maxItems 20
 */
rows: Choice[]
/**
 * @maxItems 50
 */
rules?: Rule[]
text: Text
type: "matrix"
}
/**
 * All choices' ids, the best first.
 */
export interface RankingQuestion {
/**
 * @minItems 2
 * @maxItems 15
 */
choices: Choice[]
help?: (Text | null)
id: string
required?: boolean
/**
 * @maxItems 50
 */
rules?: Rule[]
text: Text
type: "ranking"
}
/**
 * A list of ids, of exactly one unless several may be chosen.
 */
export interface PictureQuestion {
/**
 * @minItems 2
 * @maxItems 20
 */
choices: Picture[]
help?: (Text | null)
id: string
maximum?: (number | null)
minimum?: (number | null)
multiple?: boolean
required?: boolean
/**
 * @maxItems 50
 */
rules?: Rule[]
text: Text
type: "picture"
}
/**
 * A choice that is seen; its text is also what a screen reader says.
 */
export interface Picture {
id: string
image: string
text: Text
}
/**
 * A box to tick: true or false; required means true.
 */
export interface ConsentQuestion {
help?: (Text | null)
id: string
label: Text
required?: boolean
/**
 * @maxItems 50
 */
rules?: Rule[]
text: Text
type: "consent"
}
/**
 * A small form, as `{field id: text}`.
 */
export interface ContactQuestion {
/**
 * @minItems 1
 * @maxItems 5
 */
fields: ContactField[]
help?: (Text | null)
id: string
required?: boolean
/**
 * @maxItems 50
 */
rules?: Rule[]
text: Text
type: "contact"
}
/**
 * One line of the form.
 */
export interface ContactField {
id: ("name" | "email" | "phone" | "company" | "address")
required?: boolean
}
/**
 * Ids of files uploaded before; their size and content are checked at the upload.
 */
export interface FileQuestion {
help?: (Text | null)
id: string
/**
 * @minItems 1
 * @maxItems 3
 */
kinds?: ("image" | "pdf" | "text")[]
limit_mb?: number
maximum?: number
required?: boolean
/**
 * @maxItems 50
 */
rules?: Rule[]
text: Text
type: "file"
}
/**
 * No question at all: it is shown and passed.
 */
export interface StatementQuestion {
button?: (Text | null)
help?: (Text | null)
id: string
link?: (string | null)
required?: boolean
/**
 * @maxItems 50
 */
rules?: Rule[]
text: Text
type: "statement"
}
/**
 * When, and for how many.
 */
export interface Schedule {
closes_at?: (string | null)
limit?: (number | null)
opens_at?: (string | null)
pacing?: (Pacing | null)
/**
 * @maxItems 20
 */
quotas?: Quota[]
}
/**
 * At most so many responses in a period, spread over it.
 */
export interface Pacing {
count: number
per: ("day" | "week" | "month")
}
/**
 * At most so many finished responses of a kind.
 */
export interface Quota {
ending?: (string | null)
id: string
limit: number
name: string
where: Condition
}
/**
 * Who is asked on a website or in an app, and when.
 */
export interface Targeting {
frequency?: Frequency
sample_share?: number
/**
 * @maxItems 20
 */
triggers?: (PageView | RouteChange | Click | Custom | Scroll | Delay | ExitIntent | Idle | TabOpened)[]
where?: (All | Any | Test)
}
/**
 * How often one person may be asked, counted from that person's last ask.
 */
export interface Frequency {
every_days?: (number | null)
group?: (string | null)
override_quiet?: boolean
}
/**
 * A page was opened.
 */
export interface PageView {
on: "page"
}
/**
 * A single-page application moved to another address.
 */
export interface RouteChange {
on: "route"
}
/**
 * Something that fits a CSS selector was clicked.
 */
export interface Click {
on: "click"
selector: string
}
/**
 * The host's code reported an event by `voc.track`.
 */
export interface Custom {
name: string
on: "event"
where?: (All | Any | Test)
}
/**
 * The page was scrolled this far down; 0–1.
 */
export interface Scroll {
on: "scroll"
share: number
}
/**
 * This long after the page was opened.
 */
export interface Delay {
on: "delay"
seconds: number
}
/**
 * The pointer left towards the window's edge, or the page is about to be left.
 */
export interface ExitIntent {
on: "exit"
}
/**
 * Nothing was touched for this long.
 */
export interface Idle {
on: "idle"
seconds: number
}
/**
 * The feedback tab at the window's edge was opened.
 */
export interface TabOpened {
on: "tab"
}
/**
 * A number that rules calculate.
 */
export interface Variable {
id: string
initial?: number
}
