/** One showing of one survey: takes what the respondent does, asks the state machine, paints the card. */
import { isBlank, progress, step, type Event, type Progress } from "../core/state.ts";
import { kind } from "../questions/index.ts";
import type { Asking, Question } from "../questions/question.ts";
import { scale } from "../questions/scale.tsx";
import { Card } from "./card.tsx";
import type { Asked, AskOptions } from "./contract.ts";
import { render } from "./dom.ts";
import { h } from "./h.ts";
import { Reader } from "./reader.ts";
import { adopt, sheet } from "./styles.ts";

/** How long a chosen step is seen before the next question, in milliseconds. */
const PAUSE_MS = 160;
/** How long thanks stay over a page that did not ask for them, in milliseconds. */
const THANKS_MS = 4000;

export class Session extends Reader implements Asked, Asking {
  /** Whether it stands over the page, and whether nothing else can be used meanwhile. A page of its own inside an element does neither. */
  readonly floats: boolean;
  readonly modal: boolean;
  /** The question in view; at the end, the last one. */
  question!: Question;
  value: any;
  problem: string | null = null;
  /** What screen readers are to say. */
  said = "";
  folded: boolean;
  /** Whether the last thing touched was touched by a pointer. */
  pointer = false;
  readonly scale = scale;
  private readonly memory: Record<string, Record<string, any>> = {};
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly root: ShadowRoot;
  private readonly mount: HTMLElement;
  private readonly before = document.activeElement as HTMLElement | null;
  private readonly sheets = new Set<string | undefined>([undefined]);

  constructor(options: AskOptions) {
    super(options);
    const { root, placement } = options;
    this.floats = placement === "page" ? root.parentNode === document.body : placement !== "inline";
    this.modal = this.floats && (placement === "page" || placement === "modal");
    this.folded = placement === "tab" && !options.unfolded;
    this.root = root.shadowRoot ?? root.attachShadow({ mode: "open" });
    this.mount = this.root.appendChild(document.createElement("div"));
    this.dress(sheet);
    document.addEventListener("keydown", this.key);
    void this.open();
  }

  get own(): Record<string, any> {
    return (this.memory[this.question.id] ??= {});
  }

  get required(): boolean {
    return this.route.required.includes(this.question.id);
  }

  readonly upload = (file: File, told: (share: number) => void): Promise<string> =>
    this.options.upload(this.question.id, file, told);

  readonly progress = (): Progress => progress(this.machine);

  private async open(): Promise<void> {
    await this.learn();
    await this.show(this.modal);
    if (this.options.placement === "popover")
      setTimeout(() => this.refresh(this.said || this.text(this.question.text)), 99);
    for (const { type } of this.definition.questions) kind(type).catch(() => {});
  }

  /** Paints the question that the machine is at, once its type has loaded. */
  private async show(focus: boolean): Promise<void> {
    const { at, answers } = this.machine;
    const question = this.definition.questions.find(({ id }) => id === at) ?? null;
    try {
      this.kind = question ? await kind(question.type) : undefined;
    } catch {
      return this.question ? this.complain("loading") : this.dismiss();
    }
    if (this.machine.at !== at) return;
    this.problem = null;
    this.said = "";
    this.dress(this.kind?.sheet);
    if (question) {
      this.question = question;
      this.value = answers[question.id] ?? this.first(question);
    }
    this.paint();
    if (focus) this.focus("h2");
    if (!question) this.thank();
  }

  /** What is chosen before anything was touched: the first reading of a prefilled value that is an answer. */
  private first(question: Question): unknown {
    const given = this.options.prefill?.[question.id];
    const readings = isBlank(given) ? [] : [given, Number(given), String(given).split(",")];
    return (
      readings.find((one) => !this.kind!.validate(question, one, false)) ??
      (this.required ? this.kind!.initial?.(question) : undefined)
    );
  }

  private thank(): void {
    if (this.floats && !this.modal && !this.ending?.button && !this.options.preview)
      this.timer = setTimeout(this.dismiss, THANKS_MS);
  }

  readonly change = (value: unknown, instant?: boolean): void => {
    this.value = value;
    this.problem = null;
    this.paint();
    clearTimeout(this.timer);
    if (instant && this.pointer) this.go(PAUSE_MS);
  };

  readonly next = (event?: { preventDefault(): void }): void => {
    event?.preventDefault();
    this.go(0);
  };

  /** Takes the answer at once, for a page may die any moment; what comes next is shown after a pause. */
  private go(pause: number): void {
    const { question, value, machine, required } = this;
    if (question.id !== machine.at) return void this.show(true);
    const wrong = isBlank(value) ? required && "required" : this.kind!.validate(question, value, required);
    const problem = this.own.busy ? "busy" : wrong;
    if (problem) this.complain(problem);
    else this.move({ kind: "answered", answer: value, now: Date.now() }, pause);
  }

  readonly back = (): void => this.move({ kind: "went_back", now: Date.now() });

  private move(event: Event, pause = 0): void {
    clearTimeout(this.timer);
    this.machine = step(this.machine, event, this.router);
    if (event.kind === "answered")
      this.options.on({ kind: this.machine.finished ? "completed" : "answered", progress: this.progress() });
    this.timer = setTimeout(() => this.show(true), pause);
  }

  private complain(problem: string): void {
    this.problem = problem;
    this.paint();
    this.focus("[aria-invalid],input,textarea,select");
  }

  readonly refresh = (what = this.said): void => {
    this.said = what;
    this.paint();
  };

  readonly setLanguage = (language: string): void => {
    this.language = language;
    this.paint();
  };

  readonly unfold = (): void => this.fold(false);

  readonly fold = (folded: boolean): void => {
    this.folded = folded;
    this.paint();
    this.focus(folded ? ".fold" : "h2");
    if (folded) this.options.on({ kind: "minimised" });
  };

  /** The respondent closes: a tab folds, everything else goes. */
  readonly dismiss = (): void => {
    const { ending, machine, options } = this;
    if (!this.mount.isConnected) return;
    if (options.placement === "tab" && !machine.finished) return this.fold(true);
    this.machine = step(machine, { kind: "dismissed", now: Date.now() }, this.router);
    this.close();
    options.on(machine.finished ? { kind: "ended", ending } : { kind: "dismissed", progress: this.progress() });
  };

  /** Takes everything away, and gives the focus back if it was here. */
  readonly close = (): void => {
    const held = this.root.activeElement;
    clearTimeout(this.timer);
    document.removeEventListener("keydown", this.key);
    this.mount.remove();
    if (held) this.before?.focus();
  };

  private readonly key = (event: KeyboardEvent): void => {
    this.pointer = false;
    const here = this.root.activeElement || document.activeElement === document.body;
    if (event.key === "Escape" && here && this.floats && !this.folded && !event.defaultPrevented && !event.isComposing)
      this.dismiss();
  };

  private focus(selector: string): void {
    if (!this.options.preview) this.root.querySelector<HTMLElement>(selector)?.focus();
  }

  private dress(css: string | undefined): void {
    if (!this.sheets.has(css)) adopt(this.root, css!, this.options.nonce);
    this.sheets.add(css);
  }

  private paint(): void {
    if (!this.mount.isConnected) return;
    render(<Card session={this} />, this.mount);
    const dialog = this.root.querySelector("dialog");
    if (this.modal && !dialog!.open) dialog!.showModal();
  }
}
