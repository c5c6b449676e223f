// The types of a survey, made from the JSON Schema of the Python models.
// `node tools/types.mjs` makes them from the schema kept beside them; with a file's name ("-" for standard input) it takes that schema first:
//   python -m voc.surveys.schema | node tools/types.mjs -
import { compile } from "json-schema-to-typescript";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const schemaFile = fileURLToPath(new URL("../src/generated/survey.schema.json", import.meta.url));
const typesFile = fileURLToPath(new URL("../src/generated/survey.ts", import.meta.url));

/** Words by language are one type, however often the schema spells them out; titles of fields would each become a type. */
function plain(node, isModel) {
  if (Array.isArray(node)) return node.map((one) => plain(one, false));
  if (typeof node !== "object" || node === null) return node;
  if (node.patternProperties || (node.additionalProperties?.type === "string" && !node.properties))
    return { tsType: "Text" };
  return Object.fromEntries(
    Object.entries(node).flatMap(([name, value]) => {
      if (name === "title" && typeof value === "string" && !isModel) return [];
      if (name === "properties" || name === "$defs")
        return [
          [name, Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one, name === "$defs")]))],
        ];
      if (name === "default" || name === "enum" || name === "const" || name === "required") return [[name, value]];
      return [[name, plain(value, false)]];
    }),
  );
}

const [given] = process.argv.slice(2);
if (given) {
  const schema = JSON.parse(await readFile(given === "-" ? "/dev/stdin" : given, "utf8"));
  await writeFile(schemaFile, `${JSON.stringify(schema, null, 1)}\n`);
}
const schema = plain(JSON.parse(await readFile(schemaFile, "utf8")), true);
const types = await compile(schema, "Definition", {
  additionalProperties: false,
  bannerComment:
    '/* Made by tools/types.mjs from survey.schema.json, which `python -m voc.surveys.schema` prints. Do not edit. */\n\n/** Words by language code, such as `{ en: "Why?", ko: "왜 그런가요?" }`. */\nexport interface Text {\n  [language: string]: string;\n}\n',
  format: false,
  ignoreMinAndMaxItems: true,
  strictIndexSignatures: false,
});
await writeFile(typesFile, types);
