/** Puts a world into a test application: the organisation as facts, the rows into the projections. */
import { sql } from "kysely";

import { inTransaction, type Tx } from "../../src/platform/database.ts";
import {
  type OrganisationChange,
  recordOrganisation,
} from "../../src/platform/identity/organisation.service.ts";
import { indexWords } from "../../src/platform/search/words.ts";
import type { TestApp } from "../harness.ts";
import type { Dated, World, WorldProcess } from "./world.ts";

const validity = ({ from, to }: Dated) => ({
  validFrom: from,
  ...(to === undefined ? {} : { validTo: to }),
});
const since = { validFrom: "2020-01-01" };
const organisation = (name: string) => ({ kind: "organisation", name });

// oxlint-disable-next-line max-lines-per-function -- one list of all that there is
export function changesOf(world: World): OrganisationChange[] {
  return [
    ...world.units.map(({ unit, unitKind, parent, stationedIn, party }): OrganisationChange => ({
      kind: "unit-registered",
      payload: {
        unit,
        name: `机构${unit}`,
        unitKind,
        ...(parent === undefined ? {} : { parent }),
        ...(stationedIn === undefined ? {} : { stationedIn }),
        ...(party === undefined ? {} : { party: organisation(party) }),
        ...since,
      },
    })),
    ...world.posts.map((post): OrganisationChange => ({
      kind: "post-defined",
      payload: {
        post: post.post,
        unit: post.unit,
        title: "岗位",
        role: post.role,
        jurisdiction: post.clauses,
        ...validity(post),
      },
    })),
    ...world.people.map((person): OrganisationChange => ({
      kind: "person-registered",
      payload: { person, name: `人员${person}`, ...since },
    })),
    ...world.appointments.map((one, n): OrganisationChange => ({
      kind: "appointment-made",
      payload: {
        appointment: `appointment-${n}`,
        person: one.person,
        post: one.post,
        ...validity(one),
      },
    })),
    ...world.delegations.map((one, n): OrganisationChange => ({
      kind: "delegation-made",
      payload: {
        delegation: `delegation-${n}`,
        fromPerson: one.giver,
        toPerson: one.taker,
        post: one.post,
        reason: "出差",
        ...(one.matters === undefined ? {} : { matters: one.matters }),
        ...validity(one),
      },
    })),
    ...world.leaves.map((one, n): OrganisationChange => ({
      kind: "leave-recorded",
      payload: { leave: `leave-${n}`, person: one.person, deputy: one.deputy, ...validity(one) },
    })),
    ...world.recusals.map((one, n): OrganisationChange => ({
      kind: "recusal-declared",
      payload: {
        recusal: `recusal-${n}`,
        person: one.person,
        party: organisation(one.party),
        relation: "family",
        ...validity(one),
      },
    })),
  ];
}

const PUBLISHED = Date.parse("2026-01-01T00:00:00Z");

const processRow = (process: WorldProcess, n: number) => ({
  ocid: process.ocid,
  title: process.title,
  regime: process.regime,
  industry: process.industry,
  place_code: process.place,
  procuring_entity: organisation(process.entity),
  procurement_agency: process.agency === null ? null : organisation(process.agency),
  budget:
    process.amount === null
      ? null
      : { amountMinor: String(process.amount * 100), currency: process.currency },
  words: indexWords([process.title, process.entity]),
  published_at: new Date(PUBLISHED + n * 60_000).toISOString(),
});

export async function plantRows(tx: Tx, world: World): Promise<void> {
  await sql`INSERT INTO procurement.process
      (ocid, title, regime, industry, place_code, procuring_entity, procurement_agency, budget, published_at,
       search)
    SELECT ocid, title, regime, industry, place_code, procuring_entity, procurement_agency, budget, published_at,
      array_to_tsvector(words)
    FROM json_to_recordset(${JSON.stringify(world.processes.map(processRow))}::json)
      AS row (ocid text, title text, regime text, industry text, place_code text, procuring_entity jsonb,
              procurement_agency jsonb, budget jsonb, published_at timestamptz, words text[])`.execute(
    tx,
  );
  const leads = world.leads.map(({ id, process, unit, parties }, n) => ({
    id,
    number: `L-${n}`,
    ocid: process.ocid,
    title: process.title,
    regime: process.regime,
    parties: parties.map(organisation),
    unit,
    at: new Date(PUBLISHED + n * 60_000).toISOString(),
  }));
  await sql`
    WITH line AS (SELECT * FROM json_to_recordset(${JSON.stringify(leads)}::json)
      AS row (id text, number text, ocid text, title text, regime text, parties jsonb, unit text, at timestamptz)),
    handled AS (
      INSERT INTO casework.handling (lead_id, state, version, department_id, department_name, state_since, acted_at)
      SELECT id, 'routed', 0, unit, '机构' || unit, at, at FROM line),
    screened AS (
      INSERT INTO screening.screening (fact_id, ocid, lot_id, occurred_at, bids, bits, is_lead, groups, results,
        input_hash, inputs, engine_version)
      SELECT md5(id)::uuid, ocid, '1', at, 2, 20, true, '[]', '[]', '', 0, '1' FROM line)
    INSERT INTO screening.lead (id, fact_id, number, ocid, lot_id, title, level, bits, indicators, parties,
      screening_id, regime, raised_at)
    SELECT id, md5(id || 'fact')::uuid, number, ocid, '1', title, 'lead', 20, '[]', parties, md5(id)::uuid,
      regime, at FROM line`.execute(tx);
}

export async function plantWorld(app: TestApp, world: World): Promise<void> {
  const { registry, sessions } = app.application;
  const { db } = app.database.app;
  // Half of the rows before the organisation and half after, so that new cells meet old scopes too.
  const half = Math.floor(world.processes.length / 2);
  await inTransaction(db, (tx) =>
    plantRows(tx, { ...world, processes: world.processes.slice(0, half), leads: [] }),
  );
  await inTransaction(db, (tx) =>
    recordOrganisation(tx, registry, { changes: changesOf(world), at: "2020-01-01T00:00:00.000Z" }),
  );
  for (const person of world.people) {
    await sessions.addAccount({ account: person, name: person, isDemo: false, passwordHash: null });
  }
}

/** The other half, once sessions are open. */
export async function plantRest(app: TestApp, world: World): Promise<void> {
  const half = Math.floor(world.processes.length / 2);
  await inTransaction(app.database.app.db, (tx) =>
    plantRows(tx, { ...world, processes: world.processes.slice(half) }),
  );
}
