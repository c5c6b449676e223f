/**
 * A chart as it stands on the page, drawn anew into a canvas: same words, fonts and colours, light or dark.
 *
 * Drawn element by element rather than through an image of the SVG, because an image knows neither the page's fonts
 * nor its stylesheets, and a page that allows no inline styles cannot lend it any.
 */

const SCALE = 2;
const MARGIN_PX = 24;
const NOTE_PX = 28;
/** Parts of a figure that are for the page alone. */
const LEFT_OUT = "[data-undrawn], .unseen, .u-over, script, title";

type Place = { left: number; top: number };

/** A picture of `figure`; `note` stands below it and says whose numbers these are. */
export function picture(figure: HTMLElement, note: string): HTMLCanvasElement {
  const scrolled = unscrolled(figure);
  const box = figure.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  const width = Math.max(box.right, furthest(figure)) - box.left + 2 * MARGIN_PX;
  const height = lowest(figure) - box.top + 2 * MARGIN_PX + NOTE_PX;
  canvas.width = Math.round(width * SCALE);
  canvas.height = Math.round(height * SCALE);
  const pen = canvas.getContext("2d")!;
  pen.scale(SCALE, SCALE);
  pen.fillStyle = ground(figure);
  pen.fillRect(0, 0, width, height);
  const place = { left: box.left - MARGIN_PX, top: box.top - MARGIN_PX };
  for (const element of drawn(figure)) draw(pen, element, place);
  const style = getComputedStyle(figure);
  pen.font = `400 12px ${style.fontFamily}`;
  pen.fillStyle = style.color;
  const inside = Number.parseFloat(style.paddingLeft);
  pen.fillText(note, MARGIN_PX + inside, height - MARGIN_PX + 4, box.width - 2 * inside);
  for (const [each, left] of scrolled) each.scrollLeft = left;
  return canvas;
}

function drawn(figure: HTMLElement): Element[] {
  return [...figure.querySelectorAll("*")].filter((each) => !each.closest(LEFT_OUT));
}

function lowest(figure: HTMLElement): number {
  return Math.max(...drawn(figure).map((each) => each.getBoundingClientRect().bottom));
}

/** Where its contents end on the right: a table that is scrolled on the page is whole in the picture. */
function furthest(figure: HTMLElement): number {
  const padding = Number.parseFloat(getComputedStyle(figure).paddingRight) || 0;
  return Math.max(...drawn(figure).map((each) => each.getBoundingClientRect().right)) + padding;
}

/** Scrolls what is scrolled sideways back to its beginning; each with where it stood. */
function unscrolled(figure: HTMLElement): [Element, number][] {
  const scrolled = drawn(figure).filter((each) => each.scrollLeft > 0);
  return scrolled.map((each) => {
    const left = each.scrollLeft;
    each.scrollLeft = 0;
    return [each, left];
  });
}

/** The colour behind an element: its own, or of whatever it lies upon. */
function ground(element: Element | null): string {
  if (!element) return "#fff";
  const colour = getComputedStyle(element).backgroundColor;
  return /^rgba\(.*, 0\)$|^transparent$/.test(colour) ? ground(element.parentElement) : colour;
}

function draw(pen: CanvasRenderingContext2D, element: Element, place: Place): void {
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const left = box.left - place.left;
  const top = box.top - place.top;
  switch (element.localName) {
    case "canvas":
      pen.drawImage(element as HTMLCanvasElement, left, top, box.width, box.height);
      return;
    case "rect":
      pen.fillStyle = style.fill;
      pen.fillRect(left, top, box.width, box.height);
      return;
    case "line":
      pen.strokeStyle = style.stroke;
      pen.lineWidth = Number.parseFloat(style.strokeWidth) || 1;
      pen.beginPath();
      pen.moveTo(left, top);
      pen.lineTo(left + box.width, top + box.height);
      pen.stroke();
      return;
    case "svg":
      icon(pen, element, style, left, top, box.width);
      return;
    case "text":
      if (box.width) write(pen, element.textContent ?? "", box, style, style.fill, place);
      return;
    default:
      if (element instanceof HTMLElement) surface(pen, style, left, top, box);
      for (const node of element.childNodes) if (node instanceof Text) words(pen, node, style, place);
  }
}

/** An icon of the page's sprite: an arrow says which way a number went, so a picture must not drop it. */
function icon(pen: CanvasRenderingContext2D, element: Element, style: CSSStyleDeclaration, left: number, top: number, size: number): void {
  const symbol = document.querySelector<SVGSymbolElement>(element.querySelector("use")?.getAttribute("href") || "symbol:not(*)");
  if (!symbol) return;
  pen.save();
  pen.translate(left, top);
  pen.scale(size / symbol.viewBox.baseVal.width, size / symbol.viewBox.baseVal.width);
  pen.strokeStyle = style.color;
  pen.lineWidth = Number.parseFloat(style.strokeWidth) || 2;
  pen.lineCap = pen.lineJoin = "round";
  for (const path of symbol.querySelectorAll("path")) pen.stroke(new Path2D(path.getAttribute("d") ?? ""));
  pen.restore();
}

/** What an element has behind its words: a colour, a line around it or below it. */
function surface(pen: CanvasRenderingContext2D, style: CSSStyleDeclaration, left: number, top: number, box: DOMRect): void {
  const below = Number.parseFloat(style.borderBottomWidth);
  pen.beginPath();
  pen.roundRect(left, top, box.width, box.height, Number.parseFloat(style.borderRadius) || 0);
  pen.fillStyle = style.backgroundColor;
  pen.fill();
  pen.strokeStyle = style.borderBottomColor;
  pen.lineWidth = below;
  if (!below) return;
  if (!Number.parseFloat(style.borderTopWidth)) {
    pen.beginPath();
    pen.moveTo(left, top + box.height);
    pen.lineTo(left + box.width, top + box.height);
  }
  pen.stroke();
}

/** Word by word, each where the page put it, so that lines break as they do there. */
function words(pen: CanvasRenderingContext2D, node: Text, style: CSSStyleDeclaration, place: Place): void {
  const range = document.createRange();
  for (const word of node.data.matchAll(/\S+/g)) {
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    const box = range.getClientRects()[0];
    if (box) write(pen, word[0], box, style, style.color, place);
  }
}

function write(pen: CanvasRenderingContext2D, text: string, box: DOMRect, style: CSSStyleDeclaration, colour: string, place: Place): void {
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  pen.fillStyle = colour;
  const size = pen.measureText(text);
  const middle = box.top - place.top + box.height / 2;
  pen.fillText(text, box.left - place.left, middle + (size.fontBoundingBoxAscent - size.fontBoundingBoxDescent) / 2);
}
