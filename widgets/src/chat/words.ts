/** The chat's own words, in the two languages it speaks; the greeting comes in the workspace's. */
export type Words = typeof en;

export const en = {
  chat: "Chat",
  title: "How can we help?",
  hello: "Hello! Write to us here. We answer as soon as we can.",
  write: "Write a message",
  send: "Send",
  close: "Close",
  you: "You",
  us: "Answer",
  fresh: "new",
  today: "Today",
  sending: "Sending…",
  sent: "Sent",
  waits: "Goes out once you are online",
  refused: "Not sent",
  again: "Try again",
  trouble: "No connection. We keep trying.",
};

export const ko: Words = {
  chat: "채팅",
  title: "무엇을 도와드릴까요?",
  hello: "안녕하세요! 궁금한 점을 편하게 남겨 주세요. 확인하는 대로 답해 드릴게요.",
  write: "메시지를 적어 주세요",
  send: "보내기",
  close: "닫기",
  you: "나",
  us: "답변",
  fresh: "새 메시지",
  today: "오늘",
  sending: "보내는 중이에요",
  sent: "보냈어요",
  waits: "연결되면 바로 보낼게요",
  refused: "보내지 못했어요",
  again: "다시 보내기",
  trouble: "연결이 끊겼어요. 다시 연결하고 있어요.",
};

