/** The page of an exported dossier: Chinese, one file, opens without network. Pure. */
import type { TimelineRow } from "../../../../contract/src/dossier.ts";
import { localInstant, wordsOf } from "./words.ts";

export interface ExportNote {
  readonly dossier: string;
  readonly ocid: string;
  readonly title: string;
  readonly purpose: string;
  readonly filters: string;
  readonly at: string;
  /** Name, post and unit of whoever takes the copy. */
  readonly by: string;
  readonly facts: number;
  readonly logSize: number | undefined;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? "");

const words = wordsOf("zh-CN").file;
const { group, stage } = wordsOf("zh-CN");

const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) => values[name] ?? "");

/** Who took the copy, when and why: on the page, in the tables and in `export.json`. */
export const watermarkOf = ({ by, at, purpose, dossier }: ExportNote): string =>
  filled(words.watermark, { by, at: localInstant(at), purpose, dossier });

const STYLE = `:root{color-scheme:light}body{margin:0 auto;max-width:1100px;padding:24px 16px 64px;background:#faf9f6;color:#1a2024;
font:14px/1.6 "PingFang SC","HarmonyOS Sans SC","Noto Sans SC","Microsoft YaHei",sans-serif;font-variant-numeric:tabular-nums}
h1{font-size:20px;margin:0 0 4px}h2{font-size:15px;margin:24px 0 0;padding:6px 0;position:sticky;top:0;background:#faf9f6;border-bottom:1px solid #cbc7bd}
.mark{border:1px solid #cbc7bd;background:#fff;padding:8px 12px;margin:12px 0}.meta,time,small{color:#616b72;font-size:12px}
input{font:inherit;padding:4px 8px;border:1px solid #858b8e;border-radius:4px;min-width:16em}
.row{display:grid;grid-template-columns:64px 120px 1fr auto;gap:0 12px;padding:5px 0;border-bottom:1px solid #e4e1d9;content-visibility:auto;contain-intrinsic-size:auto 30px}
.row b{font-weight:600}.row code{font:12px ui-monospace,monospace;color:#616b72;overflow-wrap:anywhere}.bad{color:#9b2a1c}
@media(max-width:640px){.row{grid-template-columns:52px 1fr}}@media print{input,label{display:none}}`;

/** Finds rows by text, and compares chosen files with the list of hashes; nothing leaves the computer. */
const SCRIPT = `const find=document.getElementById("find");find.oninput=()=>{const q=find.value.trim();
for(const row of document.querySelectorAll(".row"))row.hidden=q!==""&&!row.textContent.includes(q)};
document.getElementById("files").onclick=({target})=>{target.value=""};
document.getElementById("files").onchange=async({target})=>{const out=document.getElementById("checked");const files=[...target.files];
const list=files.find(f=>f.name==="SHA256SUMS.txt");if(!list){out.textContent=out.dataset.none;return}
const want=new Map((await list.text()).trim().split("\\n").map(l=>[l.slice(66),l.slice(0,64)]));const bad=[];let good=0;
for(const f of files){const sum=want.get(f.name);if(!sum)continue;const d=await crypto.subtle.digest("SHA-256",await f.arrayBuffer());
const hex=[...new Uint8Array(d)].map(b=>b.toString(16).padStart(2,"0")).join("");if(hex===sum)good++;else bad.push(f.name)}
out.className=bad.length?"bad":"";out.textContent=bad.length?out.dataset.bad+bad.join("、"):out.dataset.good.replace("N",good+"/"+want.size)}`;

function headOf(note: ExportNote): string {
  const count = filled(words.count, {
    count: String(note.facts),
    size: note.logSize === undefined ? words.noLog : String(note.logSize),
  });
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escaped(note.title)} · ${words.name}</title><style>${STYLE}</style></head><body>
<p class="meta">${words.name} · ${escaped(note.ocid)}</p><h1>${escaped(note.title)}</h1>
<p class="mark">${escaped(watermarkOf(note))}</p>
<p>${escaped(count)}</p><p class="meta">${words.about}</p>
<p><label>${words.find} <input id="find" type="search"></label></p>
<p><label>${words.check} <input id="files" type="file" multiple></label>
<span id="checked" role="status" data-none="${words.checkNone}" data-bad="${words.checkBad}" data-good="${words.checkGood}"></span></p>
`;
}

const LATE_MS = 300_000;

function rowOf(row: TimelineRow): string {
  const isLate = Date.parse(row.recordedAt) - Date.parse(row.occurredAt) > LATE_MS;
  const late = isLate ? ` <small>${words.recorded} ${localInstant(row.recordedAt)}</small>` : "";
  const leaf = row.leafIndex === undefined ? words.pending : `#${row.leafIndex + 1}`;
  const hash = row.fileHash === undefined ? "" : ` <code>SHA-256 ${row.fileHash}</code>`;
  const more = [row.actor, row.lotId === undefined ? undefined : `${words.lot} ${row.lotId}`]
    .filter((part) => part !== undefined)
    .join(" · ");
  return `<div class="row"><time>${localInstant(row.occurredAt).slice(11)}</time><span class="meta">${stage[row.stage]} · ${group[row.group]}</span>
<span><b>${escaped(row.title)}</b> ${escaped(row.text)} <small>${escaped(more)}</small>${late}${hash}</span><code>${leaf}</code></div>
`;
}

const PIECE = 200;

/** Pieces of the page, some hundred rows each. */
export function* pageText(note: ExportNote, rows: readonly TimelineRow[]): Generator<Uint8Array> {
  const state = { day: "" };
  yield Buffer.from(headOf(note), "utf8");
  for (let start = 0; start < rows.length; start += PIECE) {
    const lines = rows.slice(start, start + PIECE).map((row) => {
      const day = localInstant(row.occurredAt).slice(0, 10);
      const head = day === state.day ? "" : `<h2>${day}</h2>\n`;
      state.day = day;
      return head + rowOf(row);
    });
    yield Buffer.from(lines.join(""), "utf8");
  }
  const tail = `<p class="mark">${escaped(watermarkOf(note))}</p><script>${SCRIPT}</script></body></html>\n`;
  yield Buffer.from(tail, "utf8");
}
