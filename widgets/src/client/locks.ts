/** One tab at a time. Browsers without Web Locks, and pages that may not use them, rely on the service's own dedupe. */
export type Release = () => void;

/** Takes the name until released, or until the tab ends; null at once where another holds it. */
export const claim = (name: string): Promise<Release | null> =>
  new Promise((resolve) => {
    const asked = navigator.locks?.request(`voc.${name}`, { ifAvailable: true }, (lock) =>
      lock ? new Promise<void>(resolve) : resolve(null));
    Promise.resolve(asked ?? Promise.reject()).catch(() => resolve(() => {}));
  });
