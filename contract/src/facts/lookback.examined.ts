import { Examination } from "../lookback-values.ts";
import { defineFactKind } from "./fact.ts";

export const lookbackExamined = defineFactKind({
  kind: "lookback.examined",
  version: 1,
  title: { en: "Look-back examined", zh: "评审回头看核查" },
  about: {
    en: "The machine looked back over the scores of a lot: what stands out, how little changes the award, what cannot be computed. Leads for people, no finding against anybody. Never public.",
    zh: "系统对一个标段的专家打分做了回头看：哪些地方突出、改动多少分会换人、哪些无法计算。只是供人核查的线索，不是对任何人的认定。不公开。",
  },
  payload: Examination,
  example: {
    ocid: "ocds-mj0001-YL2026-0312",
    lotId: "1",
    inputHash: "0000000000000000000000000000000000000000000000000000000000000000",
    engine: "1",
    sheet: { experts: [], bids: [], criteria: [], scores: [], residuals: [] },
    findings: [{ id: "MAT-01/noSheet", type: "MAT-01", form: "noSheet", n: 0 }],
    notComputable: [{ type: "EXP-04", why: "rules" }],
  },
});
