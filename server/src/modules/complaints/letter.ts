/** Letters of a voice, from what was recorded: acceptance, refusal, correction, and the answer itself. Pure. */
import type { AcceptanceDecided } from "../../../../contract/src/facts/complaints.acceptance-decided.ts";
import type { ReplyServed } from "../../../../contract/src/facts/complaints.reply-served.ts";
import type { Finding } from "../../../../contract/src/voice-values.ts";
import type { VoiceLetter } from "../../../../contract/src/voices-client.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Block, WordDocument } from "../../platform/docx/index.ts";
import { articleName } from "./article-name.ts";
import type { KnownLaw } from "./known-law.ts";
import { codeWord, fill, type LetterLanguage, letterWords } from "./letter-words.ts";
import { clocksOf, standingOf, type VoiceFacts } from "./standing.ts";

export interface LetterCase {
  readonly facts: VoiceFacts;
  readonly known: KnownLaw;
  readonly language: LetterLanguage;
  /** As the list shows it: a natural person's name is masked. */
  readonly writer: string;
  readonly unit: string;
  readonly process: string | undefined;
  /** As last handed in. */
  readonly claims: readonly string[];
}

const OUTCOMES = {
  acceptance: "accepted",
  refusal: "refused",
  correction: "correctionAsked",
} as const;

/** @returns undefined when nothing was recorded that the letter could say */
export function letterOf(kind: VoiceLetter, asked: LetterCase): WordDocument | undefined {
  if (kind === "reply") return replyLetter(asked);
  const event = asked.facts.events.findLast(
    ({ kind: name, payload }) =>
      name === "complaints.acceptance-decided" && payload["outcome"] === OUTCOMES[kind],
  );
  if (event === undefined) return undefined;
  const decided = event.payload as unknown as AcceptanceDecided;
  const words = letterWords(asked.language);
  return frame(asked, {
    title: words.title[kind],
    letterNo: decided.letterNo,
    on: decided.decidedOn,
    version: decided.version,
    blocks: [
      ...decisionBlocks(kind, decided, asked),
      ...(decided.text === undefined ? [] : [paragraph(fill(words.text, { text: decided.text }))]),
      ...(decided.articles.length === 0
        ? []
        : [paragraph(fill(words.basis, { articles: cite(decided.articles, asked) }))]),
    ],
  });
}

const paragraph = (text: string): Block => ({ kind: "paragraph", text });

function decisionBlocks(
  kind: "acceptance" | "refusal" | "correction",
  { decidedOn, ground }: AcceptanceDecided,
  asked: LetterCase,
): readonly Block[] {
  const words = letterWords(asked.language);
  if (kind === "correction") return [paragraph(words.correction)];
  if (kind === "refusal")
    return [
      paragraph(fill(words.refusal, { ground: codeWord(asked.language, "refusal", ground ?? "") })),
    ];
  return [
    paragraph(fill(words.acceptance, { decidedOn: dayIn(decidedOn, asked) })),
    ...dueBlocks(asked),
  ];
}

/** The last days of what starts from acceptance; a year without a notice has none. */
function dueBlocks(asked: LetterCase): readonly Block[] {
  const words = letterWords(asked.language);
  const { clocks } = clocksOf(standingOf(asked.facts), asked.known);
  return clocks
    .filter(({ id }) => id === "complaint.decide" || id === "local.complaint")
    .map(({ due, isCommitment }) => {
      const clock = isCommitment ? words.clockPledge : words.clockStatute;
      return paragraph(
        due === null
          ? fill(words.acceptanceOpen, { clock })
          : fill(words.acceptanceDue, { clock, due: dayIn(due, asked) }),
      );
    });
}

function replyLetter(asked: LetterCase): WordDocument | undefined {
  const reply: ReplyServed | undefined = standingOf(asked.facts).reply;
  if (reply === undefined) return undefined;
  const words = letterWords(asked.language);
  return frame(asked, {
    title: words.replyTitle[asked.facts.received.kind],
    letterNo: reply.letterNo,
    on: reply.decidedOn,
    version: reply.version,
    blocks: [
      { kind: "heading", level: 1, text: words.claims },
      claimTable(reply, asked),
      { kind: "heading", level: 1, text: words.decision },
      paragraph(reply.decision),
      ...deadlineBlocks(reply, asked),
      { kind: "heading", level: 1, text: words.appeals },
      ...appealBlocks(reply, asked),
    ],
  });
}

