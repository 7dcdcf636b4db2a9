/** What was escalated. Clocks and pending steps follow from the facts of the modules that set them. */
import {
  deadlineEscalated,
  type DeadlineEscalated,
} from "../../../../contract/src/facts/deadlines.escalated.ts";
import type { FactProjection } from "../../platform/facts/registry.ts";
import { deleteByFact, insertRows } from "../../platform/facts/rows.ts";

const TABLE = "deadlines.escalation";

export const deadlinesFacts: FactProjection = {
  kinds: [deadlineEscalated],
  tables: [TABLE],
  apply: (tx, facts) =>
    insertRows(
      tx,
      TABLE,
      facts.map(({ id, subject, occurredAt, payload }) => {
        const { clock, step, dueOn, dueAt, unit, isStatutory, to } =
          payload as unknown as DeadlineEscalated;
        return {
          fact_id: id,
          subject,
          clock,
          step,
          due_on: dueOn ?? null,
          due_at: dueAt,
          at: occurredAt,
          unit: unit.id,
          is_statutory: isStatutory,
          audiences: to,
        };
      }),
    ),
  retract: (tx, facts) =>
    deleteByFact(
      tx,
      [TABLE],
      facts.map(({ id }) => id),
    ),
};
