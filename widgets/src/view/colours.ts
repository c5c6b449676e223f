/** The author's colours as custom properties of the card. */
import type { Appearance } from "../generated/survey.ts";

/** Whether black reads better than white on `#rrggbb`. Source: WCAG 2.2, relative luminance; 0.179 is where both contrasts meet. */
export function isBright(colour: string): boolean {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179;
}

/** The classes that choose a scheme: a background of the author's own decides, and an accent too dark for a dark page is lightened. */
export function scheme({ scheme = "auto", accent, background }: Appearance): string {
  const own = background ? (isBright(background) ? "light" : "dark") : scheme;
  return background || isBright(accent!) ? own : `${own} dim`;
}

export function colours({ accent, background, text, radius }: Appearance): Record<string, string | undefined> {
  return {
    "--a1": accent,
    "--o1": isBright(accent!) ? "#000" : "#fff",
    "--b1": background ?? undefined,
    "--t1": text ?? undefined,
    "--m1": text ? "100%" : undefined,
    "--r1": `${radius}px`,
  } as Record<string, string | undefined>;
}
