/** What a change of the organisation must keep to. Each refusal names the field and what to do. */
import { PRIVILEGED_ROLES, type Role } from "../../../../contract/src/organisation.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../database.ts";
import type { FactRegistry } from "../facts/registry.ts";
import { type OrganisationChange, recordOrganisation } from "./organisation.service.ts";
import {
  appointmentsOf,
  branchOf,
  findAdministratorConflict,
  findPersonName,
  findPost,
  findUnit,
  type PostOnDay,
  rolesFrom,
} from "./organisation.store.ts";

const PRIVILEGED: ReadonlySet<Role> = new Set(PRIVILEGED_ROLES);
export const isPrivileged = (role: Role): boolean => PRIVILEGED.has(role);

/** @throws RuleViolation organisation.days */
export function requireOrder(validFrom: string, validTo: string | undefined): void {
  if (validTo !== undefined && validTo < validFrom)
    throw new RuleViolation("organisation.days", { field: "validTo", from: validFrom });
}

/** What was, was: acts begin today or later. */
export function requireNotPast(field: string, day: string, today: string): void {
  if (day < today) throw new RuleViolation("organisation.past-day", { field, day, today });
}

/** The day asked about, and the field to name in a refusal. */
interface FieldOnDay {
  readonly day: string;
  readonly field?: string;
}

export async function requireUnit(tx: Tx, unit: string, { day, field = "unit" }: FieldOnDay) {
  const found = await findUnit(tx, unit, day);
  if (found === undefined)
    throw new RuleViolation("organisation.unknown-unit", { field, unit, day });
  return found;
}

export async function requirePost(tx: Tx, post: string, day: string): Promise<PostOnDay> {
  const found = await findPost(tx, post, day);
  if (found === undefined) throw new RuleViolation("organisation.unknown-post", { post, day });
  return found;
}

export async function requirePerson(tx: Tx, person: string, { day, field = "person" }: FieldOnDay) {
  const name = await findPersonName(tx, person, day);
  if (name === undefined) throw new RuleViolation("organisation.unknown-person", { field, person });
  return name;
}

/** A unit may not stand below itself. */
export async function requireNoCircle(
  tx: Tx,
  { unit, parent, day }: { unit: string; parent: string | undefined; day: string },
): Promise<void> {
  const seen = new Set([unit]);
  let above = parent;
  while (above !== undefined) {
    if (seen.has(above)) throw new RuleViolation("organisation.circle", { unit, parent: above });
    seen.add(above);
    above = (await requireUnit(tx, above, { day, field: "parent" })).parent ?? undefined;
  }
}

/** Who stands in for somebody works in the same branch of units on the first day. */
export async function requireSameBranch(
  tx: Tx,
  { unit, person, day }: { unit: string; person: string; day: string },
): Promise<void> {
  const branch = new Set(await branchOf(tx, unit, day));
  const held = await appointmentsOf(tx, person, day);
  if (!held.some((one) => branch.has(one.unit)))
    throw new RuleViolation("organisation.other-branch", { person, unit });
}

/** True if the post is, or will be, of a role that nobody fills alone. */
export const isPrivilegedPost = async (tx: Tx, post: string, day: string): Promise<boolean> =>
  (await rolesFrom(tx, post, day)).some(isPrivileged);

/**
 * Records changes and refuses them together if a person would be two of the three administrators (三员分离).
 * The database refuses it too, at the commit, whoever writes.
 *
 * @throws RuleViolation organisation.administrators-separated
 */
export async function recordSeparated(
  tx: Tx,
  registry: FactRegistry,
  given: { readonly changes: readonly OrganisationChange[]; readonly at: string },
): Promise<void> {
  await recordOrganisation(tx, registry, given);
  const conflict = await findAdministratorConflict(tx);
  if (conflict === undefined) return;
  const { person, role, otherRole, day } = conflict;
  throw new RuleViolation("organisation.administrators-separated", {
    person,
    role,
    otherRole,
    day,
  });
}
