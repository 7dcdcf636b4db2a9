import Type, { type Static } from "typebox";

import { closed, LotId } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Text = Type.String({ maxLength: 2000 });

const Payload = Type.Object(
  {
    lotId: LotId,
    /** Fact id of the screening that read it. */
    screeningId: Type.String(),
    engineVersion: Text,
    /** Bids, traces, register and market of the lot, as the indicators got them (server: `ScreeningInput`). */
    input: Type.Object({}),
    /** How rare each value was that an indicator asked for; without numbers: not known. */
    seen: Type.Array(
      Type.Object(
        {
          field: Text,
          value: Text,
          firms: Type.Optional(Type.Integer({ minimum: 0 })),
          total: Type.Optional(Type.Integer({ minimum: 0 })),
        },
        closed,
      ),
    ),
    /** Tail probabilities of the other lots of the day, with which its own were corrected (D.0.6). */
    tails: Type.Array(
      Type.Object(
        {
          family: Type.String({ pattern: "^[A-Z]{3}$" }),
          probability: Type.Number({ minimum: 0, maximum: 1 }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type InputKept = Static<typeof Payload>;

export const inputKept = defineFactKind({
  kind: "screening.input-kept",
  version: 1,
  title: { en: "Input of a lead kept", zh: "线索输入留存" },
  about: {
    en: "Everything the indicators read when they raised a lead, so that anybody may run them again and get the same figures. Never public.",
    zh: "生成线索时指标读取的全部数据，供任何时候重新运行并得到相同数字。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    lotId: "1",
    screeningId: "01900000-0000-7000-8000-000000000000",
    engineVersion: "1.1.0",
    input: {},
    seen: [{ field: "ip", value: "203.0.113.9", firms: 0, total: 214 }],
    tails: [{ family: "PRC", probability: 0.42 }],
  },
});
