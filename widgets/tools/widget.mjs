// The widget: w.js, and beside it in w/ the parts that a page fetches when it needs them.
//
// Parts are asked for with ?v=…, a digest of them all, so a browser may keep them for ever and never mixes two versions.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { minify } from "terser";

import { parts } from "./parts.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = here("../../voc/web/static/widget/");

const shape = {
  bundle: true,
  minify: true,
  write: false,
  target: ["es2020", "safari14"],
  // Safari 14.0 has a fault in one rare form of destructuring, which does not occur here
  supported: { destructuring: true },
  legalComments: "none",
  jsxFactory: "h",
  jsxFragment: "Fragment",
  charset: "utf8",
  // fields are assigned, not defined: fewer bytes, and nothing here inherits
  tsconfigRaw: { compilerOptions: { useDefineForClassFields: false, jsxFactory: "h", jsxFragmentFactory: "Fragment" } },
};

// The loader fetches conditions only where a survey has any.
const late = {
  name: "late",
  setup(building) {
    building.onResolve({ filter: /\/visit\.ts$/ }, () => ({ path: here("../src/client/late.ts") }));
  },
};

const sources = [
  "../src/ask.ts",
  "../src/chat/chat.ts",
  "../src/client/deliver.ts",
  "../src/client/live.ts",
  "../src/client/more.ts",
  "../src/client/rules.ts",
  "../src/client/triggers.ts",
  "../src/faq/faq.tsx",
];

// A second pass: 3 % less, which is a question type's worth of bytes over all.
const shrunk = async (text) => {
  const { code } = await minify(text, {
    module: true,
    ecma: 2020,
    compress: { passes: 5, inline: 1, unsafe: true, unsafe_arrows: true, unsafe_methods: true, pure_getters: true, keep_fargs: false },
  });
  // the only line breaks left are those of style sheets
  return code.replace(/([{},;>])\n/g, "$1");
};

const digest = (text, kind = "sha256") => createHash(kind).update(text);

export async function widget() {
  const files = new Map();
  for (const source of sources) {
    for (const [file, text] of await parts(shape, here(source))) {
      if (files.has(file)) throw new Error(`two parts want to be ${file}`);
      files.set(file, await shrunk(text));
    }
  }
  const version = digest([...files].flat().join("\n")).digest("hex").slice(0, 8);
  for (const [file, text] of files) {
    files.set(file, text.replace(/((?:from|import)\s*\(?\s*["']\.\/[\w-]+\.js)(?=["'])/g, `$1?v=${version}`));
  }
  const { outputFiles: [loader] } = await build({
    ...shape, entryPoints: [here("../src/loader.ts")], format: "iife", plugins: [late],
    define: { VERSION: JSON.stringify(version) },
  });
  const all = new Map([["w.js", await shrunk(loader.text)], ...[...files].map(([file, text]) => [`w/${file}`, text])]);
  await rm(folder, { recursive: true, force: true });
  await mkdir(`${folder}w`, { recursive: true });
  const sums = {};
  for (const [file, text] of [...all].sort()) {
    await writeFile(folder + file, text);
    sums[file] = `sha384-${digest(text, "sha384").digest("base64")}`;
  }
  await writeFile(`${folder}integrity.json`, `${JSON.stringify({ version, files: sums }, null, 2)}\n`);
  return version;
}

export const built = async () => [
  "w.js",
  ...(await readdir(`${folder}w`)).sort().map((file) => `w/${file}`),
].map((file) => ({ file, path: folder + file }));

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(`widget ${await widget()}`);
