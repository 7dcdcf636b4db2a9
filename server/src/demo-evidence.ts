/** Evidence of the demo city: the last two quarters opened; some seals reviewed, looked at, held longer. */
import { sql } from "kysely";

import type { Officer } from "../../contract/src/casework.ts";
import type { Application, AppOptions } from "./app.ts";
import { monthsAfter, plainDateOf } from "./kernel/plain-date.ts";
import { openQuarter, recordLook, recordReview, setHold } from "./modules/evidence/index.ts";

const OPENED_QUARTERS = 2;
const REVIEWED_LEADS = 4;
const DAY_MS = 86_400_000;
const REVIEWED_AFTER_DAYS = 4;

const COORDINATOR: Officer = {
  account: "coordinator-1",
  name: "江予安",
  department: { id: "coordinator", name: "云澜市公共资源交易监督管理办公室" },
};

interface OldSeal {
  readonly lead: string;
  readonly sealedAt: Date;
  readonly officer: Officer;
}

/** Seals of leads that somebody decided about, on which nobody acted yet. */
async function oldSeals({ app }: AppOptions): Promise<readonly OldSeal[]> {
  const { rows } = await sql<OldSeal>`
    SELECT lead_id AS lead, sealed_at AS "sealedAt", decision -> 'officer' AS officer
    FROM evidence.sealed JOIN casework.handling USING (lead_id)
    WHERE decision IS NOT NULL AND NOT EXISTS (
      SELECT FROM evidence.custody WHERE custody.lead_id = sealed.lead_id)
    ORDER BY sealed_at DESC LIMIT ${REVIEWED_LEADS}`.execute(app.db);
  return rows;
}

async function openLastQuarters(
  { registry }: Application,
  { app, clock }: AppOptions,
): Promise<number> {
  const at = clock.now().toISOString();
  const { rows } = await sql<{ quarter: string }>`
    SELECT DISTINCT quarter FROM evidence.commitment
    WHERE quarter < to_char(${at}::timestamptz AT TIME ZONE 'Asia/Shanghai', 'YYYY"-Q"Q')
      AND quarter NOT IN (SELECT quarter FROM evidence.opening)
    ORDER BY quarter DESC LIMIT ${OPENED_QUARTERS}`.execute(app.db);
  for (const { quarter } of rows)
    await openQuarter({ db: app.db, registry, officer: COORDINATOR, at }, quarter);
  return rows.length;
}

/** Once: what was done stays. */
export async function addDemoEvidence(
  application: Application,
  options: AppOptions,
): Promise<void> {
  const { registry } = application;
  const seals = await oldSeals(options);
  for (const [index, { lead, sealedAt, officer }] of seals.entries()) {
    const day = (days: number) => new Date(sealedAt.getTime() + days * DAY_MS).toISOString();
    const context = (days: number) => ({
      db: options.app.db,
      registry,
      officer,
      scope: undefined,
      at: day(days),
    });
    const actor = { role: "officer" as const };
    await recordLook(context(1), { lead, actor, act: "viewed" });
    await recordReview(context(REVIEWED_AFTER_DAYS), lead, {
      version: 0,
      review: "technical",
      result: "passed",
      text: "核对封存哈希、日志证明，重新运行规则，与封存时一致。",
    });
    if (index % 2 === 1) continue;
    await setHold(context(REVIEWED_AFTER_DAYS + 1), lead, {
      version: 1,
      until: monthsAfter(plainDateOf(sealedAt), 240),
      ground: "已进入调查程序，卷宗归档前继续保全。",
    });
  }
  const quarters = await openLastQuarters(application, options);
  options.log.info(
    { quarters, seals: seals.length },
    "demo city: evidence reviewed, quarters opened",
  );
}
