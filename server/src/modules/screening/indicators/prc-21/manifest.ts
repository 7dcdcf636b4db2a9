import type { Manifest } from "../../indicator.ts";

export const manifest: Manifest = {
  id: "PRC-21",
  version: "1.0.1",
  group: "PRC",
  names: { zh: "报价明显偏低", en: "Abnormally low" },
  level: "lead",
  law: [
    { article: "ZTB-33", regimes: ["works"] },
    { article: "C12-21", regimes: ["works"] },
    { article: "MOF87-60", regimes: ["procurement"] },
  ],
  facts: ["procurement.bids-opened"],
  method:
    "The lowest of 5 to 40 bids lies below the mean of the others by more than twice their robust deviation (1.4826 × MAD), and by more than in 99 % of lots of n normal bids (20,000 simulated); among more bids the lowest lies far below by their number alone. What follows in law is a question to the bidder by the committee, not a consequence. No cost model: not compared with cost. No bits: a low price is no sign of agreement.",
  trigger: "b₁<m−2s & p<=0.01",
  innocent: ["efficientBidder", "newEntrant", "unclearScope"],
  clearing: ["costExplained", "explanationAccepted", "readingError"],
};
