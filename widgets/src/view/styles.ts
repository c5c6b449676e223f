/** The sheet that every question needs, and how sheets reach a shadow root. Colours: --voc-* of the host, else the author's, else ours. */

const dark = "color-scheme:dark;--b0:#1c1a1f;--t0:#f4f1f5";
const dimmed = "--a0:color-mix(in srgb,var(--a1) 45%,#fff);--o0:#1c1a1f";
const floating = ".popover,.modal,.tab";
const filled = "background:var(--a);color:var(--o);font-weight:600";
const round = "border-radius:min(var(--r),12px)";

export const sheet = `:host{all:initial}
*{box-sizing:border-box}
[hidden]{display:none!important}
.w{--b0:#fff;--t0:#1c1a1f;--a0:var(--a1);--o0:var(--o1);color-scheme:light;
--b:var(--voc-background,var(--b1,var(--b0)));--t:var(--voc-text,var(--t1,var(--t0)));--a:var(--voc-accent,var(--a0));
--o:var(--voc-on-accent,var(--o0));--q:var(--voc-quiet,color-mix(in srgb,var(--t) var(--m1,72%),var(--b)));
--l:var(--voc-border,color-mix(in srgb,var(--t) 55%,var(--b)));--r:var(--voc-radius,var(--r1));
font:16px/1.45 var(--voc-font,system-ui,sans-serif);color:var(--t)}
.dark{${dark}}
.dark.dim{${dimmed}}
@media(prefers-color-scheme:dark){.auto{${dark}}.auto.dim{${dimmed}}}
.v{display:block;position:relative;width:auto;max-width:560px;margin:auto;padding:16px;border:0;overflow:hidden auto;
overflow-wrap:anywhere;background:var(--b);color:inherit}
:lang(ko){word-break:keep-all}
${floating}{position:fixed;z-index:2147483647;inset:auto;width:400px;max-width:calc(100vw - 32px);max-height:calc(100dvh - 32px);border:1px solid #7774;border-radius:var(--r);box-shadow:0 6px 24px #0003}
[class*=bottom]{bottom:16px}
[class*=top_]{top:16px}
[class*=_left]{left:16px}
[class*=right]{right:16px}
.modal,.center{inset:0;margin:auto;height:fit-content}
dialog.page{position:fixed;inset:0;width:auto;height:auto;max-width:none;max-height:none;padding:12vh max(16px,50vw - 280px)}
.page h2{font-size:20px}
.modal::backdrop{background:#0007}
@media(max-width:480px){.popover,.tab{inset:auto 0 0;width:auto;max-width:none;border-width:1px 0 0;border-radius:var(--r) var(--r) 0 0}}
@media(prefers-reduced-motion:no-preference){${floating}{animation:v .15s}@keyframes v{from{opacity:0;}}}
form{container-type:inline-size}
fieldset,legend,h2,p{margin:0;padding:0;border:0;min-width:0}
h2{font-size:17px;line-height:1.35;font-weight:600}
.x~form h2{padding-inline-end:40px}
.logo{max-height:32px}
.help,.ends{margin-top:4px;color:var(--q);font-size:14px}
.problem:not(:empty){margin-top:8px;font-weight:600}
p,span,select{unicode-bidi:plaintext}
.said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.bar{position:absolute;inset:0 0 auto;width:var(--p);height:3px;background:var(--a)}
button,.go{min-height:44px;padding:10px 16px;border:0;${round};background:none;color:inherit;font:inherit;cursor:pointer}
button:hover{background:#7772}
.go.go{${filled};text-decoration:none}
.fold.fold{position:fixed;z-index:2147483647;${filled}}
.x{font-size:24px;line-height:1;position:absolute;inset-block-start:4px;inset-inline-end:4px;width:44px;padding:0}
.foot{display:flex;justify-content:flex-end;margin-top:12px}
.foot button:first-child:not(:last-child){margin-inline:-16px auto}
.foot :last-child:not(.go){margin-inline-end:-16px}
.row{display:grid;grid-template-columns:repeat(6,1fr);gap:4px;margin-top:12px}
@container(min-width:524px){.row{grid-template-columns:repeat(11,1fr)}}
.pick{position:relative;display:grid;min-height:44px}
.pick input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
.pick span{display:grid;place-items:center;border:1px solid var(--l);${round}}
.pick input:hover+span{border-color:var(--a)}
.pick input:checked+span{${filled};border-color:var(--a);forced-color-adjust:none}
h2:focus{outline:0}
:focus-visible,input:focus-visible+span{outline:2px solid var(--t);outline-offset:2px}
.ends{display:flex;justify-content:space-between;gap:16px}
`;

/** Adds a sheet to a root. Constructed sheets need no permission of the page's policy; a style element needs the nonce. */
export function adopt(root: ShadowRoot, css: string, nonce = ""): void {
  try {
    const made = new CSSStyleSheet();
    made.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, made];
  } catch {
    const element = document.createElement("style");
    element.nonce = nonce;
    element.textContent = css;
    root.append(element);
  }
}
