/**
 * Pictures to choose from; where a picture does not load, its text remains.
 *
 * Pictures of the service itself ("/…") are fetched and drawn: hosts whose policy forbids images allow to connect to the
 * service all the same. Those of other sites are images.
 */
import { h, type Child } from "../view/h.ts";
import { amount, hint, sheet as choices, words } from "./choices.tsx";
import type { Asking, Kind, Of } from "./question.ts";

const sheet = `${choices}
.pictures{grid-template-columns:repeat(auto-fill,minmax(120px,1fr))}
.pictures .hint{grid-column:1/-1}
.pictures .option{flex-wrap:wrap;align-content:start}
.pictures :is(img,canvas){flex:1 0 100%;width:100%;aspect-ratio:4/3;object-fit:cover;border-radius:6px}
.pictures span{flex:1}
`;

/** Wide enough for two in a row on a dense screen; a photo's own size would take fifty megabytes. */
const WIDTH_PIXELS = 480;
const MISSING = " ";

/** Below the address that the widget was set up with; the service's own pages say none. */
const address = (base = "", image: string) => base.replace(/\/c\/[^/]*$/, "") + image;

async function load({ options, own, refresh }: Asking, id: string, image: string): Promise<void> {
  own[id] = null;
  try {
    const answer = await fetch(address(options.base, image));
    own[id] = await createImageBitmap(await answer.blob(), { resizeWidth: WIDTH_PIXELS, resizeQuality: "high" });
  } catch {
    own[id] = MISSING;
  }
  refresh();
}

/** Draws what each canvas has been given. */
function draw(root: ParentNode): void {
  for (const canvas of root.querySelectorAll<HTMLCanvasElement & { data?: ImageBitmap }>("canvas")) {
    const { data } = canvas;
    if (!data?.width) continue;
    canvas.width = data.width;
    canvas.height = data.height;
    canvas.getContext("2d")!.drawImage(data, 0, 0);
  }
}

const Image = ({ asking, id, image }: { asking: Asking; id: string; image: string }): Child => {
  const { own, refresh } = asking;
  // hidden, not gone: what stands beside it would move, and lose the focus
  const hidden = own[id] === MISSING;
  if (image[0] !== "/")
    return <img src={image} alt="" hidden={hidden} onerror={() => refresh((own[id] = MISSING))} />;
  if (own[id] === undefined) void load(asking, id, image);
  return <canvas data={own[id]} hidden={hidden} aria-hidden="true" />;
};

export const picture: Kind<Of<"picture">> = {
  type: "picture",
  group: true,
  words,
  sheet,
  instant: ({ multiple }) => !multiple,
  validate(question, answer) {
    const known = Array.isArray(answer) && answer.every((one) => question.choices.some(({ id }) => id === one));
    if (!known || new Set(answer).size < answer.length) return "unknown";
    return question.multiple ? amount(question, answer.length) : amount({ maximum: 1 }, answer.length);
  },
  Component: (asking) => {
    const { question, change, text, words: said, options } = asking;
    const { multiple } = question;
    const value: string[] = asking.value ?? [];
    const pick = (id: string): void => {
      if (!multiple) change([id], true);
      else change(value.includes(id) ? value.filter((one) => one !== id) : [...value, id]);
    };
    queueMicrotask(() => draw(options.root.shadowRoot!)); // they stand there then
    return (
      <div class="options pictures">
        {multiple && hint(question, said)}
        {question.choices.map(({ id, text: label, image }) => (
          <label class="option">
            <Image asking={asking} id={id} image={image} />
            <input
              type={multiple ? "checkbox" : "radio"}
              name="a"
              checked={value.includes(id)}
              onclick={() => pick(id)}
            />
            <span>{text(label)}</span>
          </label>
        ))}
      </div>
    );
  },
};
