import Type, { type Static } from "typebox";

import { OrganisationId } from "../organisation.ts";
import { closed, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

/** Names an orphan: a power (`power:<item>`) or a group of alerts (`alert:<unit>/<regime>/<industry>/<place>`). */
export const OrphanKey = Type.String({ pattern: "^(power|alert):[A-Za-z0-9/_-]{1,160}$" });

const Payload = Type.Object(
  {
    orphan: OrphanKey,
    /** Who mends it: a unit, and in it perhaps a person (account). */
    owner: Type.Object(
      {
        unit: Type.Object(
          { id: OrganisationId, name: Type.String({ minLength: 1, maxLength: 120 }) },
          closed,
        ),
        person: Type.Optional(
          Type.Object(
            { id: OrganisationId, name: Type.String({ minLength: 1, maxLength: 80 }) },
            closed,
          ),
        ),
      },
      closed,
    ),
    plan: Type.String({ minLength: 1, maxLength: 1000 }),
    /** Day by which it should be mended. */
    dueOn: Type.Optional(PlainDay),
    assignedBy: Type.Object(
      {
        account: Type.String({ minLength: 1, maxLength: 80 }),
        name: Type.String({ minLength: 1, maxLength: 80 }),
      },
      closed,
    ),
  },
  closed,
);
export type OrphanAssigned = Static<typeof Payload>;

export const orphanAssigned = defineFactKind({
  kind: "duties.orphan-assigned",
  version: 1,
  title: { en: "Orphan assigned", zh: "管理空白落实责任" },
  about: {
    en: "Who mends a power without data or alerts that nobody is empowered to take, and how.",
    zh: "有权无数据、有预警无人管的空白由谁落实、怎样落实。",
  },
  payload: Payload,
  example: {
    orphan: "power:YL-041",
    owner: { unit: { id: "natural-resources", name: "云澜市自然资源和规划局" } },
    plan: "接入矿业权出让交易数据，第四季度完成联调。",
    dueOn: "2026-12-31",
    assignedBy: { account: "coordinator-1", name: "江予安" },
  },
});
