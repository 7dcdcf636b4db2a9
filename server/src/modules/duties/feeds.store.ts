/** Which data came in, counted by week: kept as facts arrive, counted anew after a restore. */
import { sql } from "kysely";

import type { PlainDate } from "../../kernel/plain-date.ts";
import type { Database, Tx } from "../../platform/database.ts";
import type { Subscriber } from "../../platform/facts/feed.ts";
import { FEEDING_KINDS, type FeedWeek } from "./orphans.ts";

const COUNTED = sql`
  SELECT source, kind, coalesce(process.regime, '') AS regime, coalesce(process.industry, '') AS industry,
    coalesce(process.place_code, '') AS place,
    date_trunc('week', occurred_at AT TIME ZONE 'Asia/Shanghai')::date AS week,
    count(*) AS facts, max((occurred_at AT TIME ZONE 'Asia/Shanghai')::date) AS last_on
  FROM fact.fact
  LEFT JOIN LATERAL (SELECT regime, industry, place_code FROM procurement.process
                     WHERE process.ocid = fact.subject LIMIT 1) AS process ON true`;

/** Counts each fact once, in the transaction that moves the cursor. */
export const feedsSubscriber: Subscriber = {
  name: "duties.feeds",
  kinds: FEEDING_KINDS,
  isBlind: true,
  async handle(tx, facts) {
    const ids = facts.map(({ id }) => id);
    await sql`INSERT INTO duties.feed_week (source, kind, regime, industry, place, week, facts, last_on)
      ${COUNTED} WHERE id = ANY (${ids}::uuid[]) GROUP BY 1, 2, 3, 4, 5, 6
      ON CONFLICT (source, kind, regime, industry, place, week) DO UPDATE
      SET facts = feed_week.facts + excluded.facts, last_on = greatest(feed_week.last_on, excluded.last_on)`.execute(
      tx,
    );
  },
};

/** Counts all facts again. @returns rows written */
export async function recountFeeds(tx: Tx): Promise<number> {
  await sql`DELETE FROM duties.feed_week`.execute(tx);
  const { numAffectedRows } = await sql`
    INSERT INTO duties.feed_week (source, kind, regime, industry, place, week, facts, last_on)
    ${COUNTED} WHERE kind = ANY (${[...FEEDING_KINDS]}::text[]) GROUP BY 1, 2, 3, 4, 5, 6`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0n);
}

/**
 * Facts by week from registered sources and from the product itself. Weeks before `from` come as one row with the
 * week of their last fact.
 */
export async function listFeedWeeks(db: Database, from: PlainDate): Promise<readonly FeedWeek[]> {
  const { rows } = await sql<FeedWeek>`
    SELECT kind, regime, industry, place, max(week)::text AS week, sum(facts)::int AS facts,
      max(last_on)::text AS "lastOn"
    FROM duties.feed_week
    WHERE source = 'mingjing' OR EXISTS (SELECT FROM intake.source WHERE source.name = feed_week.source)
    GROUP BY kind, regime, industry, place, CASE WHEN week >= ${from}::date THEN week END`.execute(
    db,
  );
  return rows;
}
