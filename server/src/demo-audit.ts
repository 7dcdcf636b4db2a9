/** The demo city's audit: key files of its organs that a visitor can try, and accesses of the past weeks. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { sql } from "kysely";

import { makeSealKey } from "../../contract/src/seal-key.ts";
import type { Application, AppOptions } from "./app.ts";
import type { Access } from "./platform/audit/index.ts";

const ORGANS = ["discipline", "police"] as const;
/** Fictional, printed beside the files: a real organ chooses its own and tells nobody. */
const PASSPHRASE = "yunlan-demo-passphrase";
const LEADS = 40;
const DAY_MS = 86_400_000;

/** Once per installation: a real organ makes its key in its own browser. */
export async function giveDemoSealKeys(
  { audit }: Application,
  { dataDir }: AppOptions,
): Promise<void> {
  const directory = join(dataDir, "secrets", "demo");
  for (const organ of ORGANS) {
    if ((await audit.accessLog.keys.find(organ)) !== undefined) continue;
    const file = await makeSealKey(organ, PASSPHRASE);
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const path = join(directory, `seal-key-${organ}.json`);
    // The file first: a registered key without one would seal for nobody.
    await writeFile(path, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
    await writeFile(join(directory, "seal-key-passphrase.txt"), `${PASSPHRASE}\n`, { mode: 0o600 });
    await audit.registerSealKey(file);
  }
}

interface Visit {
  readonly id: string;
  readonly unit: string;
  readonly raisedAt: Date;
}

/** What no department handles lies with the trading centre. */
const readersOf = (unit: string): readonly string[] =>
  unit === "trading-centre"
    ? ["centre-1", "director-1", "inspector-1"]
    : [`${unit}-1`, `${unit}-2`, `discipline-${unit}-1`];

/** Officers and the inspectors stationed beside them looked at the leads of the last weeks. */
export async function recordDemoAccesses(
  { audit, sessions }: Application,
  { app, clock }: Pick<AppOptions, "app" | "clock">,
): Promise<void> {
  const { rows } = await sql<Visit>`
    SELECT lead.id, department_id AS unit, lead.raised_at AS "raisedAt"
    FROM screening.lead JOIN casework.handling ON lead_id = lead.id
    ORDER BY lead.raised_at DESC LIMIT ${LEADS}`.execute(app.db);
  for (const [index, { id, unit, raisedAt }] of rows.entries()) {
    for (const [order, account] of readersOf(unit).entries()) {
      if ((index + order) % 4 === 3) continue;
      const at = Math.min(raisedAt.getTime() + (order + 1) * DAY_MS, clock.now().getTime());
      const access = await accessBy(sessions, account, { id, at: new Date(at).toISOString() });
      if (access !== undefined) await audit.accessLog.write(access);
    }
  }
}

async function accessBy(
  sessions: Application["sessions"],
  account: string,
  { id, at }: { readonly id: string; readonly at: string },
): Promise<Access | undefined> {
  const known = await sessions.findAccount(account);
  const [held] = known === undefined ? [] : await sessions.heldPosts(account);
  if (known === undefined || held === undefined) return undefined;
  const token = await sessions.open({ account, methods: ["demo"] });
  const actor = await sessions.findActor(token);
  await sessions.close(token);
  if (actor === undefined) return undefined;
  return {
    at,
    actor,
    purpose: "核对线索证据",
    method: "GET",
    route: "/api/leads/:id",
    object: { kind: "lead", id },
    status: 200,
    rows: 1,
    address: "10.20.0.8",
  };
}
