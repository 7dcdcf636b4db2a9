/** Running clocks and their pending steps. */
import { sql } from "kysely";

import type { Calendar } from "../../../../clocks/src/index.ts";
import type { DeadlineEscalated } from "../../../../contract/src/facts/deadlines.escalated.ts";
import type { Tx } from "../../platform/database.ts";
import { insertRows } from "../../platform/facts/rows.ts";
import { type RunningClock, stepsOf } from "./ladder.ts";
import type { Due } from "./moved-dues.ts";

export async function readDues(tx: Tx, subjects: readonly string[]): Promise<readonly Due[]> {
  const { rows } = await sql<Due>`
    SELECT subject, clock, due_on::text AS "dueOn" FROM deadlines.clock
    WHERE subject = ANY (${[...subjects]}::text[])`.execute(tx);
  return rows;
}

/** All clocks of one subject that run now. */
export interface SubjectClocks {
  readonly subject: string;
  readonly clocks: readonly RunningClock[];
}

/** Replaces the clocks of these subjects. What was escalated stays, and is not escalated again for the same end. */
export async function setClocks(
  tx: Tx,
  given: readonly SubjectClocks[],
  calendar: Calendar,
): Promise<void> {
  const subjects = given.map(({ subject }) => subject);
  await sql`WITH gone AS (DELETE FROM deadlines.clock WHERE subject = ANY (${subjects}::text[]))
    DELETE FROM deadlines.step WHERE subject = ANY (${subjects}::text[])`.execute(tx);
  const clocks = given.flatMap(({ subject, clocks: running }) =>
    running.map(({ clock, unit, dueOn, dueAt, isStatutory, binds }) => ({
      subject,
      clock,
      unit: unit.id,
      due_on: dueOn ?? null,
      due_at: dueAt ?? null,
      is_statutory: isStatutory,
      binds,
    })),
  );
  const steps = given.flatMap(({ subject, clocks: running }) =>
    running.flatMap((clock) =>
      stepsOf(clock, calendar).map(({ at, payload }) => ({
        subject,
        clock: clock.clock,
        step: payload.step,
        due_at: payload.dueAt,
        at,
        payload,
      })),
    ),
  );
  await insertRows(tx, "deadlines.clock", clocks);
  if (steps.length === 0) return;
  await insertRows(tx, "deadlines.step", steps);
  await sql`DELETE FROM deadlines.step USING deadlines.escalation AS done
    WHERE step.subject = ANY (${subjects}::text[])
      AND (done.subject, done.clock, done.step, done.due_at)
        = (step.subject, step.clock, step.step, step.due_at)`.execute(tx);
}

export interface DueStep {
  readonly subject: string;
  readonly at: Date;
  readonly payload: DeadlineEscalated;
}

/** Takes out steps whose time has come and that nobody else is recording. */
export async function takeDueSteps(
  tx: Tx,
  until: Date,
  limit: number,
): Promise<readonly DueStep[]> {
  const { rows } = await sql<DueStep>`
    DELETE FROM deadlines.step WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM deadlines.step WHERE at <= ${until} ORDER BY at LIMIT ${limit} FOR UPDATE SKIP LOCKED))
    RETURNING subject, at, payload`.execute(tx);
  return rows;
}

/** The database's own time: the clock of a node may jump. */
export async function databaseNow(tx: Tx): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`SELECT clock_timestamp() AS now`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error("no row from a query without FROM");
  return row.now;
}
