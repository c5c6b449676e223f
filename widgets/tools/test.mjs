// Compiles the tests next to each other in a temporary folder and hands them to Node's own runner.
import { build } from "esbuild";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../test/", import.meta.url));
const entryPoints = (await readdir(folder)).filter((name) => name.endsWith(".test.ts")).map((name) => join(folder, name));
const outdir = await mkdtemp(join(tmpdir(), "voc-widgets-"));
await build({ entryPoints, outdir, bundle: true, platform: "node", format: "esm", outExtension: { ".js": ".mjs" } });
const files = (await readdir(outdir)).map((name) => join(outdir, name));
const { status } = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" });
await rm(outdir, { recursive: true });
process.exit(status ?? 1);
