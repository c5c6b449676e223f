/** The sheet. Colours: --voc-* of the host, else ours, light or dark as the person's device is. */

const middle = "display:grid;place-items:center;flex:none";
const main = "background:var(--a);color:var(--o)";
const corner = "position:fixed;z-index:2147483647;inset:auto;inset-block-end:16px;inset-inline-end:16px";

export const sheet = `:host{all:initial}
*{box-sizing:border-box;margin:0;padding:0}
[hidden]{display:none!important}
.w{--b0:#fff;--t0:#1c1a1f;--a0:#8a2c5e;--o0:#fff;color-scheme:light;
--b:var(--voc-background,var(--b0));--t:var(--voc-text,var(--t0));--a:var(--voc-accent,var(--a0));--o:var(--voc-on-accent,var(--o0));
--q:var(--voc-quiet,color-mix(in srgb,var(--t) 72%,var(--b)));--s:color-mix(in srgb,var(--t) 8%,var(--b));
font:15px/1.5 var(--voc-font,system-ui,sans-serif);color:var(--t)}
@media(prefers-color-scheme:dark){.w{--b0:#1c1a1f;--t0:#f4f1f5;--a0:#cda2bb;--o0:#1c1a1f;color-scheme:dark}}
:lang(ko){word-break:keep-all}
svg{width:22px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
button{border:0;border-radius:22px;background:none;color:inherit;font:inherit;cursor:pointer}
:focus-visible{outline:2px solid var(--t);outline-offset:2px}
.door{${corner};${middle};width:56px;height:56px;border-radius:28px;${main};box-shadow:0 4px 16px #0004}
.up{inset-block-end:76px}
.n:not(:empty){position:absolute;inset-block-start:-4px;inset-inline-end:-4px;min-width:22px;padding:0 4px;border:2px solid var(--b);border-radius:22px;
background:#c02637;color:#fff;font-size:12px;font-weight:700}
.c{${corner};display:flex;flex-direction:column;width:360px;height:520px;max-width:calc(100vw - 32px);max-height:calc(100dvh - 32px);
border:1px solid #7774;border-radius:var(--voc-radius,10px);overflow:hidden;background:var(--b);color:inherit;box-shadow:0 6px 24px #0003}
header{display:flex;align-items:center;padding:4px;padding-inline-start:16px;border-bottom:1px solid var(--s)}
h2{flex:1;font-size:16px;font-weight:600;outline:0}
.x,.go{${middle};width:44px;height:44px}
button:hover{filter:opacity(.8)}
.log{flex:1;display:flex;flex-direction:column-reverse;overflow:hidden auto;overscroll-behavior:contain;outline-offset:-2px}
.log div{display:flex;flex-direction:column;align-items:start;padding:16px}
.day,.at{margin:2px 4px 10px;color:var(--q);font-size:12px}
.log .day{align-self:center;margin:12px}
.m{max-width:84%;margin-top:4px;padding:8px 12px;border-radius:16px;background:var(--s);white-space:pre-wrap;overflow-wrap:anywhere}
.last{border-end-start-radius:4px}
.mine{align-self:end}
.m.mine{${main}}
.mine.last{border-end-start-radius:16px;border-end-end-radius:4px}
.late{opacity:.8}
a{color:inherit}
.at button{min-height:24px;color:var(--t);text-decoration:underline}
.u{position:absolute;clip-path:inset(50%)}
.picks{display:flex;flex-wrap:wrap;gap:6px}
.picks button{min-width:44px;min-height:44px;padding:8px 14px;border:1px solid var(--a)}
.note:not(:empty){padding:6px 16px;background:var(--s);font-size:13px}
form{display:flex;align-items:end;gap:8px;padding:10px 10px max(10px,env(safe-area-inset-bottom))}
textarea{flex:1;height:44px;max-height:128px;padding:9px 14px;border:1px solid var(--voc-border,color-mix(in srgb,var(--t) 55%,var(--b)));border-radius:22px;
background:none;color:inherit;font:inherit;font-size:16px;resize:none}
textarea:focus{outline:2px solid var(--a);outline-offset:-2px}
::placeholder{color:var(--q);opacity:1}
.go{${main}}
:placeholder-shown+.go{background:var(--s);color:var(--q)}
@media(max-width:480px){.c{inset:0;width:100%;max-width:none;height:var(--h,100dvh);max-height:none;border:0;border-radius:0}}
@media(forced-colors:active){.m,.door{border:1px solid}}
@media(prefers-reduced-motion:no-preference){.c{animation:v .15s}@keyframes v{from{opacity:0;}}}
`;
