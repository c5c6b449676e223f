/** The card around a question: heading, help, errors, back and next, closing. */
import { isBlank } from "../core/state.ts";
import { isRtl } from "../core/texts.ts";
import { colours, scheme } from "./colours.ts";
import { h, type Child } from "./h.ts";
import type { Session } from "./session.tsx";
import { spoken, type Words } from "./words.ts";

interface Props {
  readonly session: Session;
}

export function Card({ session }: Props): Child {
  const { options, look, told, folded, words, kind, floats, modal } = session;
  const { placement } = options;
  const Tag = floats ? "dialog" : "section";
  const position = floats ? look.position : "";
  const speaks = spoken(session.language);
  return (
    <div class={`w ${scheme(look)}`} style={colours(look)} lang={told} dir={isRtl(told) ? "rtl" : "ltr"}>
      {placement === "tab" && (
        <button type="button" class={`fold ${position}`} hidden={!folded} onclick={session.unfold}>
          {session.text(look.tab_label) || words.tab}
        </button>
      )}
      <Tag
        class={`v ${position} ${placement}`}
        hidden={folded}
        open={!modal}
        aria-labelledby="q"
        oncancel={(event: Event) => {
          if (event.target !== event.currentTarget) return; // a file that was not chosen after all
          event.preventDefault();
          session.dismiss();
        }}
        onpointerdown={() => (session.pointer = true)}
      >
        {floats && (
          <button type="button" class="x" lang={speaks} aria-label={words.close} onclick={session.dismiss}>
            ×
          </button>
        )}
        {look.logo && <img class="logo" src={look.logo} alt="" />}
        {kind ? <Form session={session} /> : <Thanks session={session} />}
        <p class="said" role="status">
          {session.said}
        </p>
      </Tag>
    </div>
  );
}

function Form({ session }: Props): Child {
  const { kind, words, text, problem, route, look, question } = session;
  const { Component, group } = kind!;
  const at = route.questions.indexOf(question.id);
  const left = route.questions.length - at;
  const Tag = group ? "fieldset" : "div";
  const heading = (
    <h2 id="q" tabindex="-1">
      {text(question.text)}
    </h2>
  );
  return (
    <form key={question.id} novalidate onsubmit={session.next}>
      {look.progress && left + at > 1 && <Bar session={session} at={at} of={left + at} />}
      <Tag aria-describedby={group && "d e"}>
        {group ? <legend>{heading}</legend> : heading}
        {question.help && (
          <p id="d" class="help">
            {text(question.help)}
          </p>
        )}
        {Component(session)}
      </Tag>
      <p id="e" class="problem" role="alert">
        {problem && filled(words, problem)}
      </p>
      <Foot session={session} first={!at} last={left < 2} />
    </form>
  );
}

/** The words for a problem, with its numbers: "at_most:3". */
function filled(words: Words, problem: string): string {
  const [name, number = ""] = problem.split(":") as [string, string?];
  return words[name]!.replace("{}", number);
}

const Bar = ({ session, at, of }: Props & { at: number; of: number }): Child => (
  <i
    class="bar"
    role="progressbar"
    aria-label={`${at + 1} / ${of}`}
    aria-valuenow={at + 1}
    aria-valuemax={of}
    style={{ "--p": `${((at + 1) * 100) / (of + 1)}%` }}
  />
);

function Foot({ session, first, last }: Props & { first: boolean; last: boolean }): Child {
  const { words, value, kind, required, text, question } = session;
  const says = question.type === "statement" && !question.link && text(question.button);
  const idle = isBlank(value) && question.type !== "statement" && !required;
  const hidden = kind!.instant?.(question) && isBlank(value) && (last || !idle);
  if (first && hidden) return null;
  return (
    <div class="foot" lang={says ? null : spoken(session.language)}>
      {!first && (
        <button type="button" onclick={session.back}>
          {words.back}
        </button>
      )}
      {!hidden && (
        <button class={(!idle || last) && "go"}>{says || words[last ? "send" : idle ? "skip" : "next"]}</button>
      )}
    </div>
  );
}

function Thanks({ session }: Props): Child {
  const { ending, words, text, language } = session;
  return (
    <form>
      <h2 id="q" tabindex="-1" lang={ending ? null : spoken(language)}>
        {ending ? text(ending.title) : words.thanks}
      </h2>
      {ending?.text && <p class="help">{text(ending.text)}</p>}
      {ending?.button && (
        <p class="foot">
          <a class="go" href={ending.button.url} target="_blank" rel="noopener">
            {text(ending.button.text)}
          </a>
        </p>
      )}
    </form>
  );
}
