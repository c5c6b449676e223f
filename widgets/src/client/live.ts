/** Goes on after the thanks: an answer that colleagues approved, or one question about a complaint.
 *
 * Fetched when somebody wrote something, after the service has it; the survey waits for none of this. */
import { adopt } from "../view/styles.ts";
import { spoken } from "../view/words.ts";
import type { Page } from "./host.ts";
import type { Saved } from "./wire.ts";

interface Offer {
  kind: "answer" | "question";
  title: string;
  text: string;
  url: string | null;
}

const vocabulary = {
  en: { found: "This may answer it", yes: "That helps", no: "Not what I asked", all: "All answers", send: "Send", thanks: "Thank you!", label: "Your answer", failed: "It was not sent. Please try again." },
  ko: { found: "이 답변이 도움이 될 수 있어요", yes: "도움이 됐어요", no: "찾던 답이 아니에요", all: "모든 답변", send: "보내기", thanks: "고마워요!", label: "답변", failed: "보내지 못했어요. 다시 눌러 주세요." },
};

const sheet = `.live{margin-top:16px;padding-top:16px;border-top:1px solid #7774}
.live b{display:block}
.live .text{margin-top:6px;white-space:pre-line}
.live a:not(.go){display:inline-block;padding:10px 0;color:inherit;font-size:14px}
.live textarea{display:block;width:100%;margin-top:10px;padding:10px 12px;border:1px solid var(--l);border-radius:min(var(--r),12px);background:none;color:inherit;font:inherit;resize:vertical}
.live textarea:focus-visible{outline:2px solid var(--t);outline-offset:2px}
.live .foot{flex-wrap:wrap;gap:4px}
.live .foot button{margin:0}`;

/** How often the service is asked while the model reads. */
const TRIES = 5;

const make = (tag: string, className = "", text = "", ...children: Node[]) => {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  made.append(...children);
  return made as any;
};

/** What the service has to offer; it may still be reading. */
async function offered(page: Page, submission_id: string): Promise<Offer | undefined> {
  for (let tried = 0; tried < TRIES; tried++) {
    const { offer, again_ms } = await page.call("/live", { submission_id });
    if (offer || !again_ms) return offer;
    await new Promise((done) => setTimeout(done, again_ms));
  }
  return undefined;
}

/** The thanks, once they stand; the answer may be here before them. Undefined: they are closed, or do not come. */
async function thanked(root: Element): Promise<HTMLElement | undefined> {
  for (let tried = 0; tried < 20; tried++) {
    const form = root.isConnected && root.shadowRoot?.querySelector<HTMLElement>("form:not([novalidate])");
    if (form) return form.parentElement!;
    await new Promise((done) => setTimeout(done, 50));
  }
  return undefined;
}

/** The card of the thanks anew, by itself: nothing closes it but the person, and the survey is over. */
function continued(root: Element, thanks: HTMLElement, nonce: string | undefined) {
  const host = document.createElement("voc-live");
  const shadow = host.attachShadow({ mode: "open" });
  const from = root.shadowRoot!;
  if (from.adoptedStyleSheets) shadow.adoptedStyleSheets = from.adoptedStyleSheets;
  for (const style of from.querySelectorAll("style")) adopt(shadow, style.textContent!, nonce);
  adopt(shadow, sheet, nonce);
  const card = thanks.cloneNode() as HTMLDialogElement;
  const shell = thanks.parentNode!.cloneNode() as HTMLElement;
  shell.append(card);
  shadow.append(shell);
  const leave = thanks.querySelector<HTMLElement>(".x");
  const before = thanks.querySelector("form")!.cloneNode(true);
  if (leave) {
    const close = leave.cloneNode(true) as HTMLElement;
    close.onclick = () => host.remove();
    card.append(close);
    card.addEventListener("cancel", () => host.remove());
    card.onkeydown = ({ key, isComposing }) => key == "Escape" && !isComposing && host.remove();
  }
  card.append(before);
  return { host, card, take: () => {
    const modal = thanks.matches(":modal");
    root.after(host);
    if (!leave) return thanks.parentElement!.remove();
    leave.click();
    if (modal) {
      card.open = false;
      card.showModal();
    }
  } };
}

export async function live(page: Page, root: Element, { submission_id, language }: Saved): Promise<void> {
  const offer = await offered(page, submission_id);
  const thanks = offer && (await thanked(root));
  // whoever has closed the thanks is not called back
  if (!thanks) return;
  const words = vocabulary[spoken(language)];
  const { host, card, take } = continued(root, thanks, page.nonce);
  const failed = make("p", "help");
  const button = (text: string, className: string, said: () => object | string) => {
    const made = make("button", className, text);
    made.type = "button";
    made.onclick = async () => {
      const what = said();
      if (made.ariaDisabled || !what) return;
      made.ariaDisabled = "true";
      try {
        // thanks are said once it is on disk, and nothing that was typed is lost before
        await page.call("/live/said", { submission_id, ...(what as object) });
        section.replaceChildren(make("p", "", words.thanks));
        setTimeout(() => host.remove(), card.matches("dialog") ? 2500 : 6e5);
      } catch {
        made.ariaDisabled = null;
        failed.textContent = words.failed;
        section.append(failed);
      }
    };
    return made;
  };
  const section = make("div", "live");
  section.setAttribute("role", "status");
  if (offer.kind == "answer") {
    const all = make("a", "", words.all);
    Object.assign(all, { href: offer.url, target: "_blank", rel: "noopener" });
    section.append(
      make("p", "help", words.found), make("b", "", offer.title), make("p", "text", offer.text), all,
      make("div", "foot", "", button(words.no, "", () => ({ helped: false })), button(words.yes, "go", () => ({ helped: true }))),
    );
  } else {
    const field = make("textarea");
    Object.assign(field, { rows: 3, maxLength: 2000, ariaLabel: words.label });
    section.append(
      make("b", "", offer.title), field,
      make("div", "foot", "", button(words.send, "go", () => field.value.trim() && { text: field.value })),
    );
  }
  card.append(section);
  take();
}
