/** The renderer's own words, in the two languages it speaks. A survey's texts come in their own. */
import { base } from "../core/texts.ts";

/** Words by name; `{}` stands for a number. */
export type Words = Readonly<Record<string, string>>;
export type Vocabulary = { readonly en: Words; readonly ko: Words };

export const vocabulary: Vocabulary = {
  en: {
    next: "Next",
    back: "Back",
    send: "Send",
    skip: "Skip",
    close: "Close",
    tab: "Feedback",
    thanks: "Thank you!",
    required: "Please answer this.",
    loading: "Please try again.",
    low: "Not likely",
    high: "Very likely",
  },
  ko: {
    next: "다음",
    back: "이전",
    send: "보내기",
    skip: "건너뛰기",
    close: "닫기",
    tab: "의견",
    thanks: "의견 고마워요!",
    required: "답해 주세요.",
    loading: "다시 시도해 주세요.",
    low: "추천 안 해요",
    high: "꼭 추천해요",
  },
};

/** The vocabulary's language for a reader: Korean for Korean, English for all others. */
export const spoken = (language: string): "en" | "ko" => (base(language) === "ko" ? "ko" : "en");
