/** The table of all nodes, in the order of the stages, and what is said about each. Pure. */
import type { WarningMode } from "../../../../contract/src/warnings-values.ts";
import type { CheckedNode } from "../../../../contract/src/warnings.ts";
import { articlesOf, citationOf, type LawArticle } from "./law.ts";
import texts from "./node-texts.json" with { type: "json" };
import type { WarningNode } from "./node.ts";
import { AWARD_NODES } from "./nodes/award.ts";
import { BIDDING_NODES } from "./nodes/bidding.ts";
import { CLARIFICATION_NODES } from "./nodes/clarification.ts";
import { CONTRACT_NODES } from "./nodes/contract.ts";
import { DOCUMENT_NODES } from "./nodes/document.ts";
import { EVALUATION_NODES } from "./nodes/evaluation.ts";
import { NOTICE_NODES } from "./nodes/notice.ts";
import { OPENING_NODES } from "./nodes/opening.ts";
import { PLAN_NODES } from "./nodes/plan.ts";
import { ROOM_NODES } from "./nodes/room.ts";

/** One sentence in both languages. */
interface Words {
  readonly zh: string;
  readonly en: string;
}

export interface NodeTexts {
  readonly name: Words;
  /** What may explain it without any wrong. */
  readonly innocent: Words;
  /** What would clear it. */
  readonly clearedBy: Words;
}

const OPENING_ROOM = ROOM_NODES.filter(({ stage }) => stage === "opening");
const EVALUATION_ROOM = ROOM_NODES.filter(({ stage }) => stage === "evaluation");

export const NODES: readonly WarningNode[] = [
  ...PLAN_NODES,
  ...DOCUMENT_NODES,
  ...NOTICE_NODES,
  ...CLARIFICATION_NODES,
  ...BIDDING_NODES,
  ...OPENING_NODES,
  ...OPENING_ROOM,
  ...EVALUATION_NODES,
  ...EVALUATION_ROOM,
  ...AWARD_NODES,
  ...CONTRACT_NODES,
];

const BY_ID: ReadonlyMap<string, WarningNode> = new Map(NODES.map((node) => [node.id, node]));
const TEXTS: Readonly<Record<string, NodeTexts>> = texts;

export const findNode = (id: string): WarningNode | undefined => BY_ID.get(id);

/** @throws Error for a node without words: a mistake of the table */
export function textsOf(id: string): NodeTexts {
  const found = TEXTS[id];
  if (found === undefined) throw new Error(`no words for ${id}`);
  return found;
}

/** Regimes whose articles the node rests on. */
export const regimesOf = ({ articles }: WarningNode): readonly string[] => [
  ...new Set(articlesOf(articles).map(({ regime }) => regime)),
];

/** True when no article of it was read in the official text: then it never does more than warn. */
export const isFromMemory = ({ articles }: WarningNode): boolean =>
  articlesOf(articles).every(({ verified }) => verified === "memory");

/** The strictest mode a person may set. */
export const strictestMode = (node: WarningNode): WarningMode =>
  isFromMemory(node) ? "warn" : "block";

/** Articles with the words by which they are cited. */
export const articleTexts = (articles: readonly LawArticle[]): CheckedNode["articles"] =>
  articles.map((article) => ({
    id: article.id,
    citation: citationOf(article),
    text: article.summaryZh,
    isFromMemory: article.verified === "memory",
  }));
