/** DEV-11: guarantees with consecutive numbers and one contact (indicators.md D.1; 条例 40(二)(六)). */
import type { EvidenceSide } from "../../../../../../contract/src/screening.ts";
import { type Finding, type Indicator, notComputable, reason } from "../../indicator.ts";
import type { SeenField, TraceRecord } from "../../input.ts";
import { type Bidder, type Lot, shareFirm } from "../../lot.ts";
import { bitsOfRarity, round } from "../../statistics/tail.ts";
import { readEmail, readPhone } from "../../values/contact.ts";
import { readMark } from "../../values/mark.ts";
import { manifest } from "./manifest.ts";

const GAP = 5;

interface Guarantee {
  readonly bidder: Bidder;
  readonly record: TraceRecord;
  readonly prefix: string;
  readonly number: number;
}

/** One guarantee of each bidder: letters before the last run of digits are the issuer's prefix. */
function guaranteeOf(bidder: Bidder): Guarantee[] {
  for (const record of bidder.traces) {
    const [, prefix, digits] =
      /^(.*?)(\d{3,9})$/u.exec(readMark(record.trace.guaranteeNo) ?? "") ?? [];
    if (prefix !== undefined && digits !== undefined)
      return [{ bidder, record, prefix, number: Number(digits) }];
  }
  return [];
}

type Pair = readonly [Guarantee, Guarantee];

function closePairs(all: readonly Guarantee[]): Pair[] {
  const groups = [...Map.groupBy(all, ({ prefix }) => prefix).values()];
  return groups.flatMap((group) => {
    const ordered = group.toSorted((left, right) => left.number - right.number);
    return ordered.slice(1).flatMap((right, index): Pair[] => {
      const left = ordered[index];
      const isClose = left !== undefined && right.number - left.number <= GAP;
      return isClose && !shareFirm(left.bidder, right.bidder) ? [[left, right]] : [];
    });
  });
}

interface Contact {
  readonly field: SeenField;
  readonly value: string;
}

function commonContact([left, right]: Pair): Contact | undefined {
  const [one, other] = [left, right].map(({ record: { trace } }) => ({
    contactPhone: readPhone(trace.contactPhone),
    contactEmail: readEmail(trace.contactEmail),
  }));
  for (const field of ["contactPhone", "contactEmail"] as const) {
    const value = one?.[field];
    if (value !== undefined && value === other?.[field]) return { field, value };
  }
  return undefined;
}

const sideOf = ({ bidder, record }: Guarantee): EvidenceSide => ({
  party: bidder.party,
  factId: record.factId,
  field: "trace.guaranteeNo",
  value: record.trace.guaranteeNo ?? "",
  ...(record.at === undefined ? {} : { occurredAt: record.at }),
});

const evidenceOf = (pairs: readonly Pair[]) =>
  pairs.map(([left, right]) => ({ left: sideOf(left), right: sideOf(right) }));

function run(lot: Lot): Finding {
  const all = lot.standing.flatMap(guaranteeOf);
  const n = all.length;
  if (n < 2) return notComputable(n, "noGuaranteeNumbers", { have: n, bids: lot.standing.length });
  const close = closePairs(all);
  const told = close.flatMap((pair) => {
    const contact = commonContact(pair);
    return contact === undefined ? [] : [{ pair, contact }];
  });
  const [first] = told;
  const isNumberedForLot = n >= 4 && close.length > n / 2;
  if (first === undefined || isNumberedForLot) {
    const evidence = evidenceOf(close);
    return {
      outcome: "noHit",
      n,
      evidence,
      ...(isNumberedForLot ? { reason: reason("numberedForLot") } : {}),
    };
  }
  const seen = lot.input.seen(first.contact.field, first.contact.value);
  const total = Math.max(seen?.total ?? 0, lot.bidders.length);
  return {
    outcome: "hit",
    n,
    value: `gap<=${GAP}; pairs=${told.length}`,
    bits: round(bitsOfRarity(Math.max(seen?.firms ?? 0, 1) / total)),
    evidence: evidenceOf(told.map(({ pair }) => pair)),
  };
}

export const dev11: Indicator = { manifest, run };
