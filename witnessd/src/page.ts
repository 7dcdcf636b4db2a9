/** The status page for people, in Chinese, and the same as JSON. */
import type { LogStatus, Witness } from "./witness.ts";

const escape = (text: string) =>
  text.replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Beijing time, to the second. */
const clock = (at: Date) =>
  at.toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false });

function row({ origin, size, root, cosignedAt, suspects }: LogStatus): string {
  const when = cosignedAt === undefined ? "还没有共签过" : clock(cosignedAt);
  const doubt =
    suspects === 0 ? "没有" : `<strong>${suspects} 份，请查看状态目录里的 suspect 文件</strong>`;
  return `<tr><td>${escape(origin)}</td><td>${size}</td><td>${when}</td><td>${doubt}</td><td><code>${escape(root)}</code></td></tr>`;
}

const STYLE = `body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2430}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #c9d1db;padding:.4rem .6rem;text-align:left}
code{overflow-wrap:anywhere}strong{color:#a3231b}`;

export async function statusPage({ name, vkey, status }: Witness): Promise<string> {
  const logs = await status();
  const heads = ["日志", "已共签到（条）", "最近共签（北京时间）", "前后矛盾的检查点", "根值"];
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>见证人 ${escape(name)}</title><style>${STYLE}</style>
<h1>见证人 ${escape(name)}</h1>
<p>这台机器替本单位记住每个日志最近一次的条数和根值。日志只有在原有内容一条不少、一字未改的基础上增加，才给它共签；否则拒绝，并把证据留下。</p>
<table><thead><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr></thead><tbody>${logs.map(row).join("")}</tbody></table>
<h2>公钥</h2><p><code>${escape(vkey)}</code></p></html>
`;
}

export async function statusJson({ name, vkey, status }: Witness): Promise<string> {
  return `${JSON.stringify({ name, vkey, logs: await status() })}\n`;
}
