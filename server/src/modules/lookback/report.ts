/** The report of a look-back, line by line, in the language of the office. The same state gives the same lines. Pure. */
import type { LookbackAnswered } from "../../../../contract/src/facts/lookback.answered.ts";
import type { Examination, LookbackFinding } from "../../../../contract/src/lookback-values.ts";
import type { LookbackRow } from "../../../../contract/src/lookback.ts";
import words from "../../../../locales/zh-CN/lookback.json" with { type: "json" };
import { partyName } from "../../kernel/party.ts";
import { lawfulOf } from "./law.ts";
import { answersOf, asksOf, type LotEvent, standingOf } from "./standing.ts";

/** One lot as its report needs it. */
export interface ReportedLot {
  readonly row: LookbackRow;
  readonly events: readonly LotEvent[];
  readonly examinations: readonly object[];
  readonly newest: { readonly at: string; readonly examination: Examination };
}

type Words = Readonly<Record<string, string>>;

const { report } = words;
const TYPES: Words = words.type;
const ROUTES: Words = words.route;
const GROUNDS: Words = words.ground;
const STANDINGS: Words = words.standing;
const REGIMES: Words = words.regime;
const WHY: Words = words.why;

const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ""));

/** Instants in the office's own time. */
const localTime = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");

export function reportLines(held: ReportedLot): string[] {
  const { row, newest, events, examinations } = held;
  const { examination } = newest;
  return [
    report.title,
    fill(report.project, { title: row.title, ocid: row.ocid, lot: row.lotId }),
    fill(report.regime, { regime: REGIMES[row.regime ?? "other"] ?? "" }),
    fill(report.looked, {
      at: localTime(newest.at),
      count: examinations.length,
      experts: examination.sheet.experts.length,
      bids: examination.sheet.bids.length,
    }),
    fill(report.input, { hash: examination.inputHash }),
    report.caution,
    report.findingsHead,
    ...findingLines(held),
    report.flipHead,
    flipLine(examination),
    report.missingHead,
    ...missingLines(examination),
    report.committeeHead,
    ...committeeLines(events),
    report.end,
  ];
}

function findingLines({ row, newest, events }: ReportedLot): string[] {
  const { findings } = newest.examination;
  if (findings.length === 0) return [report.none];
  return findings.map((found, place) => {
    const { after, before, articles } = lawfulOf(found.type, row.regime);
    return fill(report.finding, {
      no: place + 1,
      what: sentenceOf(newest.examination, found),
      standing: STANDINGS[standingOf(events, found.id)] ?? "",
      before: ROUTES[before] ?? "",
      after: ROUTES[after] ?? "",
      articles: articles
        .map(({ citation, isVerified }) =>
          isVerified ? citation : `${citation}${report.unverified}`,
        )
        .join("、"),
    });
  });
}

/** Type, where, and its numbers. */
function sentenceOf({ sheet }: Examination, found: LookbackFinding): string {
  const { type, expert, otherExpert, bid, criterion, value, tail, n, stated, expected } = found;
  const bidder = bid === undefined ? undefined : sheet.bids[bid]?.bidder;
  const where = [
    [expert, otherExpert]
      .flatMap((place) => (place === undefined ? [] : [sheet.experts[place]?.maskedName ?? ""]))
      .join("、"),
    bidder === undefined ? "" : partyName(bidder),
    criterion === undefined ? "" : (sheet.criteria[criterion]?.name ?? ""),
  ].filter((part) => part !== "");
  const numbers = [
    value === undefined ? "" : fill(report.value, { value }),
    stated === undefined ? "" : fill(report.stated, { stated }),
    expected === undefined ? "" : fill(report.expected, { expected }),
    tail === undefined ? report.noTail : fill(report.tail, { tail }),
    fill(report.n, { n }),
  ].filter((part) => part !== "");
  return `${type} ${TYPES[type] ?? ""}（${where.join("；")}）：${numbers.join("，")}`;
}

function flipLine({ flip, sheet }: Examination): string {
  if (flip === undefined) return report.flipNone;
  const name = (place: number | undefined) => {
    const bidder = place === undefined ? undefined : sheet.bids[place]?.bidder;
    return bidder === undefined ? "" : partyName(bidder);
  };
  if (flip.change === undefined) return fill(report.flipFirm, { winner: name(flip.winner) });
  return fill(report.flip, {
    winner: name(flip.winner),
    change: flip.change,
    rival: name(flip.rival),
  });
}

const missingLines = ({ notComputable }: Examination): string[] =>
  notComputable.length === 0
    ? [report.none]
    : notComputable.map(({ type, why }) =>
        fill(report.missing, { type: `${type} ${TYPES[type] ?? ""}`, why: WHY[why] ?? "" }),
      );

function committeeLines(events: ReportedLot["events"]): string[] {
  const asks = asksOf(events);
  if (asks.length === 0) return [report.notAsked];
  return asks.flatMap(({ ask, at, asked }) => [
    fill(report.asked, {
      at: localTime(at),
      grounds: [...new Set(asked.items.map(({ ground }) => GROUNDS[ground] ?? ground))].join("、"),
      text: asked.text,
    }),
    ...answersOf(events)
      .filter((one) => one.ask === ask)
      .map(answerLine),
  ]);
}

const answerLine = ({ answer, reason, changes, evaluator }: LookbackAnswered): string =>
  fill(report.answered, {
    who: evaluator?.maskedName ?? report.committee,
    answer: STANDINGS[answer] ?? "",
    reason,
    changes: changes
      .map(({ bidder, criterion, from, to }) => `${bidder} ${criterion} ${from}→${to}`)
      .join("；"),
  });
