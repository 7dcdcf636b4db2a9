import Type, { type Static } from "typebox";

import { OrganisationId, UnitKind } from "../organisation.ts";
import { closed, Organisation, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    unit: OrganisationId,
    name: Type.String({ minLength: 1, maxLength: 120 }),
    unitKind: UnitKind,
    /** The unit above. */
    parent: Type.Optional(OrganisationId),
    /** For a discipline group: the unit it is stationed in. */
    stationedIn: Type.Optional(OrganisationId),
    /** The unit as a party of processes: procuring entity, agency, bidder. */
    party: Type.Optional(Organisation),
    place: Type.Optional(Type.String({ pattern: "^[0-9]{2,12}$" })),
    validFrom: PlainDay,
    validTo: Type.Optional(PlainDay),
  },
  closed,
);
export type UnitRegistered = Static<typeof Payload>;

export const unitRegistered = defineFactKind({
  kind: "identity.unit-registered",
  version: 1,
  title: { en: "Unit registered", zh: "机构登记" },
  about: {
    en: "A unit of the organisation from a day on; a later fact of the same unit replaces it from its own day.",
    zh: "某机构自某日起的登记情况；同一机构的后一条登记自其生效日起取代前一条。",
  },
  payload: Payload,
  example: {
    unit: "housing",
    name: "云澜市住房和城乡建设局",
    unitKind: "department",
    validFrom: "2020-01-01",
  },
});
