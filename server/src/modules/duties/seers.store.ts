/** Which posts could see a matter: the organisation's jurisdictions, asked the other way round. */
import { sql } from "kysely";

import type { Department } from "../../../../contract/src/casework.ts";
import type { Seer } from "../../../../contract/src/duties.ts";
import { MATTERS, type MatterKind, type Role } from "../../../../contract/src/organisation.ts";
import type { PlainDate } from "../../kernel/plain-date.ts";
import type { Database } from "../../platform/database.ts";
import { clausesOf, type HeldPost, type ScopeClause } from "../../platform/identity/rights.ts";
import { bandOf } from "./duty.ts";

/** A post of a day with those who hold it. */
export interface StaffedPost {
  readonly held: HeldPost;
  readonly persons: readonly string[];
}

/** Units and posts of a day. */
export interface Staff {
  readonly units: ReadonlyMap<string, Department>;
  readonly posts: readonly StaffedPost[];
}

interface PostRow extends HeldPost {
  readonly persons: readonly string[];
}

export async function readStaff(db: Database, day: PlainDate): Promise<Staff> {
  const { rows: units } = await sql<Department>`
    SELECT unit AS id, name FROM identity.unit_on(${day}::date) ORDER BY unit`.execute(db);
  const { rows } = await sql<PostRow>`
    WITH RECURSIVE unit AS MATERIALIZED (SELECT * FROM identity.unit_on(${day}::date)),
    below AS (
      SELECT unit AS top, unit FROM unit
      UNION SELECT below.top, child.unit FROM below JOIN unit AS child ON child.parent = below.unit
    ),
    holder AS MATERIALIZED (
      SELECT post, array_agg(name ORDER BY name) AS persons
      FROM identity.appointment_on(${day}::date) JOIN identity.person_on(${day}::date) USING (person)
      GROUP BY post
    )
    SELECT post.post, post.title, post.role, 'appointment' AS basis, NULL AS until, unit.unit, unit.name AS "unitName",
      unit.kind AS "unitKind", unit.party AS "unitParty",
      ARRAY(SELECT below.unit FROM below WHERE top = unit.unit) AS below,
      ARRAY(SELECT below.unit FROM below WHERE top = unit.stationed_in) AS stationed,
      NULL AS token, post.jurisdiction, NULL AS matters, coalesce(holder.persons, '{}') AS persons
    FROM identity.post_on(${day}::date) AS post JOIN unit USING (unit) LEFT JOIN holder USING (post)
    ORDER BY unit.unit, post.post`.execute(db);
  return {
    units: new Map(units.map((unit) => [unit.id, unit])),
    posts: rows.map(({ persons, ...held }) => ({ held, persons })),
  };
}

/** What is to be seen. Null: not known. */
export interface Sight {
  readonly unit: string;
  readonly regime: string | null;
  readonly industry: string | null;
  readonly place: string | null;
  readonly amount?: number | null;
}

/** Duties of matters that have no jurisdiction of their own are seen with the process. */
export const seenAs = (matter: string): MatterKind =>
  MATTERS.find((known) => known === matter) ?? "process";

/** As identity.covers in SQL: an unknown industry or place is covered by clauses that name none. */
function covers(
  clause: ScopeClause,
  { unit, regime, industry, place, amount = null }: Sight,
): boolean {
  const { units, regimes, industries, places, bandFrom, bandTo } = clause;
  const band = amount === null ? undefined : bandOf(amount);
  return (
    (units === undefined || units.includes(unit)) &&
    (regimes === undefined || (regime !== null && regimes.includes(regime))) &&
    (industries === undefined || (industry !== null && industries.includes(industry))) &&
    (places === undefined || places.some((prefix) => place?.startsWith(prefix) === true)) &&
    (band === undefined || (band >= bandFrom && band <= bandTo))
  );
}

/** Roles that act on what comes to their unit; the others only watch. */
const ACTING: ReadonlySet<Role> = new Set(["officer", "chief"]);

const sees = ({ held }: StaffedPost, matter: MatterKind, sight: Sight): boolean =>
  clausesOf(held).some((clause) => clause.matter === matter && covers(clause, sight));

/** Posts of a unit and of those below it, and whether each would see the matter. */
export function seersOf(staff: Staff, matter: string, sight: Sight): Seer[] {
  const kind = seenAs(matter);
  const top = staff.posts.find(({ held }) => held.unit === sight.unit)?.held.below ?? [sight.unit];
  return staff.posts
    .filter(({ held }) => top.includes(held.unit))
    .map((post) => {
      const { held, persons } = post;
      const isSeen = sees(post, kind, sight);
      return {
        post: held.post,
        title: held.title,
        role: held.role,
        unit: { id: held.unit, name: held.unitName },
        persons: [...persons],
        sees: isSeen,
        acts: isSeen && persons.length > 0 && ACTING.has(held.role),
      };
    });
}

/** True when somebody could act on it. */
export const isHandled = (staff: Staff, matter: string, sight: Sight): boolean =>
  staff.posts.some(
    (post) =>
      post.persons.length > 0 && ACTING.has(post.held.role) && sees(post, seenAs(matter), sight),
  );
