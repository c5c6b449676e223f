/**
 * The part of Preact that a questionnaire needs, with Preact's names and meaning: `h`, `render`, function components, keys.
 *
 * Preact 10.29 alone takes 4,450 of the 7,168 bytes that the renderer may have after gzip; this takes about 700. It has no
 * component state and no lifecycle: all state is the session's, every change paints from the top, and what a survey
 * shows is small. Attributes go by their HTML names. Nothing here writes markup or inline style attributes.
 */

import type { Child, Node } from "./h.ts";

/** What stands in the document for a node. */
interface Shown {
  readonly type: unknown;
  readonly key: unknown;
  readonly dom: any;
  props: Readonly<Record<string, any>>;
  children: Shown[];
}

/** Makes `parent` show `child`, changing as little as possible; null empties it. */
export function render(child: Child, parent: Element): void {
  const root = parent as { shown?: Shown[] } & Element;
  root.shown = fill(parent, root.shown ?? [], child);
}

/** Components called, lists flattened; nothing becomes an empty text, so that siblings keep their places. */
function flat(child: Child): Node[] {
  if (Array.isArray(child)) return child.flatMap(flat);
  const node = child as Node;
  if (typeof node?.type === "function") return flat(node.type(node.props));
  if (node?.type) return [node];
  return [
    {
      type: "",
      props: { data: child == null || typeof child === "boolean" ? "" : `${child as string}` },
      key: undefined,
    },
  ];
}

function fill(parent: Element, before: Shown[], child: Child): Shown[] {
  let cursor = parent.firstChild;
  const now = flat(child).map((node, at) => {
    const old = node.key === undefined ? before[at] : before.find(({ key }) => key === node.key);
    const shown = old && old.type === node.type && old.key === node.key ? old : make(node, parent);
    if (cursor === shown.dom) cursor = cursor!.nextSibling as ChildNode | null;
    else parent.insertBefore(shown.dom, cursor);
    update(shown, node);
    return shown;
  });
  for (const one of before) if (!now.includes(one)) one.dom.remove();
  return now;
}

function make({ type, key }: Node, parent: Element): Shown {
  const space = type === "svg" ? "http://www.w3.org/2000/svg" : parent.namespaceURI;
  return {
    type,
    key,
    props: {},
    children: [],
    dom: type ? document.createElementNS(space, type as string) : document.createTextNode(""),
  };
}

function update(shown: Shown, { type, props }: Node): void {
  const { dom } = shown;
  if (type) shown.children = fill(dom, shown.children, props.children as Child);
  for (const name in { ...shown.props, ...props })
    if (name !== "children" && name !== "key") set(dom, name, props[name], shown.props[name]);
  shown.props = props;
}

function set(dom: any, name: string, value: any, before: any): void {
  if (name === "style") for (const property in value) dom.style.setProperty(property, value[property] ?? "");
  else if (name.startsWith("on")) dom[name.toLowerCase()] = value;
  else if (/^(data|value|checked)$/.test(name)) dom[name] === value || (dom[name] = value ?? "");
  else if (value !== before)
    value == null || value === false ? dom.removeAttribute(name) : dom.setAttribute(name, value === true ? "" : value);
}
