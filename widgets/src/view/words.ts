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
    progress: "Progress",
    thanks: "Thank you for your feedback.",
    required: "Please answer this question.",
    loading: "This did not load. Please try again.",
    low: "Not likely",
    high: "Very likely",
  },
  ko: {
    next: "다음",
    back: "이전",
    send: "보내기",
    skip: "건너뛰기",
    close: "닫기",
    progress: "진행률",
    thanks: "소중한 의견 고마워요.",
    required: "이 질문에 답해 주세요.",
    loading: "불러오지 못했어요. 다시 시도해 주세요.",
    low: "추천하지 않아요",
    high: "꼭 추천해요",
  },
};

/** The vocabulary's language for a reader: Korean for Korean, English for all others. */
export const spoken = (language: string): "en" | "ko" => (base(language) === "ko" ? "ko" : "en");
