import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    name: Type.String({ pattern: "^[a-z][a-z0-9-]{1,62}$" }),
    title: Type.String({ minLength: 1, maxLength: 200 }),
    /** Zone for times without offset. */
    zone: Type.String({ minLength: 1, maxLength: 60 }),
    /** SHA-256 (hex) of the key; the key itself is shown once and never stored. */
    keyHash: Type.Optional(Type.String({ pattern: "^[0-9a-f]{64}$" })),
  },
  closed,
);
export type SourceRegistered = Static<typeof Payload>;

export const sourceRegistered = defineFactKind({
  kind: "intake.source-registered",
  version: 1,
  title: { en: "Source registered", zh: "数据来源登记" },
  about: { en: "A system may send facts under this name.", zh: "登记一个可以报送事实的系统。" },
  payload: Payload,
  example: { name: "trading-system", title: "云澜市公共资源电子交易系统", zone: "Asia/Shanghai" },
});
