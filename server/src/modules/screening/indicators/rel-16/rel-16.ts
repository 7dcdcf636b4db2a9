/** REL-16: under a restriction in force for this regime on the day (indicators.md D.3; 采购法 77). */
import { type Finding, type Indicator, notComputable } from "../../indicator.ts";
import type { Lot } from "../../lot.ts";
import { manifest } from "./manifest.ts";

function run(lot: Lot): Finding {
  const { registry, regime } = lot.input;
  const n = lot.standing.length;
  const restrictions = registry?.restrictions;
  if (restrictions === undefined) return notComputable(n, "noRegistry");
  if (regime === undefined) return notComputable(n, "regimeUnknown");
  const found = lot.standing.flatMap((bidder) =>
    restrictions
      .filter(({ bidder: key, regimes }) => bidder.firms.has(key) && regimes.includes(regime))
      .map((restriction) => ({ bidder, restriction })),
  );
  if (found.length === 0) return { outcome: "noHit", n, value: "restrictions=0" };
  return {
    outcome: "hit",
    n,
    value: `restrictions=${found.length}`,
    bits: 0,
    evidence: found.map(({ bidder, restriction: { factId, list, decisionNo, from, to } }) => ({
      left: { party: bidder.party, factId, field: "list", value: `${list} ${decisionNo}` },
      right: { party: bidder.party, factId, field: "from", value: `${from} – ${to ?? ""}`.trim() },
    })),
  };
}

export const rel16: Indicator = { manifest, run };
