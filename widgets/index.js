/** `voc` for bundled applications: the same global as the snippet's, loaded from your VoC service (or `src`). */
const METHODS = ["setup", "identify", "setAttributes", "setLanguage", "track", "show", "explain", "reset", "chat", "on"];

/** The call queue; the loader answers it in order, and takes its place. */
function queue(target) {
  const voc = (target.voc ??= { q: [] });
  for (const name of METHODS) {
    voc[name] ??= (...given) => {
      const call = [name, given];
      voc.q.push(call);
      if (name !== "on") return new Promise((settle) => (call[2] = settle));
      let off;
      let ended = false;
      call[2] = (unsubscribe) => (ended ? unsubscribe() : (off = unsubscribe));
      return () => (off ? off() : (ended = true));
    };
  }
  return voc;
}

/** Where Trusted Types are enforced, a script's address must come from a policy: allow the name "voc", or any. */
function trusted(url) {
  const types = globalThis.trustedTypes;
  return types ? types.createPolicy("voc", { createScriptURL: () => url }).createScriptURL("") : url;
}

/** Sets up and fetches the loader, once. On a server, where there is no page, it does nothing. */
export function load({ src, ...setup }) {
  if (typeof document === "undefined") return undefined;
  const loaded = globalThis.voc;
  const voc = queue(globalThis);
  voc.setup(setup);
  if (loaded) return voc;
  const script = document.createElement("script");
  script.async = true;
  if (setup.nonce) script.nonce = setup.nonce;
  script.src = trusted(src ?? `${setup.appUrl.replace(/\/$/, "")}/w.js`);
  document.head.append(script);
  return voc;
}

/** Calls whatever is loaded by then; without `load` they wait. */
export const voc = Object.fromEntries(
  METHODS.map((name) => [name, (...given) => (typeof document === "undefined" ? undefined : queue(globalThis)[name](...given))]),
);

export default voc;
