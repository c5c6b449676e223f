/** One chunk: questions with given choices. */
export { dropdown } from "../dropdown.tsx";
export { multiple } from "../multiple.tsx";
export { picture } from "../picture.tsx";
export { single } from "../single.tsx";
