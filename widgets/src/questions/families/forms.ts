/** One chunk: agreements, files, statements. */
export { consent } from "../consent.tsx";
export { file } from "../file.tsx";
export { statement } from "../statement.tsx";
