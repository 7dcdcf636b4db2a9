/** Last days of running clocks before and after they were counted again. Pure. */
import type { MovedClock } from "../../../../contract/src/deadlines.ts";

export interface Due {
  readonly subject: string;
  readonly clock: string;
  readonly dueOn: string | null;
}

/** Clocks that run before and after with another last day, by subject. */
export function movedDues(
  before: readonly Due[],
  after: readonly Due[],
): ReadonlyMap<string, readonly MovedClock[]> {
  const old = new Map(before.map((due) => [`${due.subject} ${due.clock}`, due.dueOn]));
  const moved = new Map<string, MovedClock[]>();
  for (const { subject, clock, dueOn } of after) {
    const from = old.get(`${subject} ${clock}`);
    if (from === undefined || from === dueOn) continue;
    moved.set(subject, [...(moved.get(subject) ?? []), { clock, from, to: dueOn }]);
  }
  return moved;
}
