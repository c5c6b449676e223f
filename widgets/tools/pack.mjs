// What `npm pack` takes besides index.js and its types: the built files, for hosts that serve them themselves.
import { cp, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await rm(here("../dist"), { recursive: true, force: true });
await cp(here("../../voc/web/static/widget"), here("../dist"), { recursive: true });
