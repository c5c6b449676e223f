/** Our code in the host's page: whatever fails in it stays in it. */
export const complain = (error: unknown): void => console.warn("voc:", error);

/** `work`, never throwing. */
export const safely = <A extends unknown[], R>(work: (...given: A) => R) => (...given: A): R | undefined => {
  try {
    return work(...given);
  } catch (error) {
    complain(error);
  }
};
