/** Publishing a version of the list: the one door, called once two persons agreed. */
import { sql } from "kysely";

import type { DutyList } from "../../../../contract/src/facts/duties.list-published.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { type FieldError, RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { type ListHead, listHeads } from "./duties.store.ts";
import { overlapsOf } from "./duty.ts";

/** Serialises publications: the number of a list is given once. */
const VERSION_LOCK = 7_301_013;

/**
 * Publishes a version: checks it, records `duties.list-published`. From its first day routing goes by it, and it is
 * public at once.
 *
 * @returns id of the fact
 * @throws RuleViolation duties.repeated-item, duties.overlap, duties.wrong-number, duties.starts-in-past,
 *   duties.starts-too-early, request.invalid
 */
export async function publishVersionIn(
  tx: Tx,
  registry: FactRegistry,
  { list, at }: { readonly list: DutyList; readonly at: string },
): Promise<string> {
  await sql`SELECT pg_advisory_xact_lock(${VERSION_LOCK})`.execute(tx);
  checkList(list, await listHeads(tx), plainDateOf(new Date(at)));
  return recordFact(tx, registry, {
    kind: "duties.list-published",
    source: "mingjing",
    sourceId: `duties/list/${list.number}`,
    subject: `dutyList:${list.number}`,
    occurredAt: at,
    payload: list,
  });
}

/** @throws RuleViolation saying what is wrong with the list as the next version */
export function checkList(list: DutyList, heads: readonly ListHead[], today: string): void {
  checkItems(list);
  const last = heads[0];
  const number = (last?.number ?? 0) + 1;
  if (list.number !== number) {
    throw new RuleViolation("duties.wrong-number", { given: list.number, wanted: number });
  }
  // What was whose matter yesterday cannot be changed today.
  if (list.validFrom < today) {
    throw new RuleViolation("duties.starts-in-past", { validFrom: list.validFrom, today });
  }
  if (last !== undefined && list.validFrom < last.validFrom) {
    throw new RuleViolation("duties.starts-too-early", {
      validFrom: list.validFrom,
      last: last.validFrom,
    });
  }
}

function checkItems({ items }: DutyList): void {
  const groups = Map.groupBy(items, ({ item }) => item).values();
  const repeated = [...groups].find((group) => group.length > 1)?.[0];
  if (repeated !== undefined)
    throw new RuleViolation("duties.repeated-item", { item: repeated.item });
  const overlaps = overlapsOf(items);
  const [overlap] = overlaps;
  if (overlap === undefined) return;
  const [first, second] = overlap;
  const errors = overlaps.map(([one, other]): FieldError => ({
    path: `items.${items.indexOf(other)}`,
    code: "duties.overlap",
    params: { first: one.item, second: other.item },
  }));
  throw new RuleViolation("duties.overlap", { first: first.item, second: second.item }, { errors });
}
