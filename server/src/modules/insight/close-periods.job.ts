/** Closes the periods that are over, oldest first, each once and for good. */
import { type Measure, MEASURE_DIMENSIONS, MEASURES } from "../../../../contract/src/insight.ts";
import type { Database } from "../../platform/database.ts";
import type { Job } from "../../platform/module.ts";
import { closePeriod, countRows, listPeriods } from "./insight.store.ts";
import { dimensionsAfter, overPeriods } from "./periods.ts";
import { type PublishedPeriod, publishCells } from "./suppression.ts";

/** Rows of open periods as the run before counted them: a period that still grows is being imported. */
type Seen = Map<string, number>;

async function closeMeasure(db: Database, measure: Measure, at: { now: Date; seen: Seen }) {
  const closed = await listPeriods(db, measure);
  const known = new Set(closed.map(({ period }) => period));
  const open = overPeriods(measure, at.now).filter((period) => !known.has(period));
  if (open.length === 0) return;
  const counted = await countRows(db, measure, {
    dimensions: MEASURE_DIMENSIONS[measure],
    periods: open,
  });
  const published: PublishedPeriod[] = [...closed];
  // Each looks at what those before it published, so none is closed before them.
  let isNext = true;
  for (const period of open) {
    const rows = counted.get(period) ?? [];
    const total = rows.reduce((sum, { count }) => sum + count, 0);
    const key = `${measure} ${period}`;
    const isSteady = at.seen.get(key) === total;
    at.seen.set(key, total);
    if (total === 0) continue;
    isNext &&= isSteady;
    if (!isNext) continue;
    const dimensions = dimensionsAfter(measure, published);
    const cells = publishCells(rows, dimensions);
    const fresh = { period, closedAt: at.now.toISOString(), dimensions, cells };
    await closePeriod(db, measure, fresh);
    published.push(fresh);
    at.seen.delete(key);
  }
}

export function closePeriodsJob(db: Database): Job {
  const seen: Seen = new Map();
  return {
    name: "insight.close-periods",
    everySeconds: 60,
    async run(now) {
      for (const measure of MEASURES) await closeMeasure(db, measure, { now, seen });
    },
  };
}
