/** A calendar or an article was entered: each module counts its own dates again, in the same way (T58). */
import { sql } from "kysely";

import type { DatesMoved } from "../../../../contract/src/facts/complaints.dates-moved.ts";
import type { Tx } from "../../platform/database.ts";
import type { Subscriber } from "../../platform/facts/feed.ts";
import { recordOwnFacts } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { readDues } from "./clock.store.ts";
import { movedDues } from "./moved-dues.ts";

/** Notes in a table of the module, `(fact_id uuid PRIMARY KEY)`, what its job has to count again for. */
export const recountSubscriber = (
  module: "complaints" | "oversight",
  kinds: readonly string[],
): Subscriber => ({
  name: `${module}.recount`,
  kinds,
  isBlind: true,
  async handle(tx, facts) {
    await sql`INSERT INTO ${sql.table(`${module}.recount`)}
      SELECT unnest(${facts.map(({ id }) => id)}::uuid[]) ON CONFLICT DO NOTHING`.execute(tx);
  },
});

export interface Recount {
  readonly subjects: readonly string[];
  /** Kind of fact that says both dates. */
  readonly kind: string;
  /** Fact that was entered. */
  readonly because: string;
  readonly at: string;
  readonly run: () => Promise<void>;
}

/** Counts again, and records for each subject the running clocks that end on another day now. */
export async function recordMoves(
  tx: Tx,
  registry: FactRegistry,
  { subjects, kind, because, at, run }: Recount,
): Promise<void> {
  const before = await readDues(tx, subjects);
  await run();
  const moved = movedDues(before, await readDues(tx, subjects));
  await recordOwnFacts(
    tx,
    registry,
    [...moved].map(([subject, clocks]) => ({
      kind,
      source: "mingjing",
      sourceId: `${subject.replace(":", "/")}/moved/${because}`,
      subject,
      occurredAt: at,
      payload: { because, clocks: [...clocks] } satisfies DatesMoved,
    })),
  );
}
