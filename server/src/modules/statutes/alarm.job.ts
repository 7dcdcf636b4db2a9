/** Tells those who may enter a year that dates of open voices wait for it, once a month (T57). */
import { plainDateOf } from "../../kernel/plain-date.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Job } from "../../platform/module.ts";
import { wasTold } from "./moved.store.ts";
import { alarmOf, type OpenVoice } from "./moves.ts";
import { readStatutes } from "./statutes.store.ts";

export interface AlarmDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly openVoices: () => Promise<readonly OpenVoice[]>;
}

const DAY_MS = 86_400_000;
const QUIET_DAYS = 30;

export async function tellMissingYear(
  { db, registry, openVoices }: AlarmDeps,
  now: Date,
): Promise<void> {
  const on = plainDateOf(now);
  const alarm = alarmOf(await openVoices(), await readStatutes(db), on);
  if (alarm === null) return;
  const since = plainDateOf(new Date(now.getTime() - QUIET_DAYS * DAY_MS));
  await inTransaction(db, async (tx) => {
    if (await wasTold(tx, alarm.year, since)) return;
    await recordFact(tx, registry, {
      kind: "statutes.year-missed",
      source: "mingjing",
      sourceId: `statutes/missed/${alarm.year}/${on}`,
      subject: `calendarYear:${alarm.year}`,
      occurredAt: now.toISOString(),
      payload: { ...alarm, on },
    });
  });
}

export const alarmJob = (deps: AlarmDeps): Job => ({
  name: "statutes.missing-year",
  everySeconds: 3600,
  run: (now) => tellMissingYear(deps, now),
});
