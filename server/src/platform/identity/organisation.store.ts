/** Reads of the organisation as it stood on a day. */
import { sql } from "kysely";

import type {
  HistoryEntry,
  PersonList,
  UnitNode,
  UnitPost,
} from "../../../../contract/src/organisation-api.ts";
import type { JurisdictionClause, Role, UnitKind } from "../../../../contract/src/organisation.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { present } from "../../kernel/present.ts";
import type { Database, Tx } from "../database.ts";
import { containing } from "../like.ts";

type Reads = Database | Tx;

export async function readTree(db: Reads, day: string): Promise<readonly UnitNode[]> {
  const { rows } = await sql<UnitNode>`
    SELECT unit.unit, unit.name, unit.kind, unit.parent, unit.stationed_in AS "stationedIn", unit.place,
      count(DISTINCT post.post)::int AS posts, count(DISTINCT held.person)::int AS persons
    FROM identity.unit_on(${day}::date) AS unit
    LEFT JOIN identity.post_on(${day}::date) AS post USING (unit)
    LEFT JOIN identity.appointment_on(${day}::date) AS held USING (post)
    GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY unit.name`.execute(db);
  return rows.map(present);
}

export async function readUnitPosts(
  db: Reads,
  unit: string,
  day: string,
): Promise<readonly UnitPost[]> {
  const { rows } = await sql<UnitPost>`
    SELECT post.post, post.title, post.role, post.jurisdiction,
      coalesce((SELECT json_agg(json_strip_nulls(json_build_object('appointment', held.appointment,
          'person', held.person, 'name', person.name, 'from', held.valid_from, 'to', held.valid_to))
          ORDER BY held.valid_from)
        FROM identity.appointment_on(${day}::date) AS held
        JOIN identity.person_on(${day}::date) AS person USING (person)
        WHERE held.post = post.post), '[]') AS holders
    FROM identity.post_on(${day}::date) AS post WHERE unit = ${unit} ORDER BY post.title, post.post`.execute(
    db,
  );
  return rows;
}

/** Facts behind rows of the organisation, newest first, with the names of what they are about. */
async function readHistory(
  db: Reads,
  facts: ReturnType<typeof sql>,
): Promise<readonly HistoryEntry[]> {
  const { rows } = await sql<HistoryEntry & { at: Date }>`
    WITH part AS (${facts}),
    named AS (SELECT DISTINCT ON (person) person, name FROM identity.person ORDER BY person, fact_id DESC),
    titled AS (SELECT DISTINCT ON (post) post, title FROM identity.post ORDER BY post, fact_id DESC)
    SELECT fact.id AS fact, fact.kind, fact.occurred_at AS at,
      coalesce(fact.payload ->> 'validFrom', fact.payload ->> 'lastDay') AS "from", fact.payload ->> 'validTo' AS "to",
      array_remove(ARRAY[
        coalesce((SELECT name FROM named WHERE person = coalesce(payload ->> 'fromPerson', payload ->> 'person')),
                 payload ->> 'name'),
        (SELECT name FROM named WHERE person = coalesce(payload ->> 'toPerson', payload ->> 'deputy')),
        coalesce(payload ->> 'title', (SELECT title FROM titled WHERE post = payload ->> 'post'),
                 payload -> 'party' ->> 'name')], NULL) AS names
    FROM part JOIN fact.fact ON fact.id = part.fact_id
    ORDER BY fact.occurred_at DESC, fact.id DESC LIMIT 200`.execute(db);
  return rows.map((row) => ({ ...present(row), at: row.at.toISOString() }));
}

export const readUnitHistory = (db: Reads, unit: string) =>
  readHistory(
    db,
    sql`SELECT fact_id FROM identity.unit WHERE unit = ${unit}
      UNION ALL SELECT fact_id FROM identity.post WHERE unit = ${unit}
      UNION ALL SELECT fact_id FROM identity.appointment
        WHERE post IN (SELECT post FROM identity.post WHERE unit = ${unit})
      UNION ALL SELECT fact_id FROM identity.delegation
        WHERE post IN (SELECT post FROM identity.post WHERE unit = ${unit})`,
  );

/** Recusals are left out unless the reader may know them. */
export const readPersonHistory = (db: Reads, person: string, withRecusals: boolean) =>
  readHistory(
    db,
    sql`SELECT fact_id FROM identity.person WHERE person = ${person}
      UNION ALL SELECT fact_id FROM identity.appointment WHERE person = ${person}
      UNION ALL SELECT fact_id FROM identity.delegation WHERE from_person = ${person} OR to_person = ${person}
      UNION ALL SELECT fact_id FROM identity.leave WHERE person = ${person} OR deputy = ${person}
      UNION ALL SELECT fact_id FROM identity.handover WHERE from_person = ${person} OR to_person = ${person}
      UNION ALL SELECT fact_id FROM identity.recusal WHERE person = ${person} AND ${withRecusals}`,
  );

