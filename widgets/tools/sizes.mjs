// What a visitor downloads, after gzip -9, beside what others need for the same one question; fails beyond our budgets.
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { built } from "./widget.mjs";

// Everything that a page fetches to show one NPS question. What sends the answer comes with the first answer, and is
// printed apart.
const NPS = ["w.js", "w/ask.js"];
// What all question types need besides; the rest serves hosts, not questions.
const TYPES = [...NPS, ...["choices", "forms", "lines", "logic", "scales", "tables"].map((name) => `w/${name}.js`)];
const BUDGETS = { loader: 3_072, nps: 10_240, all: 25_600, chat: 6_144, faq: 5_632 };
// What others load to ask the same, gzip -9, as measured when this project began.
const PEERS = [279_686, 170_656, 414_822, 113_569];

const sizes = new Map();
for (const { file, path } of await built()) sizes.set(file, gzipSync(await readFile(path), { level: 9 }).length);
const sum = (files) => files.reduce((total, file) => total + sizes.get(file), 0);
const measured = {
  loader: sizes.get("w.js"),
  nps: sum(NPS),
  all: sum(TYPES),
  chat: sizes.get("w/chat.js"),
  faq: sizes.get("w/faq.js"),
};
const number = (value) => value.toLocaleString("en").padStart(9);

for (const [file, bytes] of sizes) console.log(number(bytes), file);
console.log(number(sum([...sizes.keys()])), "all files");
console.log();
console.log(number(measured.loader), `the loader alone, of ${number(BUDGETS.loader).trim()}`);
console.log(number(measured.nps), `the loader and one NPS question, of ${number(BUDGETS.nps).trim()}`);
console.log(number(sizes.get("w/deliver.js")), "more with the first answer, which this part sends");
console.log(number(sizes.get("w/live.js")), "more for who wrote something, after it is sent");
console.log(number(measured.all), `the loader and all question types, of ${number(BUDGETS.all).trim()}`);
console.log(number(measured.chat), `more for the chat, of ${number(BUDGETS.chat).trim()}`);
console.log(number(measured.faq), `more for the search of answers, of ${number(BUDGETS.faq).trim()}`);
console.log();
for (const bytes of PEERS) {
  console.log(number(bytes), `a peer, for one NPS question: ${(bytes / measured.nps).toFixed(1)} times ours`);
}
const beyond = Object.keys(BUDGETS).filter((name) => measured[name] > BUDGETS[name]);
if (beyond.length) {
  console.error(`beyond the budget: ${beyond.join(", ")}`);
  process.exit(1);
}
