import type { Officer } from "../../../../contract/src/casework.ts";
import type { LookbackAnswered } from "../../../../contract/src/facts/lookback.answered.ts";
/** One lot as its page shows it. Pure. */
import type { CorrectionAsked } from "../../../../contract/src/facts/lookback.correction-asked.ts";
import type { Examination } from "../../../../contract/src/lookback-values.ts";
import type {
  LookbackEvent,
  LookbackRow,
  LookbackView,
  ShownFinding,
} from "../../../../contract/src/lookback.ts";
import { classOf, groundOf, lawfulOf } from "./law.ts";
import { type LotEvent, mayAct, openAsks, standingOf } from "./standing.ts";

interface Kept {
  readonly factId: string;
  readonly at: string;
  readonly examination: Examination;
}

export interface ViewedLot {
  readonly row: LookbackRow & { readonly version: number };
  readonly events: readonly LotEvent[];
  readonly examinations: readonly Kept[];
  readonly newest: Kept;
}

export type Acts = Readonly<Record<"ask" | "answer" | "sign" | "refer", boolean>>;

/** @param held Acts that the reader's role has at all */
export function viewOf(lot: ViewedLot, held: Acts): Omit<LookbackView, "row" | "department"> {
  const { row, events, examinations, newest } = lot;
  const may = (act: keyof Acts) => held[act] && mayAct(row, act);
  const now = new Set(newest.examination.findings.map(({ id }) => id));
  const before = new Map(
    examinations
      .slice(0, -1)
      .flatMap(({ examination }) => examination.findings)
      .filter(({ id, type }) => !now.has(id) && classOf(type) !== "hint")
      .map(({ id, type }) => [id, { id, type }]),
  );
  return {
    version: row.version,
    examinationId: newest.factId,
    examination: newest.examination,
    findings: newest.examination.findings.map((found) => shown(found, lot)),
    cleared: [...before.values()],
    changed: changedCells(examinations[0]?.examination, newest.examination),
    history: historyOf(lot),
    openAsks: openAsks(events).map(({ ask, items }) => ({ ask, items: [...items] })),
    may: { ask: may("ask"), answer: may("answer"), sign: may("sign"), refer: may("refer") },
  };
}

function shown(found: Examination["findings"][number], { row, events }: ViewedLot): ShownFinding {
  const { before, after, articles } = lawfulOf(found.type, row.regime);
  const ground = groundOf(found.type);
  return {
    ...found,
    class: classOf(found.type),
    ...(ground === undefined ? {} : { ground }),
    before,
    after,
    articles: [...articles],
    standing: standingOf(events, found.id),
  };
}

/** Cells that are not as they were first, where the sheets have the same experts, bids and criteria. */
function changedCells(
  first: Examination | undefined,
  { sheet }: Examination,
): LookbackView["changed"] {
  if (first === undefined || first.sheet === sheet) return [];
  const old = first.sheet;
  const isSame =
    old.experts.length === sheet.experts.length &&
    old.bids.length === sheet.bids.length &&
    old.criteria.length === sheet.criteria.length;
  if (!isSame) return [];
  return sheet.scores.flatMap((bids, expert) =>
    bids.flatMap((row, bid) =>
      row.flatMap((score, criterion) => {
        const from = old.scores[expert]?.[bid]?.[criterion] ?? null;
        return from === score ? [] : [{ expert, bid, criterion, from }];
      }),
    ),
  );
}

function historyOf({ events, examinations }: ViewedLot): LookbackEvent[] {
  const looks = examinations.map(({ factId, at, examination }): LookbackEvent => ({
    factId,
    kind: "lookback.examined",
    at,
    count: examination.findings.filter(({ type }) => classOf(type) !== "hint").length,
  }));
  return [...looks, ...events.map(eventOf)].toSorted((a, b) =>
    a.at === b.at ? 0 : a.at < b.at ? -1 : 1,
  );
}

function eventOf({ factId, kind, at, payload }: LotEvent): LookbackEvent {
  const { officer, ...act } = payload as unknown as Partial<CorrectionAsked & LookbackAnswered> & {
    officer: Officer;
    to?: LookbackEvent["to"];
    route?: LookbackEvent["route"];
    textHash?: string;
    findings?: string[];
  };
  const text = typeof act.text === "string" ? act.text : act.reason;
  return {
    factId,
    kind,
    at,
    by: { name: officer.name, department: officer.department.name },
    ...(text === undefined ? {} : { text }),
    ...(act.items === undefined ? {} : { items: act.items }),
    ...(act.answer === undefined ? {} : { answer: act.answer, changes: act.changes ?? [] }),
    ...(act.evaluator === undefined ? {} : { isPerson: true }),
    ...(act.to === undefined ? {} : { to: act.to }),
    ...(act.route === undefined ? {} : { route: act.route }),
    ...(act.textHash === undefined ? {} : { hash: act.textHash }),
    ...(act.findings === undefined ? {} : { findings: act.findings }),
  };
}
