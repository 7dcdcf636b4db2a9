import type { Department } from "../../../../contract/src/casework.ts";
import type { NoticeKind, SupId } from "../../../../contract/src/oversight-values.ts";
/** The machine's words for a notice: facts, law, addressee, what must be done. An official reads and signs. Pure. */
import type { NoticeContent, Situation } from "../../../../contract/src/oversight.ts";
import words from "../../../../locales/zh-CN/oversight.json" with { type: "json" };
import { ANSWER_DAYS } from "./settings.ts";

export interface DraftCause {
  readonly situation: Situation;
  readonly indicator: SupId;
  readonly subject: string;
  readonly number: string;
  readonly unit: Department;
  readonly count: number;
  readonly countOf: "workingDay" | "day" | "times" | "claims" | "percent";
  readonly dueOn?: string | undefined;
  readonly since?: string | undefined;
  readonly expectedOn?: string | undefined;
  readonly businessOn?: string | undefined;
  readonly recordedAt?: string | undefined;
  readonly likeNumber?: string | undefined;
  readonly articles: readonly string[];
}

const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (_found, name: string) => values[name] ?? "");

/** A letter is Chinese, whoever reads the page. */
export function draftOf(cause: DraftCause, kind: NoticeKind): NoticeContent {
  const { situation, number, unit, subject, indicator, articles } = cause;
  const letter = words.letter;
  const values = {
    number,
    unit: unit.name,
    count: String(cause.count),
    amount: fill(letter.amount[cause.countOf], { count: String(cause.count) }),
    dueOn: cause.dueOn ?? letter.unknownDay,
    since: cause.since ?? letter.unknownDay,
    expectedOn: cause.expectedOn ?? letter.unknownDay,
    businessOn: cause.businessOn ?? letter.unknownDay,
    recordedAt: cause.recordedAt?.slice(0, 10) ?? letter.unknownDay,
    likeNumber: cause.likeNumber ?? "",
    law: articles.length === 0 ? letter.noLaw : articles.join("、"),
    days: String(ANSWER_DAYS[kind]),
  };
  return {
    kind,
    unit,
    subject,
    caseNumber: number,
    indicator,
    title: fill(letter.title[situation], values),
    ground: fill(letter.ground[situation], values),
    demand: `${fill(letter.demand[situation], values)}${fill(letter.answerBy, values)}`,
    articles: [...articles],
  };
}
