/** Retrievals of the demo city: one of an evaluator is approved, one of a machine waits for a second person. */
import { sql } from "kysely";

import type { AskRetrieval } from "../../contract/src/dossier.ts";
import type { Application, AppOptions } from "./app.ts";
import { askRetrieval } from "./modules/dossier/index.ts";
import { createScopedReader } from "./platform/identity/reader.ts";
import type { Actor } from "./platform/identity/session.store.ts";

interface DemoDossier {
  readonly application: Application;
  readonly options: AppOptions;
}

const ASKER = "housing-1";
const APPROVER = "coordinator-1";

async function actorOf({ sessions }: Application, account: string): Promise<Actor | undefined> {
  const token = await sessions.open({ account, methods: ["demo"] });
  const actor = await sessions.findActor(token);
  await sessions.close(token);
  return actor;
}

/** An evaluator of housing works who scored most, and a machine that several firms used. */
async function targetsOf({ options }: DemoDossier) {
  const { rows } = await sql<{ token: string | null; mac: string | null; lead: string | null }>`
    SELECT
      (SELECT evaluator_token FROM procurement.expert_score JOIN procurement.process USING (ocid)
       WHERE industry = 'housing' GROUP BY 1 ORDER BY count(DISTINCT ocid) DESC, 1 LIMIT 1) AS token,
      (SELECT value FROM screening.seen_value WHERE field = 'mac' AND value <> ''
       GROUP BY value ORDER BY count(DISTINCT firm_key) DESC, value LIMIT 1) AS mac,
      (SELECT number FROM screening.lead ORDER BY raised_at DESC, id LIMIT 1) AS lead`.execute(
    options.app.db,
  );
  return rows[0];
}

/** @returns requests made. What is there stays. */
export async function askDemoRetrievals(demo: DemoDossier): Promise<number> {
  const { application, options } = demo;
  const { rows } = await sql`SELECT FROM dossier.retrieval LIMIT 1`.execute(options.app.db);
  const targets = await targetsOf(demo);
  const [asker, approver] = [
    await actorOf(application, ASKER),
    await actorOf(application, APPROVER),
  ];
  if (rows.length > 0 || targets === undefined || asker === undefined || approver === undefined)
    return 0;
  const { approvals, registry } = application;
  const deps = {
    db: options.app.db,
    registry,
    clock: options.clock,
    reader: createScopedReader(options.console, options.clock),
    approvals,
  };
  const ask = (body: AskRetrieval) => askRetrieval(deps, asker, body);
  const caseNumber = targets.lead ?? "线2026-00001";
  let asked = 0;
  if (targets.token !== null) {
    const { approval, target } = await ask({
      kind: "person",
      value: targets.token,
      purpose: "核查同一专家历次评审打分",
      caseNumber,
    });
    if (approval !== undefined) await approvals.approve(approver, approval, target.label);
    asked += 1;
  }
  if (targets.mac !== null) {
    await ask({
      kind: "device",
      field: "mac",
      value: targets.mac,
      purpose: "核查多家单位同一设备递交",
      caseNumber,
    });
    asked += 1;
  }
  return asked;
}
