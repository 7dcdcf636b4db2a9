/** The look of the pages: no script, no picture, nothing from elsewhere. */
export const STYLE = `
:root{--ink:#1c2430;--soft:#5a6675;--line:#d5dbe3;--ground:#f5f7fa;--blue:#1a56a8;--red:#a3231b;--green:#1d6b3f;--amber:#8a5a00}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.65 system-ui,"Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:.5rem;background:#fff;padding:.3rem .6rem;z-index:1}
header.top{background:#fff;border-bottom:1px solid var(--line)}
.wrap{max-width:76rem;margin:0 auto;padding:0 1.25rem}
header.top .wrap{padding-top:.9rem;padding-bottom:.9rem}
h1{font-size:1.35rem;margin:0}h1 a{color:inherit;text-decoration:none}
h2{font-size:1.1rem;margin:1.6rem 0 .6rem}
.tag{margin:.1rem 0 0;color:var(--soft);font-size:.92rem}
.state{border-left:.35rem solid var(--green);background:#fff;margin:1rem 0;padding:.75rem 1rem;border-radius:.25rem}
.state strong{font-size:1.1rem;color:var(--green)}
.state.late,.state.offline,.state.waiting,.state.older,.state.starting{border-color:#c98a0a}
.state.late strong,.state.offline strong,.state.waiting strong,.state.older strong,.state.starting strong{color:var(--amber)}
.state.refused{border-color:var(--red);background:#fdf1f0}.state.refused strong{color:var(--red)}
.state p{margin:.25rem 0}
dl.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.4rem 1.2rem;margin:.5rem 0 0}
dl.facts dt{color:var(--soft);font-size:.85rem}dl.facts dd{margin:0;font-variant-numeric:tabular-nums}
form.search{background:#fff;border:1px solid var(--line);border-radius:.25rem;padding:1rem;display:grid;gap:.75rem 1rem;grid-template-columns:repeat(3,1fr)}
form.search label{display:block;font-size:.88rem;color:var(--soft)}
form.search input,form.search select{display:block;width:100%;font:inherit;color:var(--ink);padding:.42rem .55rem;margin-top:.15rem;border:1px solid #9aa6b5;border-radius:.2rem;background:#fff;min-height:2.6rem}
.go{grid-column:1/-1;display:flex;gap:1rem;align-items:center;flex-wrap:wrap}
button{font:inherit;background:var(--blue);color:#fff;border:0;border-radius:.2rem;padding:.5rem 1.5rem;min-height:2.6rem;cursor:pointer}
a{color:var(--blue)}:focus-visible{outline:3px solid #e0a100;outline-offset:2px}
.hint{color:var(--soft);font-size:.88rem}
table{border-collapse:collapse;width:100%;background:#fff;border:1px solid var(--line)}
th,td{text-align:left;padding:.5rem .7rem;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:600;font-size:.88rem;color:var(--soft);background:#fafbfd}
td.time{white-space:nowrap;font-variant-numeric:tabular-nums}
.ok{color:var(--green);font-weight:600;white-space:nowrap}.ok small{display:block;font-weight:400;color:var(--soft)}
.empty{background:#fff;border:1px dashed #b5bfcc;padding:1.6rem 1rem;text-align:center;border-radius:.25rem}
.empty p{margin:.2rem 0}
code,.mono{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.86rem;overflow-wrap:anywhere}
pre{background:#fff;border:1px solid var(--line);padding:.8rem;overflow-x:auto;font-size:.82rem;white-space:pre-wrap;overflow-wrap:anywhere}
ol.river{list-style:none;margin:0;padding:0;border-left:2px solid var(--line)}
ol.river li{background:#fff;border:1px solid var(--line);border-radius:.25rem;margin:0 0 .6rem 1rem;padding:.55rem .9rem;display:grid;grid-template-columns:12rem 1fr auto;gap:.2rem 1rem;position:relative}
ol.river li::before{content:"";position:absolute;left:-1.42rem;top:.95rem;width:.6rem;height:.6rem;border-radius:50%;background:var(--blue)}
.fields th{width:15rem}.error{color:var(--red)}
td .code,li .code{color:var(--soft);font-size:.85rem}
section#result{margin-top:1.2rem}
.links{display:flex;gap:1.2rem;flex-wrap:wrap;align-items:baseline;margin:.6rem 0 2.5rem}
@media(max-width:44rem){
.wrap{padding:0 .8rem}form.search{grid-template-columns:1fr;padding:.8rem}
dl.facts{grid-template-columns:1fr 1fr}
table.rows thead{position:absolute;left:-999px}
table.rows tr{display:block;border-bottom:1px solid var(--line);padding:.5rem .2rem}
table.rows td{display:block;border:0;padding:.12rem .6rem;white-space:normal}
table.rows td.none{display:none}
ol.river li{grid-template-columns:1fr}
.fields th,.fields td{display:block;width:auto;border:0;padding:.2rem .6rem}.fields th{padding-top:.5rem}
.fields tr{display:block;border-bottom:1px solid var(--line)}
.ok small{display:inline;margin-left:.5rem}
}`;
