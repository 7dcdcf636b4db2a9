/** Two departments of the demo city promise more than the city does. */
import type { ProfileSet } from "../../contract/src/facts/complaints.profile-set.ts";
import type { Application, AppOptions } from "./app.ts";
import { plainDateOf } from "./kernel/plain-date.ts";
import { inTransaction } from "./platform/database.ts";
import { recordFact } from "./platform/facts/record.ts";

const SET_AT = "2020-03-02T01:00:00.000Z";

const PROFILES: readonly Omit<ProfileSet, "validFrom">[] = [
  {
    unit: { id: "housing", name: "云澜市住房和城乡建设局" },
    takeHours: 4,
    complaintDays: 12,
    challengeDays: 5,
    siteUrl: "http://housing.yunlan.example/notice",
    letterPrefix: "云建监诉",
  },
  {
    unit: { id: "transport", name: "云澜市交通运输局" },
    takeHours: 8,
    complaintDays: 14,
    siteUrl: "http://transport.yunlan.example/notice",
    letterPrefix: "云交监诉",
  },
];

/** Repeatable: what was recorded before is a duplicate. */
export async function addDemoProfiles(
  { registry }: Application,
  { app }: AppOptions,
): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    for (const profile of PROFILES)
      await recordFact(tx, registry, {
        kind: "complaints.profile-set",
        source: "mingjing",
        sourceId: `profile/${profile.unit.id}/demo`,
        subject: `unit:${profile.unit.id}`,
        occurredAt: SET_AT,
        payload: { ...profile, validFrom: plainDateOf(new Date(SET_AT)) },
      });
  });
}
