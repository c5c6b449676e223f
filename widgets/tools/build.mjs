// Everything that the pages load and that other people wrote or a compiler makes, put where the service serves it.
// The result is committed: running the service needs no Node.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { widget } from "./widget.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const web = (path) => here(`../../voc/web/${path}`);
const modules = (path) => here(`../node_modules/${path}`);

for (const [source, file] of [["pages/pages.ts", "pages.js"], ["editor/editor.ts", "editor.js"], ["link/link.ts", "link.js"], ["link/personal.ts", "personal.js"], ["share/share.ts", "share.js"], ["results/results.ts", "results.js"], ["insights/insights.ts", "insights.js"], ["insights/report.ts", "report.js"]]) {
  await build({
    entryPoints: [here(`../src/${source}`)],
    outfile: web(`static/pages/${file}`),
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2020", "safari14"],
    // as in widget.mjs: Safari 14.0 has a fault in one rare form, which does not occur here
    supported: { destructuring: true },
    legalComments: "none",
  });
}

// A folder per library and version, with its licence.
async function vendor(name, version, files) {
  for (const old of await readdir(web("static/vendor"))) {
    if (old.startsWith(`${name}-`)) await rm(web(`static/vendor/${old}`), { recursive: true });
  }
  await mkdir(web(`static/vendor/${name}-${version}`), { recursive: true });
  for (const file of files) await copyFile(modules(file), web(`static/vendor/${name}-${version}/${file.split("/").pop()}`));
}
const versionOf = async (name) => JSON.parse(await readFile(modules(`${name}/package.json`), "utf8")).version;

const htmx = await versionOf("htmx.org");
await vendor("htmx", htmx, ["htmx.org/dist/htmx.min.js", "htmx.org/LICENSE"]);
const uplot = await versionOf("uplot");
await vendor("uplot", uplot, ["uplot/dist/uPlot.iife.min.js", "uplot/dist/uPlot.min.css", "uplot/LICENSE"]);
await vendor("lucide", await versionOf("lucide-static"), ["lucide-static/LICENSE"]);

const icons = JSON.parse(await readFile(here("../src/pages/icons.json"), "utf8"));
const symbols = await Promise.all(icons.map(async (name) => {
  const source = await readFile(modules(`lucide-static/icons/${name}.svg`), "utf8");
  const inner = source.slice(source.indexOf(">", source.indexOf("<svg")) + 1, source.lastIndexOf("</svg>"));
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${inner.replace(/\s+/g, " ").replace(/> </g, "><").trim()}</symbol>`;
}));
await writeFile(web("templates/_sprite.html"), [
  "{# Lucide icons (ISC licence, lucide.dev), made by `npm run build` in widgets/ from src/pages/icons.json. #}",
  '<svg class="sprite" width="0" height="0" aria-hidden="true" focusable="false">',
  ...symbols,
  "</svg>",
  "",
].join("\n"));
console.log(`widget ${await widget()}`);
console.log(`pages.js, htmx ${htmx}, uPlot ${uplot}, ${icons.length} icons`);
