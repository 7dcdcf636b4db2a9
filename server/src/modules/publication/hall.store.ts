/** Reads of openings by the public: schema `released` only, and only of processes that are public themselves. */
import { sql } from "kysely";

import type {
  HallEvent,
  HallSession,
  OpeningStage,
} from "../../../../contract/src/opening-values.ts";
import type { Money } from "../../../../contract/src/values.ts";
import type { HallRow } from "../../../../web/src/apps/portal/hall-views.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import { containing } from "../../platform/like.ts";

export interface PublicHall {
  readonly session: HallSession;
  readonly events: readonly HallEvent[];
  readonly entity: string | undefined;
  readonly ceiling: Money | undefined;
}

interface Row {
  readonly view: HallSession;
  readonly title: string;
  readonly stage: OpeningStage;
}

/** The public title stands in place of the one that officers read, without the words that only say that it is a notice. */
const sessionOf = ({ view, title }: Pick<Row, "view" | "title">): HallSession => ({
  ...view,
  title: title.replace(/(?:公开)?(?:招标|采购)公告$/u, "") || title,
});

export async function listHalls(
  db: Database,
  { from, to, q }: { readonly from: Date; readonly to: Date; readonly q: string },
): Promise<readonly HallRow[]> {
  const { rows } = await sql<Row>`
    SELECT hall.view, hall.stage, process.title FROM released.hall
    JOIN released.process ON process.ocid = hall.ocid
    WHERE hall.starts_at >= ${from} AND hall.starts_at < ${to}
      AND process.search ILIKE ${containing(q)}
    ORDER BY hall.starts_at, hall.session LIMIT 300`.execute(db);
  return rows.map((row) => ({ session: sessionOf(row), stage: row.stage }));
}

export async function findNextHall(db: Database, after: Date): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date }>`
    SELECT hall.starts_at AS at FROM released.hall JOIN released.process ON process.ocid = hall.ocid
    WHERE hall.starts_at >= ${after} ORDER BY hall.starts_at LIMIT 1`.execute(db);
  return rows[0]?.at;
}

interface HallFound extends Pick<Row, "view" | "title"> {
  readonly entity: string | null;
  readonly lots: readonly { readonly lotId: string; readonly ceilingPrice?: Money }[];
}

/** @throws RuleViolation hall.not-found, also for what is not public yet */
export async function getHall(db: Database, id: string): Promise<PublicHall> {
  const { rows } = await sql<HallFound>`
    SELECT hall.view, process.title, process.procuring_entity AS entity, process.view -> 'lots' AS lots
    FROM released.hall JOIN released.process ON process.ocid = hall.ocid
    WHERE hall.session = ${id}`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new RuleViolation("hall.not-found", { id }, { status: 404 });
  const session = sessionOf(row);
  const [events = []] = await readHallEvents(db, [{ session: id, after: 0 }]);
  return {
    session,
    events,
    entity: row.entity ?? undefined,
    ceiling: row.lots.find(({ lotId }) => lotId === session.lotId)?.ceilingPrice,
  };
}

/** @throws RuleViolation hall.not-found */
export async function findStage(db: Database, id: string): Promise<OpeningStage> {
  const { rows } = await sql<{ stage: OpeningStage }>`
    SELECT hall.stage FROM released.hall JOIN released.process ON process.ocid = hall.ocid
    WHERE hall.session = ${id}`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new RuleViolation("hall.not-found", { id }, { status: 404 });
  return row.stage;
}

export interface ClockOffset {
  /** Milliseconds by which the database's clock is ahead of this node's. */
  readonly ahead: number;
  /** How far that may be wrong: half of the way there and back. */
  readonly within: number;
}

export async function readClockOffset(db: Database, clock: Clock): Promise<ClockOffset> {
  const began = performance.now();
  const { rows } = await sql<{ now: Date }>`SELECT clock_timestamp() AS now`.execute(db);
  const half = (performance.now() - began) / 2;
  const now = rows[0]?.now ?? clock.now();
  return {
    ahead: Math.round(now.getTime() + half - clock.now().getTime()),
    // A date has milliseconds, no less.
    within: Math.ceil(half) + 1,
  };
}

interface Asked {
  readonly session: string;
  /** The last number that is known. */
  readonly after: number;
}

/** What followed, in input order; one query for all halls that somebody watches. */
export async function readHallEvents(
  db: Database,
  asked: readonly Asked[],
): Promise<readonly (readonly HallEvent[])[]> {
  const { rows } = await sql<{ session: string; event: HallEvent }>`
    SELECT hall_event.session, hall_event.event
    FROM unnest(${asked.map(({ session }) => session)}::text[], ${asked.map(({ after }) => after)}::int[])
      AS asked (session, after)
    JOIN released.hall_event ON hall_event.session = asked.session AND hall_event.n > asked.after
    ORDER BY hall_event.session, hall_event.n`.execute(db);
  const bySession = Map.groupBy(rows, ({ session }) => session);
  return asked.map(({ session }) => (bySession.get(session) ?? []).map(({ event }) => event));
}
