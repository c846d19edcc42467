"""The page's own style: paper and ink, one accent, for light, dark, telephone and print."""

STYLE = """
:root{--paper:#fbf9f4;--ink:#16201f;--soft:#4d5a58;--accent:#0b5c56;--second:#8fb5af;
--track:#e6e1d5;--line:#cfc8b8;--warn:#8a3410;--sheet:#f3efe5;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--paper:#121817;--ink:#ece8de;--soft:#adb8b5;
--accent:#63bfb2;--second:#38645f;--track:#27302e;--line:#3b4643;--warn:#f0a37c;--sheet:#1a2120}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);
font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
h1,h2,h3,.big{font-family:"Source Serif 4","Source Serif Pro",Charter,Georgia,serif;
text-wrap:balance}
h1{font-size:clamp(28px,5vw,44px);line-height:1.12;margin:4px 0 8px;font-weight:600}
h2{font-size:clamp(22px,3vw,28px);line-height:1.2;margin:0 0 12px;font-weight:600}
h3{font-size:19px;line-height:1.3;margin:0 0 8px;font-weight:600}
p{margin:0 0 12px;max-width:68ch}
a{color:var(--accent)}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--accent);
outline-offset:2px}
.mark{background:var(--warn);color:var(--paper);padding:8px 16px;font-size:15px}
.mark p{max-width:1080px;margin:0 auto}
main,footer{max-width:1112px;margin:0 auto;padding:0 16px}
header.top{padding:28px 0 20px;border-top:6px solid var(--accent);margin-top:16px}
.kicker,.small,figcaption,caption{font-size:14px;color:var(--soft)}
.kicker{letter-spacing:.02em;margin:0}
.subtitle{font-size:20px;line-height:1.45;color:var(--soft);margin:0 0 12px}
.ref{color:inherit;text-decoration:underline;text-decoration-color:var(--accent);
text-decoration-thickness:1.5px;text-underline-offset:3px;font-variant-numeric:tabular-nums}
.ref b{font-weight:600}
.ref sup{font-size:.62em;color:var(--accent);margin-left:1px;line-height:0}
.withheld{font-style:italic;color:var(--soft)}
.lead{display:grid;gap:20px 40px;padding:24px 0;border-top:1px solid var(--line)}
.big{font-size:clamp(64px,13vw,118px);line-height:.95;font-weight:600;color:var(--accent);
font-variant-numeric:lining-nums tabular-nums;letter-spacing:-.02em}
.big .ref{text-decoration:none}
.big .ref sup{font-size:18px;vertical-align:top;position:relative;top:.9em}
.meaning{font-size:21px;line-height:1.35;max-width:34ch;margin:8px 0 0}
section{padding:28px 0;border-top:1px solid var(--line)}
.pair{display:grid;gap:28px 48px}
.panels{display:grid;gap:20px}
figure{margin:0 0 20px}
figure svg{display:block;width:100%;height:auto;max-width:520px;overflow:visible}
figure h3{max-width:34ch}
figcaption{margin-top:8px;max-width:62ch}
details{font-size:15px;margin-top:6px}
summary{min-height:44px;display:flex;align-items:center;color:var(--accent);cursor:pointer;
width:fit-content;text-decoration:underline;text-underline-offset:3px}
dl{margin:0}
.facts dt{font-size:14px;color:var(--soft)}
.facts dd{margin:0 0 12px}
.outcomes{display:grid;gap:32px 36px}
.outcomes article{border-top:3px solid var(--accent);padding-top:12px}
.key{display:grid;grid-template-columns:1fr;gap:2px;margin:0 0 14px}
.key .n{font-size:32px;line-height:1.1;font-weight:600;font-variant-numeric:tabular-nums}
.key .n .ref{text-decoration:none}
.key .n .ref sup{font-size:13px;vertical-align:super}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:16px;font-variant-numeric:tabular-nums}
caption{text-align:left;padding-bottom:8px;white-space:nowrap}
th,td{padding:8px 12px 8px 0;text-align:right;vertical-align:top;
border-bottom:1px solid var(--line)}
th:first-child,td:first-child{text-align:left;font-weight:400}
thead th{font-size:14px;color:var(--soft);font-weight:400;vertical-align:bottom;
border-bottom:2px solid var(--ink)}
tbody.group th[scope=rowgroup]{font-weight:600;padding-top:18px;border-bottom-color:var(--ink)}
tr.sum th,tr.sum td{font-weight:600;border-top:2px solid var(--ink);border-bottom:0}
td .was{color:var(--soft);font-size:14px;white-space:nowrap}
.readings li,.conflict{margin:0 0 16px;max-width:68ch}
.readings{padding:0;list-style:none;margin:0}
.parts{display:flex;flex-wrap:wrap;gap:4px 24px;margin:4px 0}
.entries{padding:0;list-style:none;margin:0}
.entries li{padding:16px 0;border-top:1px solid var(--line);scroll-margin-top:16px}
.entries li:target{background:var(--sheet);box-shadow:-12px 0 0 var(--sheet),
12px 0 0 var(--sheet),inset 4px 0 0 var(--accent);padding-left:14px}
.entries h3{display:flex;gap:10px;margin:0}
.entries h3 .no{color:var(--accent);min-width:1.6em}
.entries dl{display:grid;gap:2px 24px;font-size:15px;grid-template-columns:1fr}
.entries dl div{display:flex;gap:8px;justify-content:space-between;max-width:44ch}
.entries dt{color:var(--soft)}
.entries dd{margin:0;font-variant-numeric:tabular-nums;text-align:right}
footer{padding-top:24px;padding-bottom:40px;border-top:1px solid var(--line);font-size:15px;
color:var(--soft);overflow-wrap:anywhere}
@media (max-width:639px){
table.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table.cards,table.cards tbody,table.cards tr,table.cards th,table.cards td{display:block}
table.cards tr{border-bottom:1px solid var(--line);padding:10px 0}
table.cards th,table.cards td{border:0;padding:2px 0;text-align:left}
table.cards th[scope=row]{font-weight:600}
table.cards td{display:flex;justify-content:space-between;gap:16px;text-align:right}
table.cards td::before{content:attr(data-label);color:var(--soft);text-align:left}
tr.sum th,tr.sum td{border-top:0}
}
@media (min-width:640px){.entries dl{grid-template-columns:1fr 1fr}}
@media (min-width:860px){
.lead{grid-template-columns:1.05fr 1fr;align-items:end}
.pair{grid-template-columns:1.25fr 1fr}.even{grid-template-columns:1fr 1fr}
.panels{grid-template-columns:1fr 1fr}
.outcomes{grid-template-columns:repeat(3,1fr)}
}
@media print{
:root{--paper:#fff;--ink:#111;--soft:#444;--accent:#0b5c56;--second:#8fb5af;--track:#e4e0d5;
--line:#bbb;--sheet:#fff;color-scheme:light}
@page{size:A4;margin:14mm}
body{font-size:10.5pt;line-height:1.4}
main,footer{max-width:none;padding:0}
.mark{color:#8a3410;background:none;border:1.5pt solid #8a3410}
details{display:none}
figure,article,tr,.entries li,.key{break-inside:avoid}
h2,h3{break-after:avoid}
.outcomes{grid-template-columns:repeat(3,1fr);gap:18px}
.lead,.pair,.panels{grid-template-columns:1fr 1fr}
.big{font-size:64pt}
}
"""
