/**
 * Whose matter it is: the most specific duty in force answers; where none fits, nobody does, and never a guess.
 * Pure. Which list holds on a day, why each duty won or lost, overlaps and differences of lists.
 */
import type { Department } from "../../../../contract/src/casework.ts";
import type { DutyChange, LossReason } from "../../../../contract/src/duties.ts";
import type { DutyItem } from "../../../../contract/src/facts/duties.list-published.ts";
import { AMOUNT_BANDS } from "../../../../contract/src/organisation.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import type { PlainDate } from "../../kernel/plain-date.ts";

/** What is asked. Null: not known, and then no duty that names it can answer. */
export interface Question {
  readonly matter: string;
  readonly regime: string | null;
  readonly industry: string | null;
  /** Division code. */
  readonly place: string | null;
  /** Whole yuan. */
  readonly amount?: number | null;
  readonly stage?: string | null;
  /** Calendar day on which the duty must be in force. */
  readonly on: PlainDate;
}

/** A row of a list, or a duty listed by itself. Null: any. */
export interface DutyRow {
  readonly id: string;
  /** Number of its list; null for a duty listed by itself. */
  readonly list: number | null;
  readonly matter: string;
  readonly regime: string | null;
  readonly industry: string | null;
  readonly place: string | null;
  readonly bandFrom: number | null;
  readonly bandTo: number | null;
  readonly stage: string | null;
  readonly department: Department;
  readonly legalBasis: string;
  /** Days of the list, or of the duty itself; both included. */
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate | null;
}

/** What says more than its absence, the weightiest first: the body of a place knows its place best. */
export const PRECEDENCE = ["place", "industry", "regime", "amount", "stage"] as const;
export type Aspect = (typeof PRECEDENCE)[number];

export interface Candidate<Row extends DutyRow = DutyRow> {
  readonly row: Row;
  readonly won: boolean;
  readonly reason?: LossReason;
  readonly by?: Aspect;
}

export interface Resolution<Row extends DutyRow = DutyRow> {
  /** Undefined: nobody. */
  readonly winner: Row | undefined;
  /** Every duty of the matter: the winner first, then those that fitted, then the others. */
  readonly candidates: readonly Candidate<Row>[];
}

/** Band of an amount in yuan, as identity.amount_band: index into AMOUNT_BANDS. */
export const bandOf = (amount: number): number =>
  AMOUNT_BANDS.findLastIndex((low) => low <= amount);

interface Days {
  readonly validFrom: PlainDate;
  readonly validTo?: PlainDate | null | undefined;
}

const holdsOn = ({ validFrom, validTo }: Days, day: PlainDate): boolean =>
  validFrom <= day && (validTo === null || validTo === undefined || day <= validTo);

/**
 * The list of a day: the one with the latest start not after it (of two, the higher number), unless that one has
 * ended. An older list does not come back when a newer one ends.
 */
export function listOn<L extends Days & { readonly number: number }>(
  lists: readonly L[],
  day: PlainDate,
): L | undefined {
  const begun = lists.filter(({ validFrom }) => validFrom <= day);
  const last = begun
    .toSorted((a, b) => a.validFrom.localeCompare(b.validFrom) || a.number - b.number)
    .at(-1);
  return last !== undefined && holdsOn(last, day) ? last : undefined;
}

const hasBand = ({ bandFrom, bandTo }: DutyRow): boolean => bandFrom !== null || bandTo !== null;

function weightOf(row: DutyRow, aspect: Aspect): number {
  if (aspect === "place") return row.place?.length ?? 0;
  if (aspect === "amount") return Number(hasBand(row));
  return Number(row[aspect] !== null);
}

