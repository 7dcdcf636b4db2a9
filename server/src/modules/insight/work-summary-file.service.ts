/** The work summary as a document for word processors. */
import type { SummaryNote, WorkSummary } from "../../../../contract/src/work-summary.ts";
import words from "../../../../locales/zh-CN/report.json" with { type: "json" };
import type { Block, Piece, WordDocument } from "../../platform/docx/index.ts";
import { localTime } from "../../platform/spreadsheet/index.ts";
import { quarterDays } from "./quarter.ts";
import { fill } from "./work-summary.ts";

function footOf({ text, list, hash }: SummaryNote, { asOf, logSize }: WorkSummary): string {
  const log = logSize === undefined ? words.noLog : fill(words.logSize, { size: logSize });
  const parts = [
    ...(list === undefined ? [] : [fill(words.foot.list, { list })]),
    ...(hash === undefined ? [] : [fill(words.foot.hash, { hash })]),
    fill(words.foot.asOf, { time: localTime(new Date(asOf)), log }),
  ];
  return `${text}${parts.join(words.foot.join)}${words.foot.end}`;
}

const piecesOf = (block: WorkSummary["blocks"][number]): Piece[] =>
  block.pieces.flatMap((piece): Piece[] => {
    if (typeof piece === "string") return [piece];
    const { value, note } = piece;
    return value === "" ? [{ note }] : [{ text: value, bold: true }, { note }];
  });

function blockOf(block: WorkSummary["blocks"][number]): Block {
  const text = piecesOf(block);
  if (block.kind === "title") return { kind: "title", text };
  if (block.kind === "heading") return { kind: "heading", level: 1, text };
  return { kind: "paragraph", text };
}

/** @param author Unit of who makes it */
export function summaryDocument(summary: WorkSummary, author: string): WordDocument {
  const { year, quarter } = quarterDays(summary.quarter);
  const time = localTime(new Date(summary.asOf));
  const [title, ...rest] = summary.blocks.map(blockOf);
  const period: Block = {
    kind: "paragraph",
    align: "center",
    text: fill(words.period, { year, quarter, time }),
  };
  return {
    title: words.title,
    author,
    createdAt: new Date(summary.asOf),
    blocks: [...(title === undefined ? [] : [title]), period, ...rest],
    footnotes: summary.notes.map((note) => footOf(note, summary)),
  };
}
