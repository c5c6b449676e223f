/** A text that somebody writes, with what became of it. */
import { h } from "../view/h.ts";

const LIMIT = 2000;

/** Under its own id until the service has it; other words are another submission. */
export interface Draft {
  text: string;
  id?: string | undefined;
  sending?: boolean;
  failed?: boolean;
  done?: boolean;
}

interface Props {
  id: string;
  label: string;
  draft: Draft;
  send: string;
  failed: string;
  submit: () => void;
  change?: () => void;
}

export const Writing = ({ id, label, draft, change, submit, send, failed }: Props) => (
  <form onsubmit={(event: Event) => {
    event.preventDefault();
    if (draft.text.trim()) submit();
  }}>
    <label for={id}>{label}</label>
    <textarea id={id} maxlength={LIMIT} dir="auto" value={draft.text} required
      oninput={(event: Event) => {
        draft.text = (event.target as HTMLTextAreaElement).value;
        draft.id = undefined;
        change?.();
      }} />
    <p class="problem" role="status">{draft.failed && failed}</p>
    <button class="go" aria-disabled={draft.sending && "true"}>{send}</button>
  </form>
);
