/** One tab at a time. Browsers without Web Locks (or pages without a safe context) rely on the service's own dedupe. */
export type Release = () => void;

/** Takes the name until released, or until the tab ends; null at once where another holds it. */
export function claim(name: string): Promise<Release | null> {
  return new Promise((resolve) => {
    const free = () => resolve(() => {});
    try {
      navigator.locks
        .request(`voc.${name}`, { ifAvailable: true }, (lock) =>
          lock ? new Promise<void>((release) => resolve(release)) : resolve(null))
        .catch(free);
    } catch {
      free();
    }
  });
}
