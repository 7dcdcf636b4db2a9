/** A request of the demo city that waits for a second person. */
import { sql } from "kysely";

import type { Application } from "./app.ts";
import { plainDateOf } from "./kernel/plain-date.ts";
import type { Clock } from "./platform/clock.ts";
import type { Database } from "./platform/database.ts";

const DAY_MS = 86_400_000;

/** The system administrator asks for a narrower jurisdiction; the security administrator of the office may approve. Once. */
export async function askForPostChange(
  { sessions, approvals }: Application,
  db: Database,
  clock: Clock,
): Promise<void> {
  const { rows } = await sql`SELECT FROM approval.request LIMIT 1`.execute(db);
  if (rows.length > 0) return;
  const token = await sessions.open({ account: "system-1", methods: ["demo"] });
  const actor = await sessions.findActor(token);
  await sessions.close(token);
  if (actor === undefined) return;
  await approvals.request(actor, {
    act: "organisation.define-post",
    reason: "机构改革后，400 万元以上的工程项目由专人经办",
    params: {
      post: "water-1-post",
      unit: "water",
      title: "招标投标监督科 经办人",
      role: "officer",
      jurisdiction: [
        { matters: ["process"], regimes: ["works"], industries: ["water"], bandFrom: 4 },
        { matters: ["lead"] },
      ],
      validFrom: plainDateOf(new Date(clock.now().getTime() + 7 * DAY_MS)),
    },
  });
}