export async function findPersonName(
  db: Reads,
  person: string,
  day: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    SELECT name FROM identity.person WHERE person = ${person}
    ORDER BY valid_from > ${day}::date, valid_from DESC, fact_id DESC LIMIT 1`.execute(db);
  return rows[0]?.name;
}

const NAMED = sql`named AS (SELECT DISTINCT ON (person) person, name FROM identity.person
  ORDER BY person, fact_id DESC)`;
const who = (column: ReturnType<typeof sql>) =>
  sql`json_build_object('id', ${column}, 'name', coalesce((SELECT name FROM named
    WHERE named.person = ${column}), ${column}))`;
const TITLE = sql`coalesce((SELECT title FROM identity.post AS p WHERE p.post = part.post
  ORDER BY valid_from DESC, fact_id DESC LIMIT 1), part.post)`;

/** Posts, delegations, leaves, recusals and hand-overs of a person over time; the last version of each. */
export async function readTerms<Row>(
  db: Reads,
  person: string,
  part: keyof typeof TERMS,
): Promise<Row[]> {
  const { rows } = await sql<Row & object>`WITH ${NAMED} ${TERMS[part](person)}`.execute(db);
  return rows.map(present) as Row[];
}

const TERMS = {
  appointments: (person: string) => sql`
    SELECT appointment, part.post, post.title, post.role, json_build_object('id', unit.unit, 'name', unit.name) AS unit,
      part.valid_from::text AS "from", part.valid_to::text AS "to"
    FROM (SELECT DISTINCT ON (appointment) * FROM identity.appointment ORDER BY appointment, fact_id DESC) AS part
    CROSS JOIN LATERAL (SELECT title, role, unit FROM identity.post AS p WHERE p.post = part.post
      ORDER BY valid_from > part.valid_from, valid_from DESC, fact_id DESC LIMIT 1) AS post
    CROSS JOIN LATERAL (SELECT unit, name FROM identity.unit AS u WHERE u.unit = post.unit
      ORDER BY valid_from DESC, fact_id DESC LIMIT 1) AS unit
    WHERE part.person = ${person} ORDER BY part.valid_from DESC, appointment`,
  delegations: (person: string) => sql`
    SELECT delegation, part.post, ${TITLE} AS title, ${who(sql`from_person`)} AS giver, ${who(sql`to_person`)} AS taker,
      matters, reason, valid_from::text AS "from", valid_to::text AS "to"
    FROM (SELECT DISTINCT ON (delegation) * FROM identity.delegation ORDER BY delegation, fact_id DESC) AS part
    WHERE from_person = ${person} OR to_person = ${person} ORDER BY valid_from DESC, delegation`,
  leaves: (person: string) => sql`
    SELECT leave, ${who(sql`part.person`)} AS person, ${who(sql`deputy`)} AS deputy, reason,
      valid_from::text AS "from", valid_to::text AS "to"
    FROM (SELECT DISTINCT ON (leave) * FROM identity.leave ORDER BY leave, fact_id DESC) AS part
    WHERE part.person = ${person} OR deputy = ${person} ORDER BY valid_from DESC, leave`,
  recusals: (person: string) => sql`
    SELECT recusal, coalesce(party ->> 'name', party ->> 'maskedName') AS party, relation,
      valid_from::text AS "from", valid_to::text AS "to"
    FROM (SELECT DISTINCT ON (recusal) * FROM identity.recusal ORDER BY recusal, fact_id DESC) AS part
    WHERE person = ${person} ORDER BY valid_from DESC, recusal`,
  handovers: (person: string) => sql`
    SELECT part.handover, ${who(sql`from_person`)} AS giver, ${who(sql`to_person`)} AS taker, ${TITLE} AS title,
      last_day::text AS "lastDay", items, note,
      to_char(offered_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "offeredAt",
      to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "receivedAt"
    FROM identity.handover AS part LEFT JOIN identity.handover_receipt USING (handover)
    WHERE from_person = ${person} OR to_person = ${person} ORDER BY offered_at DESC`,
} as const;

export async function findPersons(
  db: Reads,
  { q, unit, day }: { q: string | undefined; unit: string | undefined; day: string },
): Promise<PersonList["rows"]> {
  const { rows } = await sql<PersonList["rows"][number]>`
    SELECT person.person, person.name,
      coalesce(array_agg(unit.name || ' ' || post.title ORDER BY post.title) FILTER (WHERE post.post IS NOT NULL), '{}')
        AS posts
    FROM identity.person_on(${day}::date) AS person
    LEFT JOIN identity.appointment_on(${day}::date) AS held USING (person)
    LEFT JOIN identity.post_on(${day}::date) AS post USING (post)
    LEFT JOIN identity.unit_on(${day}::date) AS unit USING (unit)
    WHERE (${q ?? ""} = '' OR person.name LIKE ${containing(q)} OR person.person LIKE ${containing(q)})
      AND (${unit ?? null}::text IS NULL OR unit.unit = ${unit ?? null})
    GROUP BY 1, 2 ORDER BY person.name, person.person LIMIT 50`.execute(db);
  return rows;
}

export interface PostOnDay {
  readonly post: string;
  readonly unit: string;
  readonly title: string;
  readonly role: Role;
  readonly jurisdiction: readonly JurisdictionClause[];
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** The version of a post that holds on a day. */
export async function findPost(
  db: Reads,
  post: string,
  day: string,
): Promise<PostOnDay | undefined> {
  const { rows } = await sql<PostOnDay>`
    SELECT post, unit, title, role, jurisdiction, valid_from::text AS "validFrom", valid_to::text AS "validTo"
    FROM identity.post_on(${day}::date) AS post WHERE post = ${post}`.execute(db);
  return rows[0];
}

/** Roles that a post has on any day from one on: an appointment reaches into the future. */
export async function rolesFrom(db: Reads, post: string, day: string): Promise<readonly Role[]> {
  const { rows } = await sql<{ role: Role }>`
    SELECT role FROM identity.post WHERE post = ${post} AND (valid_from > ${day}::date
      OR fact_id IN (SELECT fact_id FROM identity.post_on(${day}::date)))`.execute(db);
  return rows.map(({ role }) => role);
}

export interface UnitOnDay {
  readonly unit: string;
  readonly name: string;
  readonly kind: UnitKind;
  readonly parent: string | null;
  readonly stationedIn: string | null;
  readonly party: Party | null;
  readonly place: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
}

export async function findUnit(
  db: Reads,
  unit: string,
  day: string,
): Promise<UnitOnDay | undefined> {
  const { rows } = await sql<UnitOnDay>`
    SELECT unit, name, kind, parent, stationed_in AS "stationedIn", party, place,
      valid_from::text AS "validFrom", valid_to::text AS "validTo"
    FROM identity.unit_on(${day}::date) AS unit WHERE unit = ${unit}`.execute(db);
  return rows[0];
}

/** Units above and below one, itself included: within a branch people may stand in for each other. */
export async function branchOf(db: Reads, unit: string, day: string): Promise<readonly string[]> {
  const { rows } = await sql<{ unit: string }>`
    WITH RECURSIVE unit AS MATERIALIZED (SELECT * FROM identity.unit_on(${day}::date)),
    above AS (SELECT unit, parent FROM unit WHERE unit = ${unit}
      UNION SELECT unit.unit, unit.parent FROM above JOIN unit ON unit.unit = above.parent),
    below AS (SELECT unit FROM unit WHERE unit = ${unit}
      UNION SELECT unit.unit FROM below JOIN unit ON unit.parent = below.unit)
    SELECT unit FROM above UNION SELECT unit FROM below`.execute(db);
  return rows.map((row) => row.unit);
}

export interface AppointmentRow {
  readonly appointment: string;
  readonly person: string;
  readonly post: string;
  readonly validFrom: string;
  readonly validTo: string | null;
}

export async function findAppointment(
  db: Reads,
  appointment: string,
): Promise<AppointmentRow | undefined> {
  const { rows } = await sql<AppointmentRow>`
    SELECT appointment, person, post, valid_from::text AS "validFrom", valid_to::text AS "validTo"
    FROM identity.appointment WHERE appointment = ${appointment} ORDER BY fact_id DESC LIMIT 1`.execute(
    db,
  );
  return rows[0];
}

/** Appointments of a person that hold on a day. */
export async function appointmentsOf(
  db: Reads,
  person: string,
  day: string,
): Promise<readonly (AppointmentRow & { readonly unit: string })[]> {
  const { rows } = await sql<AppointmentRow & { unit: string }>`
    SELECT appointment, person, held.post, held.valid_from::text AS "validFrom", held.valid_to::text AS "validTo",
      post.unit
    FROM identity.appointment_on(${day}::date) AS held JOIN identity.post_on(${day}::date) AS post USING (post)
    WHERE person = ${person}`.execute(db);
  return rows;
}

export interface Conflict {
  readonly person: string;
  readonly role: Role;
  readonly otherRole: Role;
  readonly day: string;
}

/** A person who would be two of the three administrators on one day; whoever asks holds the lock until the commit. */
export async function findAdministratorConflict(tx: Tx): Promise<Conflict | undefined> {
  await sql`SELECT identity.lock_administrators()`.execute(tx);
  const { rows } = await sql<Conflict>`
    SELECT person, role, other_role AS "otherRole", first_day::text AS day
    FROM identity.administrator_conflict LIMIT 1`.execute(tx);
  return rows[0];
}
