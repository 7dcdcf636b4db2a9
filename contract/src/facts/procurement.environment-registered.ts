import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";
import { DeviceTrace } from "./trace.ts";

const Payload = Type.Object(
  {
    environmentKind: Type.Union([
      Type.Literal("printShop"),
      Type.Literal("bidPreparationFirm"),
      Type.Literal("virtualDesktop"),
      Type.Literal("centerTerminal"),
      Type.Literal("nat"),
      Type.Literal("vpn"),
      Type.Literal("hotel"),
      Type.Literal("other"),
    ]),
    name: Type.String({ minLength: 1, maxLength: 200 }),
    /** The shared values: any of ip, mac, cpu, disk, lockNo, toolId, contactPhone, payerAccount. */
    values: Type.Array(DeviceTrace, { minItems: 1, maxItems: 1000 }),
  },
  closed,
);
export type EnvironmentRegistered = Static<typeof Payload>;

export const environmentRegistered = defineFactKind({
  kind: "procurement.environment-registered",
  version: 1,
  title: { en: "Shared environment registered", zh: "共用环境登记" },
  about: {
    en: "A place that many honest bidders share (print shop, centre terminal, NAT …): hits through it drop one level, never vanish.",
    zh: "多家守法投标人共用的场所（图文店、中心终端、NAT 等）：经由它的命中降一级，但不删除。",
  },
  payload: Payload,
  example: {
    environmentKind: "printShop",
    name: "云澜图文服务部",
    values: [{ ip: "203.0.113.20", mac: "3C-52-82-00-20-01" }],
  },
});
