/** One chunk: rows and orders. */
export { matrix } from "../matrix.tsx";
export { ranking } from "../ranking.tsx";
