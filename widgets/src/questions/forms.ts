/** Words and looks of consent, files and statements. */
import type { Vocabulary } from "../view/words.ts";

export const words: Vocabulary = {
  en: {
    agree: "Please tick the box to go on.",
    choose_file: "Choose a file",
    remove: "Remove",
    file: "File",
    sending: "sending",
    sent: "sent",
    busy: "Please wait until the file is sent.",
    too_big: "This file is larger than {} MB.",
    wrong_kind: "This kind of file is not accepted.",
    too_many: "You can send up to {}.",
    failed: "This file could not be sent. Please try again.",
    none: "There is nothing to answer here.",
  },
  ko: {
    agree: "계속하려면 동의에 체크해 주세요.",
    choose_file: "파일 고르기",
    remove: "삭제",
    file: "파일",
    sending: "보내는 중",
    sent: "보냈어요",
    busy: "파일을 다 보낼 때까지 기다려 주세요.",
    too_big: "파일이 {}MB보다 커요.",
    wrong_kind: "이 형식의 파일은 받을 수 없어요.",
    too_many: "파일은 {}개까지 보낼 수 있어요.",
    failed: "파일을 보내지 못했어요. 다시 시도해 주세요.",
    none: "답할 것이 없어요.",
  },
};

export const sheet = `
.form{display:grid;gap:10px;margin-top:12px}
.form label{display:grid;gap:4px;font-size:14px}
.form .option{display:flex;align-items:center;gap:10px;min-height:44px;padding:8px 12px;border:1px solid var(--l);border-radius:min(var(--r),12px);font-size:inherit;cursor:pointer}
.option input{flex:none;width:20px;height:20px;margin:0;accent-color:var(--a)}
.sent{display:flex;align-items:center;gap:8px;font-size:14px}
.sent span{flex:1;min-width:0}
progress{width:72px;accent-color:var(--a)}
.form .go{justify-self:start}
`;
