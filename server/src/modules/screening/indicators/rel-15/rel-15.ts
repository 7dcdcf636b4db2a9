/** REL-15: revoked, cancelled, or on the list of abnormal operations (indicators.md D.3; 企业信息公示暂行条例 18). */
import { type Finding, type Indicator, notComputable } from "../../indicator.ts";
import type { Lot } from "../../lot.ts";
import { manifest } from "./manifest.ts";

function run(lot: Lot): Finding {
  const { registry } = lot.input;
  const n = lot.standing.length;
  if (registry === undefined) return notComputable(n, "noRegistry");
  const known = lot.standing.flatMap((bidder) => {
    const firm = registry.firms[bidder.key];
    return firm === undefined ? [] : [{ bidder, firm }];
  });
  const odd = known.filter(({ firm }) => firm.status !== "active");
  if (odd.length === 0) {
    return known.length < n
      ? notComputable(n, "partialRegistry", { have: known.length, bids: n })
      : { outcome: "noHit", n, value: `active=${n}` };
  }
  return {
    outcome: "hit",
    n,
    value: odd.map(({ firm }) => firm.status).join("; "),
    bits: 0,
    evidence: odd.map(({ bidder, firm }) => {
      const side = { party: bidder.party, factId: firm.factId };
      return {
        left: { ...side, field: "status", value: firm.status },
        right: { ...side, field: "asOf", value: firm.asOf },
      };
    }),
  };
}

export const rel15: Indicator = { manifest, run };
