/** The rows of one lot → its facts: notice, opening, receipts, evaluation, award. */
import type { FactInput } from "../../../../../contract/src/facts/fact.ts";
import type { Method } from "../../../../../contract/src/values.ts";
import { partyKey } from "../../../kernel/party.ts";
import type { BidRow } from "./bid-rows.ts";
import { lotIdOf, processSubject, safeCode, shortHash, sourceIdOf } from "./ids.ts";
import { clip, organisation } from "./parties.ts";

/** bids-opened holds at most so many bids; a larger lot is sent as several opening facts. */
const MAX_BIDS = 5000;

const METHODS: readonly Method[] = [
  "open",
  "invited",
  "negotiation",
  "consultation",
  "enquiry",
  "singleSource",
  "auction",
  "listing",
  "other",
];

/** Facts of one lot; `rows` are in file order and not empty. */
export function lotFacts(rows: readonly [BidRow, ...BidRow[]], source: string): FactInput[] {
  const [first] = rows;
  const lotId = lotIdOf(first.lot);
  const subject =
    first.about["ocid"] === undefined
      ? processSubject(safeCode(`${source}-${safeCode(first.lot)}`))
      : processSubject(first.about["ocid"]);
  const base = { subject, lotId, key: sourceIdOf("csv", subject.slice(12), lotId) };
  const openedAt = rows.find((row) => row.openedAt !== undefined)?.openedAt;
  const date = rows.find((row) => row.date !== undefined)?.date;
  const received = rows.flatMap((row) => row.receivedAt ?? []).toSorted(byInstant);
  // A row always has one of the three times, so the last resort exists.
  const opening = openedAt ?? date ?? received.at(-1) ?? "";
  const noticed = date ?? openedAt ?? received[0] ?? "";
  return [
    notice(rows, base, { noticed, openedAt }),
    ...receipts(rows, base, opening),
    ...openings(rows, base, opening),
    ...evaluation(rows, base, opening),
    ...awards(rows, base, opening),
  ];
}

interface Base {
  readonly subject: string;
  readonly lotId: string;
  readonly key: string;
}

const byInstant = (left: string, right: string): number => Date.parse(left) - Date.parse(right);

function fact(
  base: Base,
  part: { readonly kind: string; readonly name: string; readonly occurredAt: string },
  payload: Readonly<Record<string, unknown>>,
): FactInput {
  return {
    kind: `procurement.${part.kind}`,
    sourceId: sourceIdOf(base.key, part.name),
    subject: base.subject,
    occurredAt: part.occurredAt,
    payload,
  };
}

function notice(
  rows: readonly BidRow[],
  base: Base,
  times: { readonly noticed: string; readonly openedAt: string | undefined },
): FactInput {
  const about = Object.assign({}, ...rows.toReversed().map((row) => row.about)) as BidRow["about"];
  const { ocid, category, district, method, buyer, agency } = about;
  const estimate = rows.find((row) => row.estimate !== undefined)?.estimate;
  const known = METHODS.find((name) => name === method);
  const payload = {
    noticeType: "tenderNotice",
    title: clip(buyer === undefined ? base.lotId : `${buyer} ${base.lotId}`, 600),
    ...(method === undefined ? {} : { method: known ?? "other" }),
    ...(category === undefined ? {} : { category: clip(category, 120) }),
    ...(district === undefined ? {} : { place: placeOf(district) }),
    ...(buyer === undefined ? {} : { procuringEntity: organisation({ name: buyer }) }),
    ...(agency === undefined ? {} : { procurementAgency: organisation({ name: agency }) }),
    lots: [{ lotId: base.lotId, ...(estimate === undefined ? {} : { ceilingPrice: estimate }) }],
    ...(times.openedAt === undefined ? {} : { openingAt: times.openedAt }),
    ...(ocid === undefined ? {} : { originalOcid: clip(ocid, 240) }),
  };
  return fact(
    base,
    { kind: "notice-published", name: "notice", occurredAt: times.noticed },
    payload,
  );
}

const placeOf = (district: string) => ({
  ...(/^\d{2,12}$/.test(district) ? { code: district } : {}),
  name: clip(district, 120),
});

function receipts(rows: readonly BidRow[], base: Base, opening: string): FactInput[] {
  const seen = new Map<string, number>();
  return rows.flatMap((row) => {
    if (row.receivedAt === undefined && row.trace === undefined) return [];
    const key = shortHash(partyKey(row.bidder), 16);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return fact(
      base,
      {
        kind: "bid-received",
        name: count === 1 ? `received:${key}` : `received:${key}:${count}`,
        occurredAt: row.receivedAt ?? opening,
      },
      {
        lotId: base.lotId,
        bidder: row.bidder,
        ...(row.trace === undefined ? {} : { trace: row.trace }),
      },
    );
  });
}

function openings(rows: readonly BidRow[], base: Base, opening: string): FactInput[] {
  const estimate = rows.find((row) => row.estimate !== undefined)?.estimate;
  const facts: FactInput[] = [];
  for (let from = 0; from < rows.length; from += MAX_BIDS) {
    const part = from / MAX_BIDS + 1;
    facts.push(
      fact(
        base,
        {
          kind: "bids-opened",
          name: part === 1 ? "opened" : `opened:${part}`,
          occurredAt: opening,
        },
        {
          lotId: base.lotId,
          ...(estimate === undefined ? {} : { ceilingPrice: estimate }),
          bids: rows.slice(from, from + MAX_BIDS).map((row) => ({
            bidder: row.bidder,
            ...(row.offer === undefined ? {} : { offer: row.offer }),
            status: row.status,
            ...(row.receivedAt === undefined ? {} : { receivedAt: row.receivedAt }),
          })),
        },
      ),
    );
  }
  return facts;
}

function evaluation(rows: readonly BidRow[], base: Base, opening: string): FactInput[] {
  if (rows.every((row) => row.rank === undefined && row.score === undefined)) return [];
  const evaluated = rows.filter((row) => row.status === "valid" || row.status === "disqualified");
  const ranking = evaluated.slice(0, MAX_BIDS).map((row) => ({
    bidder: row.bidder,
    ...(row.rank === undefined ? {} : { rank: row.rank }),
    ...(row.score === undefined || row.status === "disqualified" ? {} : { score: row.score }),
    ...(row.offer === undefined ? {} : { offer: row.offer }),
    status: row.status,
  }));
  const part = { kind: "evaluation-completed", name: "evaluation", occurredAt: opening };
  return ranking.length === 0 ? [] : [fact(base, part, { lotId: base.lotId, ranking })];
}

function awards(rows: readonly BidRow[], base: Base, opening: string): FactInput[] {
  return rows
    .filter((row) => row.winner && row.status === "valid")
    .map((row, index) =>
      fact(
        base,
        {
          kind: "award-decided",
          name: index === 0 ? "award" : `award:${index + 1}`,
          occurredAt: row.date ?? opening,
        },
        {
          lotId: base.lotId,
          supplier: row.bidder,
          ...(row.offer === undefined ? {} : { offer: row.offer }),
        },
      ),
    );
}
