import Type, { type Static } from "typebox";

import { OrganisationId } from "../organisation.ts";
import { closed, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    appointment: OrganisationId,
    person: OrganisationId,
    post: OrganisationId,
    validFrom: PlainDay,
    validTo: Type.Optional(PlainDay),
  },
  closed,
);
export type AppointmentMade = Static<typeof Payload>;

export const appointmentMade = defineFactKind({
  kind: "identity.appointment-made",
  version: 1,
  title: { en: "Appointment made", zh: "任职" },
  about: {
    en: "A person holds a post from a day on; a later fact of the same appointment replaces it, and so ends it.",
    zh: "某人自某日起担任某岗位；同一任职的后一条记录取代前一条，离任也由此记录。",
  },
  payload: Payload,
  example: {
    appointment: "chen-lan-housing",
    person: "chen-lan",
    post: "housing-officer",
    validFrom: "2020-01-01",
  },
});
