import Type, { type Static } from "typebox";

import { BrokenProof } from "../oversight-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** Facts recomputed since the last result. */
    checked: Type.Integer({ minimum: 0 }),
    /** Facts in the log. */
    size: Type.Integer({ minimum: 0 }),
    broken: Type.Array(BrokenProof, { maxItems: 200 }),
    /** All that are broken, also those that the list has no room for. */
    brokenCount: Type.Integer({ minimum: 0 }),
    /** Of the random sample of the newest checkpoint: proven up to its signed root. */
    sample: Type.Integer({ minimum: 0 }),
    sampleGood: Type.Integer({ minimum: 0 }),
    checkpoints: Type.Integer({ minimum: 0 }),
    checkpointsGood: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export type ProofChecked = Static<typeof Payload>;

export const proofChecked = defineFactKind({
  kind: "oversight.proof-checked",
  version: 1,
  title: { en: "Proofs checked", zh: "日志核对" },
  about: {
    en: "The machine recomputed stored facts and the rows that follow from them against the log. Never public.",
    zh: "系统把入库记录和由此得出的台账与日志重新核对的结果。不公开。",
  },
  payload: Payload,
  example: {
    checked: 20418,
    size: 20418,
    broken: [
      {
        where: "event",
        subject: "voice:TS-2026-0052",
        kind: "complaints.acceptance-decided",
        field: "occurredAt",
        stored: "2026-09-01T01:00:00.000Z",
        expected: "2026-09-11T01:00:00.000Z",
      },
    ],
    brokenCount: 1,
    sample: 500,
    sampleGood: 500,
    checkpoints: 200,
    checkpointsGood: 200,
  },
});
