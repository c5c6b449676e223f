/** A file or a screenshot, sent as soon as it is chosen. */
import { h, type Child } from "../view/h.ts";
import { sheet, words } from "./forms.ts";
import type { Asking, Kind, Of } from "./question.ts";

type FileQuestion = Of<"file">;

/** One file on its way or there. */
interface Sent {
  readonly name: string;
  id?: string;
  share: number;
}

const ACCEPTED = { image: "image/*", pdf: "application/pdf,.pdf", text: "text/plain,.txt,.log,.csv" };
const MEGABYTE = 1_048_576;

const kinds = ({ kinds: given }: FileQuestion) => given ?? (["image", "pdf"] as const);

function kindOf({ type, name }: File): string {
  if (type.startsWith("image/")) return "image";
  if (type === "application/pdf" || /\.pdf$/i.test(name)) return "pdf";
  return type.startsWith("text/") || /\.(txt|log|csv)$/i.test(name) ? "text" : "";
}

/** Why a file is not even sent. The service looks at the content. */
function refused(question: FileQuestion, file: File): string | null {
  const { limit_mb: limit = 5 } = question;
  if (file.size > limit * MEGABYTE) return `too_big:${limit}`;
  return kinds(question).includes(kindOf(file) as never) ? null : "wrong_kind";
}

const REFUSALS: Record<number, (question: FileQuestion) => string> = {
  413: ({ limit_mb: limit = 5 }) => `too_big:${limit}`,
  415: () => "wrong_kind",
};

async function send(asking: Asking<FileQuestion>, file: File): Promise<void> {
  const { question, own, refresh, words: said } = asking;
  const files: Sent[] = own.files;
  const sent: Sent = { name: file.name, share: 0 };
  files.push(sent);
  own.busy = (own.busy ?? 0) + 1;
  refresh(`${file.name}: ${said.sending}`);
  try {
    sent.id = await asking.upload(file, (share) => {
      sent.share = share;
      refresh();
    });
    own.wrong = null;
  } catch (error) {
    files.splice(files.indexOf(sent), 1);
    own.wrong = REFUSALS[(error as { status?: number })?.status ?? 0]?.(question) ?? "failed";
  }
  own.busy--;
  asking.change(files.flatMap(({ id }) => id ?? []));
  refresh(sent.id && `${file.name}: ${said.sent}`);
}

function choose(asking: Asking<FileQuestion>, input: HTMLInputElement): void {
  const { question, own, refresh } = asking;
  const { maximum = 1 } = question;
  const chosen = [...(input.files ?? [])];
  input.value = "";
  own.wrong =
    chosen.length + own.files.length > maximum
      ? `too_many:${maximum}`
      : (chosen.map((file) => refused(question, file)).find(Boolean) ?? null);
  if (own.wrong) return refresh();
  for (const file of chosen) void send(asking, file);
}

function remove({ own, change }: Asking<FileQuestion>, gone: Sent): void {
  own.files = own.files.filter((one: Sent) => one !== gone);
  change(own.files.flatMap(({ id }: Sent) => id ?? []));
}

const Row = ({ asking, file }: { asking: Asking<FileQuestion>; file: Sent }): Child => (
  <div class="sent">
    <span>{file.name}</span>
    {file.id ? (
      <button type="button" aria-label={`${asking.words.remove}: ${file.name}`} onclick={() => remove(asking, file)}>
        {asking.words.remove}
      </button>
    ) : (
      <progress aria-label={file.name} max="1" value={file.share || null} />
    )}
  </div>
);

export const file: Kind<FileQuestion> = {
  type: "file",
  words,
  sheet,
  validate({ maximum = 1 }, answer) {
    if (
      !Array.isArray(answer) ||
      !answer.every((one) => typeof one === "string" && /^fil_[0-9A-Za-z]{1,60}$/.test(one))
    )
      return "required";
    return new Set(answer).size < answer.length || answer.length > maximum ? `too_many:${maximum}` : null;
  },
  Component: (asking) => {
    const { question, value, own, words: said, problem } = asking;
    const { maximum = 1 } = question;
    own.files ??= ((value ?? []) as string[]).map((id, at) => ({ id, share: 1, name: `${said.file} ${at + 1}` }));
    const [wrong, number = ""] = (own.wrong ?? "").split(":") as [string, string?];
    return (
      <div class="form">
        {own.files.map((one: Sent) => (
          <Row asking={asking} file={one} />
        ))}
        {own.files.length < maximum && (
          <label class="pick">
            <input
              type="file"
              accept={kinds(question)
                .map((kind) => ACCEPTED[kind])
                .join()}
              multiple={maximum > 1}
              aria-labelledby="q f"
              aria-describedby="d e w"
              aria-invalid={(problem || own.wrong) && "true"}
              onchange={(event: Event) => choose(asking, event.target as HTMLInputElement)}
            />
            <span id="f">{said.choose_file}</span>
          </label>
        )}
        <p id="w" class="problem" role="alert">
          {wrong && said[wrong]!.replace("{}", number)}
        </p>
      </div>
    );
  },
};
