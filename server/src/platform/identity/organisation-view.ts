/** Unit and person as an official reads them. */
import type { PersonView, Right, UnitView } from "../../../../contract/src/organisation-api.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Database } from "../database.ts";
import type { Permissions } from "../module.ts";
import { mayActForUnit } from "./organisation-acts.service.ts";
import {
  appointmentsOf,
  findPersonName,
  readPersonHistory,
  readTerms,
  readTree,
  readUnitHistory,
  readUnitPosts,
} from "./organisation.store.ts";
import { postsOf } from "./rights.store.ts";
import type { HeldPost } from "./rights.ts";
import type { Actor } from "./session.store.ts";

export async function unitView(
  db: Database,
  actor: Actor,
  { unit: id, on }: { readonly unit: string; readonly on: string },
): Promise<UnitView> {
  const units = new Map((await readTree(db, on)).map((node) => [node.unit, node]));
  const unit = units.get(id);
  if (unit === undefined) throw new RuleViolation("organisation.not-found");
  const path: UnitView["path"] = [];
  for (let above = units.get(unit.parent ?? ""); above !== undefined && path.length < 20;) {
    path.unshift({ id: above.unit, name: above.name });
    above = units.get(above.parent ?? "");
  }
  const isManager = actor.role === "systemAdmin" || actor.role === "securityAdmin";
  return {
    on,
    unit,
    path,
    children: [...units.values()].filter(({ parent }) => parent === id),
    posts: [...(await readUnitPosts(db, id, on))],
    history: [...(await readUnitHistory(db, id))],
    may: { manage: isManager, appoint: mayActForUnit(actor, id) },
  };
}

const rightOf = (held: HeldPost, permissions: Permissions): Right => ({
  post: held.post,
  title: held.title,
  role: held.role,
  unit: { id: held.unit, name: held.unitName },
  basis: held.basis,
  ...(held.until === null ? {} : { until: held.until }),
  permissions: Object.keys(permissions)
    .filter((permission) => permissions[permission]?.includes(held.role))
    .toSorted(),
  jurisdiction: held.jurisdiction.flatMap((clause) => {
    const matters = clause.matters.filter(
      (matter) => held.matters === null || held.matters.includes(matter),
    );
    return matters.length === 0 ? [] : [{ ...clause, matters }];
  }),
});

/** Who may know of a person's relations: the person, the chief, those who look into it, administrators. */
const KNOWS_RELATIONS: ReadonlySet<string> = new Set([
  "inspector",
  "securityAdmin",
  "systemAdmin",
  "auditor",
]);

export async function personView(
  db: Database,
  actor: Actor,
  wanted: { readonly person: string; readonly on: string; readonly permissions: Permissions },
): Promise<PersonView> {
  const { person, on, permissions } = wanted;
  const name = await findPersonName(db, person, on);
  if (name === undefined) throw new RuleViolation("organisation.not-found");
  const isSelf = person === actor.account;
  const units = (await appointmentsOf(db, person, on)).map(({ unit }) => unit);
  const actFor = isSelf || units.some((unit) => mayActForUnit(actor, unit));
  const knows = actFor || KNOWS_RELATIONS.has(actor.role);
  return {
    on,
    person,
    name,
    rights: (await postsOf(db, person, on)).map((held) => rightOf(held, permissions)),
    appointments: await readTerms(db, person, "appointments"),
    delegations: await readTerms(db, person, "delegations"),
    leaves: await readTerms(db, person, "leaves"),
    recusals: knows ? await readTerms(db, person, "recusals") : [],
    handovers: actFor ? await readTerms(db, person, "handovers") : [],
    history: [...(await readPersonHistory(db, person, knows))],
    may: { actFor, isSelf },
  };
}
