import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed, LotId } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    ocid: Type.String({ minLength: 3, maxLength: 140 }),
    lotId: LotId,
    examination: Type.String({ format: "uuid" }),
    /** The whole text, line by line. */
    text: Type.Array(Type.String({ maxLength: 4000 }), { minItems: 1, maxItems: 4000 }),
    /** SHA-256 of the lines joined by line feeds, UTF-8. */
    textHash: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    officer: Officer,
    version: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type LookbackReportSigned = Static<typeof Payload>;

export const lookbackReportSigned = defineFactKind({
  kind: "lookback.report-signed",
  version: 1,
  title: { en: "Look-back report signed", zh: "回头看报告签署" },
  about: {
    en: "The report of the look-back stands with its hash; from here on findings go the way the law has for signed evaluations. Never public.",
    zh: "回头看报告定稿并记下摘要值；此后发现的问题按评标报告签署后的法定途径处理。不公开。",
  },
  payload: Payload,
  example: {
    ocid: "ocds-mj0001-YL2026-0312",
    lotId: "1",
    examination: "00000000-0000-7000-8000-000000000001",
    text: ["评审回头看报告"],
    textHash: "0000000000000000000000000000000000000000000000000000000000000000",
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
    version: 3,
  },
});
