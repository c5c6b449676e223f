/** One chunk: scales that are not NPS. */
export { ces } from "../ces.tsx";
export { csat } from "../csat.tsx";
export { rating } from "../rating.tsx";
