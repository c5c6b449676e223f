// An entry and what it imports later, without a third file for what the two share: later parts take that from the entry.
import { build } from "esbuild";
import { basename, resolve } from "node:path";

const stem = (path) => basename(path).replace(/\.\w+$/, "");

/** Which modules `entry` has from the start, which of those later parts need too, and where the later parts begin. */
async function anatomy(shape, entry) {
  const { metafile } = await build({ ...shape, entryPoints: [entry], format: "esm", splitting: true, outdir: "/", metafile: true });
  const outputs = metafile.outputs;
  const main = Object.keys(outputs).find((path) => outputs[path].entryPoint && resolve(outputs[path].entryPoint) === entry);
  const inputs = (path) => Object.keys(outputs[path].inputs).map((each) => resolve(each));
  const early = new Set([main]);
  for (const path of early) {
    for (const each of outputs[path].imports) if (each.kind === "import-statement") early.add(each.path);
  }
  const late = Object.values(outputs).filter((each) => each.entryPoint && resolve(each.entryPoint) !== entry);
  return {
    own: new Set([...early].flatMap(inputs)),
    shared: [...early].filter((path) => path !== main).flatMap(inputs).sort(),
    late: late.map((each) => resolve(each.entryPoint)).sort(),
  };
}

/** Files by name: the entry's under its own, each later part under its own. */
export async function parts(shape, entry) {
  const { own, shared, late } = await anatomy(shape, entry);
  const apart = {
    name: "apart",
    setup(building) {
      building.onResolve({ filter: /^\./ }, ({ kind, path }) =>
        kind === "dynamic-import" ? { path: `./${stem(path)}.js`, external: true } : undefined);
    },
  };
  const borrowing = {
    name: "borrowing",
    setup(building) {
      building.onResolve({ filter: /^\./ }, ({ path, resolveDir }) =>
        own.has(resolve(resolveDir, path)) ? { path: `./${stem(entry)}.js`, external: true } : undefined);
    },
  };
  const contents = [entry, ...shared].map((path) => `export * from ${JSON.stringify(path)};`).join("\n");
  const made = [[stem(entry), { stdin: { contents, resolveDir: "/", loader: "ts" }, plugins: [apart] }]];
  for (const path of late) made.push([stem(path), { entryPoints: [path], plugins: [borrowing] }]);
  const files = new Map();
  for (const [name, options] of made) {
    if (files.has(`${name}.js`)) throw new Error(`two parts want to be ${name}.js`);
    const { outputFiles } = await build({ ...shape, ...options, format: "esm" });
    files.set(`${name}.js`, outputFiles[0].text.trimEnd());
  }
  return files;
}