function claimTable({ findings }: ReplyServed, asked: LetterCase): Block {
  const { column, noFinding } = letterWords(asked.language);
  return {
    kind: "table",
    columns: [
      { head: column.n, share: 1, align: "center" },
      { head: column.claim, share: 4 },
      { head: column.finding, share: 7 },
      { head: column.articles, share: 4 },
    ],
    rows: asked.claims.map((claim, at) => {
      const own = findings.filter((finding) => finding.claim === at);
      const found = own.map((finding) => findingText(finding, asked)).join("\n");
      const cited = own.map(({ articles }) => cite(articles, asked)).join("\n");
      return [String(at + 1), claim, found || noFinding, cited];
    }),
  };
}

const findingText = ({ result, text }: Finding, { language }: LetterCase): string =>
  `【${letterWords(language).result[result]}】${text}`;

function deadlineBlocks({ deadlineMove }: ReplyServed, asked: LetterCase): readonly Block[] {
  if (deadlineMove === undefined) return [];
  const words = letterWords(asked.language);
  const was = dayIn(deadlineMove.was, asked);
  const said = fill(words.deadlineMove, { was, earliest: dayIn(deadlineMove.earliest, asked) });
  return [
    paragraph(`${said}${fill(words.basis, { articles: cite(deadlineMove.articles, asked) })}`),
  ];
}

function appealBlocks({ appeals }: ReplyServed, asked: LetterCase): readonly Block[] {
  const words = letterWords(asked.language);
  if (appeals.length === 0) return [paragraph(words.noAppeal)];
  return appeals.map(({ way, until, articles }) => {
    const day = until === null ? words.untilOpen : dayIn(until, asked);
    const said = fill(words.appeal[way], { until: day });
    return paragraph(`${said}${fill(words.basis, { articles: cite(articles, asked) })}`);
  });
}

/** Articles by name; one whose text nobody read says so on its face. */
function cite(ids: readonly string[], { known: { law }, language }: LetterCase): string {
  const words = letterWords(language);
  if (ids.length === 0) return words.noArticle;
  return ids
    .map((id) => {
      const article = law.articles.find((one) => one.id === id);
      if (article === undefined) return `${codeWord(language, "article", id)}${words.notRead}`;
      const name = articleName(id, law);
      return article.verified.startsWith("text-read") ? name : `${name}${words.notRead}`;
    })
    .join("、");
}

function dayIn(day: string, { language }: LetterCase): string {
  const [year = "", month = "", date = ""] = day.split("-");
  const isChinese = language === "zh-CN";
  const plain = (part: string) => (isChinese ? String(Number(part)) : part);
  return fill(letterWords(language).day, { year, month: plain(month), date: plain(date) });
}

interface Letter {
  readonly title: string;
  readonly letterNo: string | undefined;
  readonly on: string;
  readonly version: number;
  readonly blocks: readonly Block[];
}

/** Head, whom it is for, what it is about, and below unit and day. */
function frame(asked: LetterCase, { title, letterNo, on, version, blocks }: Letter): WordDocument {
  const words = letterWords(asked.language);
  const { received, receivedAt } = asked.facts;
  const about = fill(words.case, {
    received: dayIn(plainDateOf(new Date(receivedAt)), asked),
    title: received.title,
    number: received.number,
  });
  const project =
    asked.process === undefined ? "" : fill(words.project, { process: asked.process });
  return {
    title: `${title} ${received.number}`,
    author: asked.unit,
    blocks: [
      { kind: "title", text: title },
      { kind: "paragraph", align: "center", text: letterNo ?? words.noNumber },
      { kind: "paragraph", align: "left", text: fill(words.to, { writer: asked.writer }) },
      paragraph(`${about}${project}`),
      ...blocks,
      { kind: "paragraph", align: "right", text: asked.unit },
      { kind: "paragraph", align: "right", text: dayIn(on, asked) },
      {
        kind: "paragraph",
        align: "left",
        text: fill(words.footer, { number: received.number, version: String(version) }),
      },
    ],
  };
}
