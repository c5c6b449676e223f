/** The author's colours as custom properties of the card. */
import type { Appearance } from "../generated/survey.ts";

/**
 * Whether black reads better than white on `#rrggbb`: its luminance is above 0.179, where both contrasts meet.
 *
 * The curve of sRGB is taken as a power of 2.2; where that decides otherwise than the exact one, both labels reach 4.5.
 * Source: WCAG 2.2, relative luminance.
 */
export function isBright(colour: string): boolean {
  const light = (at: number): number => (parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2;
  return 0.2126 * light(1) + 0.7152 * light(3) + 0.0722 * light(5) > 0.179;
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
