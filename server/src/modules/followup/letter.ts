/** Numbers of letters and talks, and a letter as a document. Pure. */
import type { LetterRow } from "../../../../contract/src/followup.ts";
import words from "../../../../locales/zh-CN/followup.json" with { type: "json" };
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { WordDocument } from "../../platform/docx/index.ts";
import { fill } from "./report-text.ts";

const ID = /^(?:GH|YT)-(\d{4})-(\d+)$/;

/** 云公资函〔2026〕12号 from GH-2026-12. */
export function numberOf(id: string): string {
  const [, year = "", nth = ""] = ID.exec(id) ?? [];
  return fill(id.startsWith("GH") ? words.letter.number : words.talk.number, { year, nth });
}

export function letterDocument(letter: LetterRow): WordDocument {
  const { number, title, unit, text, sentBy, sentAt, dueOn } = letter;
  const due = dueOn === undefined ? [] : [fill(words.letter.due, { day: dueOn })];
  return {
    title: `${title} ${number}`,
    author: sentBy,
    createdAt: new Date(sentAt),
    blocks: [
      { kind: "title", text: title },
      { kind: "paragraph", align: "center", text: number },
      { kind: "paragraph", align: "left", text: `${unit.name}：` },
      ...[...text.split("\n"), ...due].map((line) => ({ kind: "paragraph" as const, text: line })),
      { kind: "paragraph", align: "right", text: sentBy },
      { kind: "paragraph", align: "right", text: plainDateOf(new Date(sentAt)) },
    ],
  };
}
