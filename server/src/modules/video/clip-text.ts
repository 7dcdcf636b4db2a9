/** What stands beside a clip: how it was made, what is missing, how to check it. Pure. */
import type { Officer } from "../../../../contract/src/casework.ts";
import type { ViewPurpose, CoverageStatement } from "../../../../contract/src/video-values.ts";

const PURPOSES: Readonly<Record<ViewPurpose, string>> = {
  witnessing: "现场见证",
  warning: "核查预警",
  complaint: "处理投诉异议",
  lead: "核查问题线索",
  inspection: "监督检查",
  instruction: "上级交办",
};

const CAUSES: Readonly<Record<string, string>> = {
  stopped: "录制程序停止",
  killed: "录制程序被中断",
  cameraLost: "摄像机断开",
  noPicture: "没有画面",
  storage: "存储故障",
  unreported: "无记录",
};

const local = (instant: string): string => {
  const shifted = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString();
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 23)}`;
};

export interface ClipWords {
  readonly clip: string;
  readonly title: string;
  readonly roomName: string;
  readonly ocid: string;
  readonly coverage: CoverageStatement;
  readonly purpose: ViewPurpose;
  readonly reason: string;
  readonly officer: Officer;
  readonly at: string;
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

/** Lines that name the viewer; the page beside the film shows them over the picture. */
export const clipMark = ({ officer, at, clip }: ClipWords): string =>
  `${officer.department.name} ${officer.name} ${local(at).slice(0, 16)} ${clip.slice(0, 8)}`;

/** `isInLog`: the pack holds the facts of the recording with their place in the log. */
export function clipReadme(words: ClipWords, isInLog: boolean): string {
  const { coverage } = words;
  const gaps = coverage.gaps.map(
    ({ from, to, why }) => `  ${local(from)} 至 ${local(to)}　${CAUSES[why] ?? why}`,
  );
  return [
    "录像片段及其证明",
    "",
    `编号：${words.clip}`,
    `项目：${words.ocid}`,
    `场所：${words.roomName}　${words.title}`,
    `时段：${local(coverage.from)} 至 ${local(coverage.to)}（北京时间）`,
    `录制：${percent(coverage.share)}，${coverage.recorded} 秒，共 ${coverage.seconds} 秒`,
    gaps.length === 0 ? "缺口：无" : `缺口：${gaps.length} 处`,
    ...gaps,
    `导出：${words.officer.department.name} ${words.officer.name}，${local(words.at)}`,
    `目的：${PURPOSES[words.purpose]}。${words.reason}`,
    "",
    "怎样核验",
    "1. 在明镜公开门户的“核验”页打开本文件包（不要解压），或者离线运行 mingjing clip verify 文件包。",
    "2. 各 part-N.mp4 是录制时的原始字节，未经转码。proof.json 列出每个分段的哈希和链值；clip.json 列出前后相邻的分段记录。",
    isInLog
      ? "3. chain.mjcert.json 是录制时写入公开日志的链值及其证明，可以单独核验。"
      : "3. 导出时链值还没有写入公开日志，本文件包不能核验到日志。请在一分钟之后重新导出。",
    "4. 本文件包的哈希写在项目见证书的导出记录里。",
    "",
    "核验不能证明的",
    "镜头前发生的事是否属实；时间与标准时间是否一致；本说明、场所、项目和目的等文字。",
    "",
    "画面由页面叠加水印，写明导出人；原始字节不加水印，否则无法核验。",
    "",
  ].join("\n");
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** A page that plays the parts with the watermark over them; needs nothing but a browser. */
export function clipPage(words: ClipWords, files: readonly string[], isInLog: boolean): string {
  const mark = escaped(clipMark(words));
  const films = files
    .map(
      (file) =>
        `<figure><video controls preload="metadata" src="${escaped(file)}"></video><i>${`${mark}　`.repeat(6)}</i><figcaption>${escaped(file)}</figcaption></figure>`,
    )
    .join("\n");
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>录像片段 ${words.clip.slice(0, 8)}</title>
<style>body{font:16px/1.7 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:24px auto;max-width:960px;color:#1b1f24}
figure{position:relative;margin:0 0 24px}video{width:100%;background:#000}
figure i{position:absolute;inset:0 0 60px;overflow:hidden;pointer-events:none;font-style:normal;font-size:18px;line-height:90px;color:#fff;opacity:.28;transform:rotate(-12deg);text-shadow:0 0 2px #000}
pre{white-space:pre-wrap;font:inherit}</style>
<h1>录像片段</h1>${films}<pre>${escaped(clipReadme(words, isInLog))}</pre></html>\n`;
}
