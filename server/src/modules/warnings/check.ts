import type { WarningFacts } from "../../../../contract/src/warnings-facts.ts";
import {
  WARNING_ADVICES,
  WARNING_MODES,
  type WarningAct,
  type WarningAdvice,
  type WarningMode,
} from "../../../../contract/src/warnings-values.ts";
/** Which nodes look at an act, what each finds, and what is advised in all. Pure. */
import type { CheckedNode } from "../../../../contract/src/warnings.ts";
import { articlesInForce, type LawArticle } from "./law.ts";
import { type Outcome, runNode, type WarningNode, type World } from "./node.ts";
import { articleTexts, NODES, textsOf } from "./nodes.ts";

export interface AskedAct {
  readonly act: WarningAct;
  /** Day of the act: articles hold from their first day. */
  readonly day: string;
  readonly facts: WarningFacts;
}

export interface CheckWorld extends World {
  /** Modes that people set; a node that is not here has its own. */
  readonly modes: ReadonlyMap<string, WarningMode>;
}

/** A node's answer with what the asker must not see of a shadow. */
export interface NodeAnswer {
  readonly id: string;
  readonly mode: WarningMode;
  readonly isHit: boolean;
  readonly shown: CheckedNode;
}

const level = (mode: WarningMode): number => WARNING_MODES.indexOf(mode);
const milder = (one: WarningMode, other: WarningMode): WarningMode =>
  level(one) < level(other) ? one : other;

/** Law known from memory warns at most; while nobody says that the rule binds this tender, a reason is asked at most. */
function modeOf(
  node: WarningNode,
  {
    facts,
    articles,
    modes,
  }: Pick<AskedAct, "facts"> & {
    readonly articles: readonly LawArticle[];
    readonly modes: CheckWorld["modes"];
  },
): WarningMode {
  const set = modes.get(node.id) ?? node.mode;
  const isRead = articles.some(({ verified }) => verified !== "memory");
  const byLaw = isRead ? set : milder(set, "warn");
  const isMaybeFree =
    node.isForMandatory === true && facts.regime === "works" && facts.isMandatory === undefined;
  const isMaybeNoTender =
    facts.method === undefined && articles.every(({ tendersOnly }) => tendersOnly === true);
  const isUnsure = isMaybeFree || isMaybeNoTender;
  return isUnsure ? milder(byLaw, "requireReason") : byLaw;
}

function answerOf(node: WarningNode, asked: AskedAct, world: CheckWorld): NodeAnswer | undefined {
  const { facts, day } = asked;
  const { regime } = facts;
  const articles =
    regime === undefined
      ? []
      : articlesInForce(node.articles, { regime, method: facts.method, day });
  if (regime !== undefined && articles.length === 0) return undefined;
  const outcome: Outcome =
    regime === undefined
      ? { state: "notComputable", field: "regime" }
      : runNode(node, facts, world);
  const mode = modeOf(node, { facts, articles, modes: world.modes });
  const isHit = outcome.state === "found" && outcome.isHit;
  return {
    id: node.id,
    mode,
    isHit,
    shown: {
      id: node.id,
      mode,
      advice: isHit && mode !== "shadow" ? mode : "allow",
      ...textsOf(node.id),
      articles: articleTexts(articles),
      params: outcome.state === "found" ? outcome.params : {},
      ...(outcome.state === "found" && outcome.strip !== undefined
        ? { strip: [...outcome.strip] }
        : {}),
      ...(outcome.state === "notComputable" ? { notComputable: outcome.field } : {}),
    },
  };
}

/** Every node of the act, in the order of the table. */
export const checkAct = (asked: AskedAct, world: CheckWorld): readonly NodeAnswer[] =>
  NODES.filter(({ acts }) => acts.includes(asked.act)).flatMap(
    (node) => answerOf(node, asked, world) ?? [],
  );

/** The strictest of all. */
export const adviceOf = (nodes: readonly Pick<CheckedNode, "advice">[]): WarningAdvice =>
  WARNING_ADVICES[Math.max(0, ...nodes.map(({ advice }) => WARNING_ADVICES.indexOf(advice)))] ??
  "allow";

/** What the asker sees: never a shadow; of the others what hit and what could not be computed. */
export const shownTo = (answers: readonly NodeAnswer[]): CheckedNode[] =>
  answers
    .filter(({ mode }) => mode !== "shadow")
    .filter(({ isHit, shown }) => isHit || shown.notComputable !== undefined)
    .map(({ shown }) => shown);