/** Negative: `a` is the more specific. */
function bySpecificity(a: DutyRow, b: DutyRow): number {
  for (const aspect of PRECEDENCE) {
    const difference = weightOf(b, aspect) - weightOf(a, aspect);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Specific first; of equals the later one, then by id, so that the answer is the same everywhere. */
const byRank = (a: DutyRow, b: DutyRow): number =>
  bySpecificity(a, b) || b.validFrom.localeCompare(a.validFrom) || a.id.localeCompare(b.id);

function whyNotInForce(
  row: DutyRow,
  { on }: Question,
  list: number | undefined,
): LossReason | undefined {
  if (!holdsOn(row, on)) return "notInForce";
  return (row.list ?? undefined) === list ? undefined : "superseded";
}

// oxlint-disable-next-line complexity -- one branch for each way an item can miss
function whyNotFitting(row: DutyRow, question: Question): LossReason | undefined {
  const { regime, industry, place, amount = null, stage = null } = question;
  if (row.regime !== null && row.regime !== regime)
    return regime === null ? "regimeUnknown" : "otherRegime";
  if (row.industry !== null && row.industry !== industry)
    return industry === null ? "industryUnknown" : "otherIndustry";
  if (row.place !== null && place?.startsWith(row.place) !== true)
    return place === null ? "placeUnknown" : "otherPlace";
  if (hasBand(row)) {
    if (amount === null) return "amountUnknown";
    const band = bandOf(amount);
    if (band < (row.bandFrom ?? 0) || band > (row.bandTo ?? AMOUNT_BANDS.length - 1))
      return "otherAmount";
  }
  if (row.stage !== null && row.stage !== stage)
    return stage === null ? "stageUnknown" : "otherStage";
  return undefined;
}

function lossTo(winner: DutyRow, row: DutyRow): Pick<Candidate, "reason" | "by"> {
  const by = PRECEDENCE.find((aspect) => weightOf(winner, aspect) !== weightOf(row, aspect));
  return by === undefined ? { reason: "tie" } : { reason: "lessSpecific", by };
}

/**
 * Who answers a question, and why every other duty of the matter does not.
 *
 * @param lists every list there is; on a day on which one holds, its rows alone count
 */
export function resolveDuty<Row extends DutyRow>(
  question: Question,
  rows: readonly Row[],
  lists: readonly (Days & { readonly number: number })[],
): Resolution<Row> {
  const list = listOn(lists, question.on)?.number;
  const judged = rows
    .filter(({ matter }) => matter === question.matter)
    .map((row) => ({
      row,
      reason: whyNotInForce(row, question, list) ?? whyNotFitting(row, question),
    }));
  const fitting = judged.flatMap(({ row, reason }) => (reason === undefined ? [row] : []));
  const [winner, ...others] = fitting.toSorted(byRank);
  const lost = judged
    .flatMap(({ row, reason }) => (reason === undefined ? [] : [{ row, won: false, reason }]))
    .toSorted(
      (a, b) => Number(isAway(a.reason)) - Number(isAway(b.reason)) || byRank(a.row, b.row),
    );
  if (winner === undefined) return { winner, candidates: lost };
  return {
    winner,
    candidates: [
      { row: winner, won: true },
      ...others.map((row) => ({ row, won: false, ...lossTo(winner, row) })),
      ...lost,
    ],
  };
}

const UNKNOWN: ReadonlySet<LossReason> = new Set([
  "regimeUnknown",
  "industryUnknown",
  "placeUnknown",
  "amountUnknown",
  "stageUnknown",
]);

/** The row for one who knows what the question leaves open: each unknown is what the row says. */
function filledBy(question: Question, row: DutyRow): Question {
  const low = AMOUNT_BANDS[row.bandFrom ?? 0];
  return {
    ...question,
    regime: question.regime ?? row.regime,
    industry: question.industry ?? row.industry,
    place: question.place ?? row.place,
    amount: question.amount ?? (hasBand(row) ? (low ?? 0) : null),
    stage: question.stage ?? row.stage,
  };
}

/**
 * Every duty that would answer if what is not known were as it says, the least specific last. One of them is the
 * answer; which one, only the asker can tell.
 */
export function possibleDuties<Row extends DutyRow>(
  question: Question,
  rows: readonly Row[],
  lists: readonly (Days & { readonly number: number })[],
): readonly Row[] {
  const { candidates } = resolveDuty(question, rows, lists);
  return candidates
    .filter(({ won, reason, row }) => {
      if (won) return true;
      if (reason === undefined || !UNKNOWN.has(reason)) return false;
      return resolveDuty(filledBy(question, row), [...rows], lists).winner?.id === row.id;
    })
    .map(({ row }) => row)
    .toSorted(byRank);
}

const isAway = (reason: LossReason): boolean => reason === "notInForce" || reason === "superseded";

const ANY_BAND = AMOUNT_BANDS.length - 1;

const conditionOf = ({ matter, regime, industry, place, stage, bandFrom, bandTo }: DutyItem) =>
  canonicalJson([
    matter,
    regime ?? null,
    industry ?? null,
    place ?? null,
    stage ?? null,
    bandFrom !== undefined || bandTo !== undefined,
  ]);

const meetInBands = (a: DutyItem, b: DutyItem): boolean =>
  (a.bandFrom ?? 0) <= (b.bandTo ?? ANY_BAND) && (b.bandFrom ?? 0) <= (a.bandTo ?? ANY_BAND);

/** Pairs of items that are equally specific and answer one question with two departments. */
export function overlapsOf(items: readonly DutyItem[]): readonly (readonly [DutyItem, DutyItem])[] {
  const groups = Map.groupBy(items, conditionOf).values();
  return [...groups].flatMap((group) =>
    group.flatMap((first, index) =>
      group
        .slice(index + 1)
        .filter(
          (second) => first.department.id !== second.department.id && meetInBands(first, second),
        )
        .map((second) => [first, second] as const),
    ),
  );
}

const textOf = (value: unknown): string => (value === undefined ? "" : canonicalJson(value));

function fieldsThatDiffer(before: DutyItem, after: DutyItem): readonly string[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof DutyItem>;
  return [...fields].filter((field) => textOf(before[field]) !== textOf(after[field])).toSorted();
}

/** Items that differ between two lists, in the order of their numbers; equal ones are only counted. */
export function differenceOf(
  before: readonly DutyItem[],
  after: readonly DutyItem[],
): { readonly same: number; readonly changes: DutyChange[] } {
  const old = new Map(before.map((item) => [item.item, item]));
  const fresh = new Map(after.map((item) => [item.item, item]));
  const numbers = [...new Set([...old.keys(), ...fresh.keys()])].toSorted();
  const changes = numbers.flatMap((item): DutyChange[] => {
    const was = old.get(item);
    const is = fresh.get(item);
    if (was === undefined)
      return is === undefined ? [] : [{ item, change: "added", after: is, fields: [] }];
    if (is === undefined) return [{ item, change: "removed", before: was, fields: [] }];
    const fields = fieldsThatDiffer(was, is);
    return fields.length === 0
      ? []
      : [{ item, change: "changed", before: was, after: is, fields: [...fields] }];
  });
  return { same: numbers.length - changes.length, changes };
}

/** The legal basis in one line. */
export const basisText = ({ legalBasis }: DutyItem): string =>
  legalBasis.map(({ citation }) => citation).join("、");
