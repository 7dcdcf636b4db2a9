/**
 * A calendar was entered: the last days of notices and cards that wait for somebody are counted again. What is answered
 * stays as it was, rungs that were climbed stay climbed, and both dates are recorded (T58).
 */
import { sql } from "kysely";

import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Job } from "../../platform/module.ts";
import { recordMoves, recountSubscriber } from "../deadlines/index.ts";
import { cardSubject } from "./card.ts";
import { type CardKey, summariseCards, summariseNotices } from "./summary.service.ts";

const EVERY_SECONDS = 10;

export const noticeRecountSubscriber = recountSubscriber("oversight", [
  "statutes.calendar-year-entered",
]);

interface RecountDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
}

interface Waiting {
  readonly numbers: readonly string[];
  readonly cards: readonly CardKey[];
}

async function readWaiting(tx: Tx): Promise<Waiting> {
  const { rows: notices } = await sql<{ number: string }>`
    SELECT number FROM oversight.notice WHERE state IN ('signed', 'received') ORDER BY number`.execute(
    tx,
  );
  const { rows: cards } = await sql<CardKey>`
    SELECT unit_id AS unit, quarter FROM oversight.card
    WHERE commented_at IS NULL AND released_at IS NULL ORDER BY 1, 2`.execute(tx);
  return { numbers: notices.map(({ number }) => number), cards };
}

/** @returns how many notices and cards were counted again */
export function recount({ db, registry }: RecountDeps, now: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    const { rows: wanted } = await sql<{ id: string }>`
      WITH gone AS (DELETE FROM oversight.recount RETURNING fact_id)
      SELECT fact_id AS id FROM gone ORDER BY fact_id`.execute(tx);
    const because = wanted.at(-1)?.id;
    if (because === undefined) return 0;
    const { numbers, cards } = await readWaiting(tx);
    const subjects = [
      ...numbers.map((number) => `notice:${number}`),
      ...cards.map(({ unit, quarter }) => cardSubject(unit, quarter)),
    ];
    await recordMoves(tx, registry, {
      subjects,
      kind: "oversight.dates-moved",
      because,
      at: now.toISOString(),
      async run() {
        await summariseNotices(tx, numbers);
        await summariseCards(tx, cards);
      },
    });
    return subjects.length;
  });
}

export const recountJob = (deps: RecountDeps): Job => ({
  name: "oversight.recount",
  everySeconds: EVERY_SECONDS,
  run: async (now) => void (await recount(deps, now)),
});
