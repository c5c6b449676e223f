/** One chunk: questions that are typed. */
export { contact } from "../contact.tsx";
export { date } from "../date.tsx";
export { email } from "../email.tsx";
export { number } from "../number.tsx";
export { phone } from "../phone.tsx";
export { text } from "../text.tsx";
export { url } from "../url.tsx";
