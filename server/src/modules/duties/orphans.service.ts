/** Puts the orphan maps together from the list, the feeds, the leads and the organisation. */
import { sql } from "kysely";

import type { AssignOrphan, OrphanMaps, OrphanOwner } from "../../../../contract/src/duties.ts";
import type { DutyItem } from "../../../../contract/src/facts/duties.list-published.ts";
import type { OrphanAssigned } from "../../../../contract/src/facts/duties.orphan-assigned.ts";
import { type PlainDate, plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Scope, ScopedReader } from "../../platform/identity/reader.ts";
import { listAlertGroups } from "./alerts.store.ts";
import { type ListHead, listHeads, listItems } from "./duties.store.ts";
import { listOn, overlapsOf } from "./duty.ts";
import { listFeedWeeks } from "./feeds.store.ts";
import {
  type AlertGroup,
  blindPowers,
  dayAfter,
  type Empowered,
  feedStateOf,
  type FeedWeek,
  unownedAlerts,
  weekEnds,
  whyUnowned,
} from "./orphans.ts";
import { isHandled, readStaff, type Staff } from "./seers.store.ts";

export interface OrphanDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly reader: ScopedReader;
}

const WEEKS = 12;

/**
 * The maps as they stand now.
 *
 * @param days a feed without a fact for more than so many days is silent
 */
export async function orphanMaps(
  { db, clock, reader }: OrphanDeps,
  scope: Scope,
  days: number,
): Promise<OrphanMaps> {
  const day = plainDateOf(clock.now());
  const ends = weekEnds(day, WEEKS);
  const heads = await listHeads(db);
  const lists = await itemsByList(db, heads);
  const weeks = await listFeedWeeks(db, dayAfter(ends[0] ?? day, -days - 7));
  const items = lists.get(listOn(heads, day)?.number ?? -1) ?? [];
  const groups = await reader.read(scope, (tx) => listAlertGroups(tx, scope, ends));
  const staff = new Map<PlainDate, Empowered>();
  for (const end of ends) staff.set(end, empoweredBy(await readStaff(db, end)));
  const today = staff.get(day) ?? empoweredBy(await readStaff(db, day));
  const owners = await listOwners(db);
  const owned = <T extends { readonly key: string }>(orphan: T) => ({
    ...orphan,
    owner: owners.get(orphan.key) ?? null,
  });
  const question = { weeks, ends, day, days, listedSince: listedSince(heads, lists) };
  const unowned = unownedAlerts(groups, today).map(owned);
  return {
    day,
    days,
    weeks: ends,
    powers: {
      items: items.length,
      blind: blindPowers(items, question).map(owned),
      trend: blindTrend({ heads, lists, weeks, ends, days }),
    },
    alerts: {
      open: unowned.reduce((sum, { open }) => sum + open, 0),
      groups: unowned.toSorted((a, b) => b.open - a.open),
      trend: ends.map((end, index) => unownedOn(groups, staff.get(end) ?? today, index)),
    },
    overlaps: overlapsOf(items).map(([first, second]) => ({ first, second })),
  };
}

const empoweredBy = (staff: Staff): Empowered => ({
  isUnit: (unit) => staff.units.has(unit),
  hasPerson: ({ department, regime, industry, place }) =>
    isHandled(staff, "lead", { unit: department.id, regime, industry, place }),
});

const unownedOn = (groups: readonly AlertGroup[], on: Empowered, index: number): number =>
  groups.reduce(
    (sum, group) => (whyUnowned(group, on) === undefined ? sum : sum + (group.trend[index] ?? 0)),
    0,
  );

type Lists = ReadonlyMap<number, readonly DutyItem[]>;

async function itemsByList(db: Database, heads: readonly ListHead[]): Promise<Lists> {
  const lists = new Map<number, readonly DutyItem[]>();
  for (const { number } of heads) lists.set(number, await listItems(db, number));
  return lists;
}

/** First day of the first list in which each item stood. */
function listedSince(heads: readonly ListHead[], lists: Lists): ReadonlyMap<string, PlainDate> {
  const since = new Map<string, PlainDate>();
  for (const { number, validFrom } of heads.toSorted((a, b) => a.number - b.number)) {
    for (const { item } of lists.get(number) ?? [])
      if (!since.has(item)) since.set(item, validFrom);
  }
  return since;
}

interface TrendQuestion {
  readonly heads: readonly ListHead[];
  readonly lists: Lists;
  readonly weeks: readonly FeedWeek[];
  readonly ends: readonly PlainDate[];
  readonly days: number;
}

/** Blind powers of the list in force at the end of each week, by what had come in until then. */
const blindTrend = ({ heads, lists, weeks, ends, days }: TrendQuestion): number[] =>
  ends.map((day) => {
    const items = lists.get(listOn(heads, day)?.number ?? -1) ?? [];
    return items.filter((item) => feedStateOf(item, weeks, { day, days }).isBlind).length;
  });

async function listOwners(db: Database): Promise<ReadonlyMap<string, OrphanOwner>> {
  const { rows } = await sql<{ orphan: string; content: OrphanAssigned; at: Date }>`
    SELECT DISTINCT ON (orphan) orphan, content, assigned_at AS at FROM duties.orphan_owner
    ORDER BY orphan, fact_id DESC`.execute(db);
  return new Map(
    rows.map(({ orphan, content: { owner, plan, dueOn, assignedBy }, at }) => [
      orphan,
      {
        ...owner,
        plan,
        ...(dueOn === undefined ? {} : { dueOn }),
        assignedBy: assignedBy.name,
        assignedAt: at.toISOString(),
      },
    ]),
  );
}

/**
 * Records who mends an orphan. The one before stays in the log.
 *
 * @throws RuleViolation duties.unknown-unit, duties.unknown-person
 */
export async function assignOrphan(
  { db, registry, clock }: OrphanDeps,
  { orphan, unit, person, plan, dueOn }: AssignOrphan,
  by: { readonly account: string; readonly name: string },
): Promise<void> {
  const now = clock.now();
  const day = plainDateOf(now);
  const name = (await readStaff(db, day)).units.get(unit)?.name;
  if (name === undefined) throw new RuleViolation("duties.unknown-unit", { unit });
  const owner = {
    unit: { id: unit, name },
    ...(person === undefined ? {} : { person: await personOf(db, { person, unit, day }) }),
  };
  await inTransaction(db, (tx) =>
    recordFact(tx, registry, {
      kind: "duties.orphan-assigned",
      source: "mingjing",
      sourceId: `duties/orphan/${orphan}/${now.toISOString()}`,
      subject: `orphan:${orphan.replace(":", "/")}`,
      occurredAt: now.toISOString(),
      payload: {
        orphan,
        owner,
        plan,
        ...(dueOn === undefined ? {} : { dueOn }),
        assignedBy: { account: by.account, name: by.name },
      },
    }),
  );
}

async function personOf(
  db: Database,
  {
    person,
    unit,
    day,
  }: { readonly person: string; readonly unit: string; readonly day: PlainDate },
): Promise<{ readonly id: string; readonly name: string }> {
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT person AS id, known.name FROM identity.person_on(${day}::date) AS known
    JOIN identity.appointment_on(${day}::date) USING (person)
    JOIN identity.post_on(${day}::date) AS post USING (post)
    WHERE person = ${person} AND post.unit = ${unit} LIMIT 1`.execute(db);
  const [found] = rows;
  if (found === undefined) throw new RuleViolation("duties.unknown-person", { person, unit });
  return found;
}
