/** Words in several languages, and which of them a reader gets. Pure; the twin of voc/surveys/texts.py. */

export type Text = Readonly<Record<string, string>>;

/** The exact language, then its base, then the survey's first language, then any; "" where nothing is written. */
export function inLanguage(text: Text | null | undefined, language: string, first = ""): string {
  for (const code of text ? [language, base(language), first, ...Object.keys(text)] : []) {
    const words = text![code];
    if (words?.trim()) return words;
  }
  return "";
}

/** "ko" of "ko-KR". */
export const base = (language: string): string => language.split("-")[0]!;

/** Which of the survey's languages a reader of `language` gets. */
export function resolved(languages: readonly string[], language: string): string {
  return [language, base(language)].find((code) => languages.includes(code)) ?? languages[0] ?? language;
}

/** Whether a language is written from right to left. */
export const isRtl = (language: string): boolean => /^(ar|dv|fa|he|ps|ug|ur|yi)\b/.test(language);
