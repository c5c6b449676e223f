"use strict";(()=>{var p=(n,r)=>!n.body.finished&&!n.left&&r-n.at<6048e5;var s="voc.",d=(n,r)=>{let e={};try{r&&(e=window[n])}catch{}let i=(o,t)=>{try{t==null?delete e[s+o]:e[s+o]=JSON.stringify(t)}catch{e={...e},i(o,t)}};return{set:i,get:o=>{try{return JSON.parse(e[s+o])}catch{}},names:o=>Object.keys(e).filter(t=>t.startsWith(s+o)).map(t=>t.slice(4))}};var f=`.page{max-width:none;margin:0;padding:32px;border-radius:inherit;overflow:visible}
.page h2{font-size:20px;line-height:1.4;letter-spacing:-.01em}
.page .help{margin-top:8px;font-size:16px}
.page .row{margin-top:16px}
.page .pick{min-height:48px}
.page .row .pick{font-weight:550;font-variant-numeric:tabular-nums}
.page .ends{margin-top:6px}
.page .go{min-width:112px;font-weight:550;text-align:center}
.page .foot{margin-top:24px}
.page .matrix legend{font-size:16px;font-weight:550}
.page .matrix .line{margin-top:16px}
.page .pick span{padding-inline:4px}
@container(max-width:499px){.page .cells{grid-template-columns:repeat(auto-fit,minmax(66px,1fr))}}
.page .logo{display:block;max-width:160px;max-height:48px;margin:0 0 24px}
.page form:not([novalidate]){padding:8px 0;text-align:center}
.page form:not([novalidate])::before{content:"\u2713" / "";display:grid;place-items:center;width:28px;height:28px;margin:0 auto 14px;border:2px solid;border-radius:50%;color:var(--praise);font-size:16px;line-height:1}
.page form:not([novalidate]) .foot{justify-content:center}
@media(max-width:600px){.page{padding:24px 16px}}`;function l(n,r){let e=new CSSStyleSheet;e.replaceSync(f);let i=!0,o=(t,a)=>{!i||!t.querySelector("form")||(i=!1,a.disconnect(),r())};new MutationObserver(()=>{let t=n.lastElementChild?.shadowRoot;if(!t||t.adoptedStyleSheets.includes(e))return;t.adoptedStyleSheets=[...t.adoptedStyleSheets,e];let a=new MutationObserver(()=>o(t,a));a.observe(t,{childList:!0,subtree:!0}),o(t,a)}).observe(n,{childList:!0})}var h=2500,x=["pointerdown","focusin","input","submit"],u=document.documentElement,m=location.pathname.split("/").pop();function b(){let n=d("localStorage",!0);return n.names("r.").some(r=>{let e=n.get(r);return!!e&&e.body.survey===m&&p(e,Date.now())})}var c=()=>u.classList.remove("resuming");function w(n,r){let e=n.dataset,i=n.querySelector(".stand-in"),o=document.createElement("div"),t=!1;for(let a of x)i.addEventListener(a,()=>t=!0);o.hidden=!0,n.append(o),l(o,()=>{if(t)return o.remove();let a=document.createElement("h1");a.className="unseen",a.textContent=e.name,i.replaceWith(a),o.hidden=!1,c()}),r.setup({projectId:e.project,appUrl:location.href.replace(/\/s\/.*/,""),quiet:!0}),r.setLanguage(e.language),r.show(m,{target:o,channel:e.channel,placement:"page",prefill:JSON.parse(e.prefill),hidden:JSON.parse(e.hidden),source:e.source||e.channel,kiosk:Number(e.kiosk)||void 0})}var g=!new URLSearchParams(location.search).has("kiosk")&&b();g&&(u.classList.add("resuming"),setTimeout(c,h));document.addEventListener("DOMContentLoaded",()=>{let n=document.querySelector("[data-survey]"),r=window.voc;n&&r&&"adoptedStyleSheets"in document&&(g||!n.querySelector("[data-closed]"))?w(n,r):c()});})();
