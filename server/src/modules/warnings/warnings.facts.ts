/** Facts of the warning nodes → rows; each warning is summarised from its rows. */
import { handled, type Handled } from "../../../../contract/src/facts/warnings.handled.ts";
import { modeSet, type ModeSet } from "../../../../contract/src/facts/warnings.mode-set.ts";
import { overridden, type Overridden } from "../../../../contract/src/facts/warnings.overridden.ts";
import { warned, type Warned } from "../../../../contract/src/facts/warnings.warned.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { addRows, deleteByFact, insertRows } from "../../platform/facts/rows.ts";
import { summariseWarnings, type WarningKey } from "./summary.store.ts";

const ROWS = [
  "warnings.asked",
  "warnings.checked",
  "warnings.override",
  "warnings.handling",
  "warnings.mode",
];

export const warningFacts: FactProjection = {
  kinds: [warned, modeSet, overridden, handled],
  tables: [...ROWS, "warnings.warning"],
  async apply(tx, facts) {
    const of = (kind: string) => facts.filter((fact) => fact.kind === kind);
    await insertRows(tx, "warnings.asked", of(warned.kind).map(askedRow));
    await insertRows(tx, "warnings.checked", of(warned.kind).flatMap(checkedRows));
    await insertRows(tx, "warnings.override", of(overridden.kind).map(overrideRow));
    // A second act of the same version must fail, so that two people cannot both win.
    await addRows(tx, "warnings.handling", of(handled.kind).map(handlingRow));
    await insertRows(tx, "warnings.mode", of(modeSet.kind).map(modeRow));
    await summariseWarnings(tx, facts.flatMap(keysOf));
  },
  async retract(tx, facts) {
    await deleteByFact(
      tx,
      ROWS,
      facts.map(({ id }) => id),
    );
    await summariseWarnings(tx, facts.flatMap(keysOf));
  },
};

/** Warnings that a fact touches. */
function keysOf(fact: StoredFact): readonly WarningKey[] {
  if (fact.kind === modeSet.kind) return [];
  if (fact.kind !== warned.kind) {
    const { scope, node } = fact.payload as unknown as Handled | Overridden;
    return [{ scope, node }];
  }
  const { scope, nodes } = fact.payload as unknown as Warned;
  return nodes.map(({ node }) => ({ scope, node }));
}

function askedRow(fact: StoredFact) {
  const { check, source, actId, scope, nodes } = fact.payload as unknown as Warned;
  return {
    fact_id: fact.id,
    check_id: check,
    source,
    act_id: actId,
    scope,
    occurred_at: fact.occurredAt,
    nodes,
  };
}

function checkedRows(fact: StoredFact) {
  const { source, actId, scope, stage, act, ocid, lotId, timing, nodes } =
    fact.payload as unknown as Warned;
  return nodes
    .filter(({ notComputable }) => notComputable === undefined)
    .map(({ node, isHit, mode, advice, params, strip }) => ({
      fact_id: fact.id,
      node,
      scope,
      occurred_at: fact.occurredAt,
      source,
      act_id: actId,
      stage,
      act,
      ocid,
      lot_id: lotId,
      is_after: timing === "after",
      is_hit: isHit,
      mode,
      advice,
      params,
      strip,
    }));
}

function overrideRow(fact: StoredFact) {
  const { scope, node, source, ground, reason, approvedBy } = fact.payload as unknown as Overridden;
  return {
    fact_id: fact.id,
    scope,
    node,
    occurred_at: fact.occurredAt,
    source,
    ground,
    reason,
    approved_by: approvedBy,
  };
}

function handlingRow(fact: StoredFact) {
  const { warning, scope, node, version, handling, note, by } = fact.payload as unknown as Handled;
  return {
    fact_id: fact.id,
    warning,
    scope,
    node,
    occurred_at: fact.occurredAt,
    version,
    handling,
    note,
    by_whom: by,
  };
}

function modeRow(fact: StoredFact) {
  const { node, mode, from, ground, by } = fact.payload as unknown as ModeSet;
  return {
    fact_id: fact.id,
    node,
    mode,
    valid_from: from,
    occurred_at: fact.occurredAt,
    ground,
    by_whom: by,
  };
}
