/** REL-14: a bidder founded shortly before (indicators.md D.3). */
import type { EvidenceSide } from "../../../../../../contract/src/screening.ts";
import { dayAfter, plainDateOf } from "../../../../kernel/plain-date.ts";
import { type Finding, type Indicator, notComputable } from "../../indicator.ts";
import type { Lot } from "../../lot.ts";
import { readPrices } from "../../values/prices.ts";
import { manifest } from "./manifest.ts";

const AGE_DAYS = 180;
/** In fen. Smaller lots are where new firms begin. */
const SIZE = 300_000_000n;

function sizeOf(lot: Lot): bigint | undefined {
  const { ceilingPrice } = lot.input;
  if (ceilingPrice !== undefined) return BigInt(ceilingPrice.amountMinor);
  const read = readPrices(lot, ["valid"]);
  if ("why" in read) return undefined;
  const minor = read.prices.map((price) => price.minor).toSorted((a, b) => (a < b ? -1 : 1));
  return minor[(minor.length - 1) >> 1];
}

function run(lot: Lot): Finding {
  const { registry, openedAt } = lot.input;
  const n = lot.standing.length;
  if (registry === undefined) return notComputable(n, "noRegistry");
  const known = lot.standing.flatMap((bidder) => {
    const firm = registry.firms[bidder.key];
    return firm?.foundedOn === undefined ? [] : [{ bidder, firm, foundedOn: firm.foundedOn }];
  });
  const size = sizeOf(lot);
  if (size === undefined) return notComputable(n, "sizeUnknown");
  const day = plainDateOf(new Date(openedAt));
  const young = known.filter(({ foundedOn }) => foundedOn > dayAfter(day, -AGE_DAYS));
  if (young.length === 0 || size < SIZE) {
    return known.length < n
      ? notComputable(n, "partialRegistry", { have: known.length, bids: n })
      : { outcome: "noHit", n, value: `young=${young.length}` };
  }
  return {
    outcome: "hit",
    n,
    value: `young=${young.length}`,
    bits: 0,
    evidence: young.map(({ bidder, firm, foundedOn }) => {
      const side = { party: bidder.party, factId: firm.factId };
      const left: EvidenceSide = { ...side, field: "foundedOn", value: foundedOn };
      const right: EvidenceSide = { ...side, field: "openedAt", value: day };
      return { left, right };
    }),
  };
}

export const rel14: Indicator = { manifest, run };
