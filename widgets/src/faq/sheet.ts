/** The sheet. Colours: --voc-* of the host, else ours, light or dark as the person's device is, or as the element says. */
const dark = "--b0:#1c1a1f;--t0:#f4f1f5;--a0:#cda2bb;--o0:#1c1a1f;color-scheme:dark";
const line = "1px solid var(--voc-border,color-mix(in srgb,var(--t) 55%,var(--b)))";

export const sheet = `:host{all:initial;display:block}
*{box-sizing:border-box;margin:0;padding:0}
[hidden]{display:none!important}
.w{--b0:#fff;--t0:#1c1a1f;--a0:#8a2c5e;--o0:#fff;color-scheme:light;
--b:var(--voc-background,var(--b0));--t:var(--voc-text,var(--t0));--a:var(--voc-accent,var(--a0));--o:var(--voc-on-accent,var(--o0));
--q:var(--voc-quiet,color-mix(in srgb,var(--t) 72%,var(--b)));--s:color-mix(in srgb,var(--t) 8%,var(--b));--r:var(--voc-radius,10px);
max-width:640px;margin:auto;padding:16px;background:var(--b);color:var(--t);font:16px/1.5 var(--voc-font,system-ui,sans-serif);overflow-wrap:anywhere}
.dark{${dark}}
@media(prefers-color-scheme:dark){.auto{${dark}}}
:lang(ko){word-break:keep-all}
h2{font-size:20px;line-height:1.35;font-weight:600}
h3{font:inherit}
button,input,textarea,.all{min-height:44px;color:inherit;font:inherit}
button{border:0;border-radius:min(var(--r),12px);background:none;cursor:pointer}
button:hover{background:var(--s)}
:focus-visible{outline:2px solid var(--t);outline-offset:2px}
svg{flex:none;width:18px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.find{position:relative;margin-top:12px}
.find svg{position:absolute;inset-block-start:14px;inset-inline-start:14px;color:var(--q)}
input,textarea{display:block;width:100%;padding:10px 14px;border:${line};border-radius:min(var(--r),12px);background:none}
input{padding-inline-start:40px;appearance:none}
textarea{min-height:88px;resize:vertical}
::placeholder{color:var(--q);opacity:1}
.chips{display:flex;flex-wrap:wrap;gap:8px;margin-top:12px}
.chips button{padding:6px 14px;border:1px solid var(--s);background:var(--s);border-radius:22px;font-size:14px}
.chips [aria-pressed=true]{border-color:var(--a);background:var(--a);color:var(--o);forced-color-adjust:none}
.note{margin-top:16px;color:var(--q);font-size:14px}
.note:empty{margin:0}
ul{margin-top:4px;list-style:none}
li{border-bottom:1px solid var(--s)}
.head{display:flex;align-items:center;gap:12px;width:100%;padding:12px 0;border-radius:4px;font-weight:600;text-align:start}
.head:hover{background:none;text-decoration:underline}
.head span{flex:1}
[aria-expanded=true]>svg{rotate:180deg}
.body{padding-bottom:16px}
.text{white-space:pre-line;line-height:1.6}
.foot{display:flex;flex-wrap:wrap;align-items:center;gap:8px;margin-top:8px;color:var(--q);font-size:14px}
.foot button{padding:8px 16px;border:${line};color:var(--t)}
form:not(.find){margin-top:8px}
label{display:block;margin-bottom:6px;font-size:14px;font-weight:600}
.go.go{margin-top:8px;padding:10px 20px;border:0;background:var(--a);color:var(--o);font-weight:600}
.go:hover{filter:opacity(.88)}
.problem{margin-top:8px;font-size:14px;font-weight:600}
.problem:empty{margin:0}
.more{margin-top:12px}
.all{display:inline-grid;align-items:center;color:inherit;font-size:14px}
@media(prefers-reduced-motion:no-preference){.head svg{transition:rotate .15s}}
`;
