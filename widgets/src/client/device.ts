/** phone, tablet or desktop: by what points at it, and by its shorter side. */
export const device = (): string =>
  !matchMedia("(pointer:coarse)").matches ? "desktop" : Math.min(screen.width, screen.height) < 600 ? "phone" : "tablet";
