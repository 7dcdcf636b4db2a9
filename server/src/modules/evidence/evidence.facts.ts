/** Facts of evidence → rows: seals, custody, commitments, openings. */
import { accessed } from "../../../../contract/src/facts/evidence.accessed.ts";
import {
  alertsCommitted,
  type AlertsCommitted,
} from "../../../../contract/src/facts/evidence.alerts-committed.ts";
import { holdEnded } from "../../../../contract/src/facts/evidence.hold-ended.ts";
import { holdSet } from "../../../../contract/src/facts/evidence.hold-set.ts";
import { quarterOpened } from "../../../../contract/src/facts/evidence.quarter-opened.ts";
import { reviewed } from "../../../../contract/src/facts/evidence.reviewed.ts";
import { sealed } from "../../../../contract/src/facts/evidence.sealed.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { addRows, deleteByFact, insertRows } from "../../platform/facts/rows.ts";
import { chainOf } from "./commitment.ts";

const SEALED = "evidence.sealed";
const CUSTODY = "evidence.custody";
const COMMITMENTS = "evidence.commitment";
const OPENINGS = "evidence.opening";
const TABLES = [SEALED, CUSTODY, COMMITMENTS, OPENINGS];

const CUSTODY_KINDS = new Set([holdSet.kind, holdEnded.kind, reviewed.kind, accessed.kind]);

export const evidenceFacts: FactProjection = {
  kinds: [sealed, alertsCommitted, quarterOpened, holdSet, holdEnded, reviewed, accessed],
  tables: TABLES,
  async apply(tx, facts) {
    const of = (kind: string) => facts.filter((fact) => fact.kind === kind);
    await insertRows(tx, SEALED, of(sealed.kind).map(sealedRow));
    // Two of one place would be two histories.
    await addRows(tx, COMMITMENTS, of(alertsCommitted.kind).map(commitmentRow));
    await insertRows(tx, OPENINGS, of(quarterOpened.kind).map(openingRow));
    const acts = facts.filter(({ kind }) => CUSTODY_KINDS.has(kind));
    // A second act of the same version must fail, so that two people cannot both win.
    await addRows(tx, CUSTODY, acts.map(custodyRow));
  },
  retract: (tx, facts) =>
    deleteByFact(
      tx,
      TABLES,
      facts.map(({ id }) => id),
    ),
};

const afterColon = (subject: string): string => subject.slice(subject.indexOf(":") + 1);

function sealedRow({ id, subject, occurredAt, payload }: StoredFact) {
  return {
    fact_id: id,
    screening_id: payload["screeningId"],
    lead_id: subject.startsWith("lead:") ? afterColon(subject) : null,
    ocid: payload["ocid"],
    lot_id: payload["lotId"],
    sealed_at: occurredAt,
    payload,
  };
}

const custodyRow = ({ id, subject, occurredAt, kind, payload }: StoredFact) => ({
  fact_id: id,
  lead_id: afterColon(subject),
  occurred_at: occurredAt,
  kind,
  version: payload["version"] ?? null,
  payload,
});

function commitmentRow({ id, payload }: StoredFact) {
  const committed = payload as unknown as AlertsCommitted;
  const { screeningId, quarter, sequence } = committed;
  return { fact_id: id, screening_id: screeningId, quarter, sequence, chain: chainOf(committed) };
}

const openingRow = ({ id, occurredAt, payload }: StoredFact) => ({
  fact_id: id,
  rule: payload["rule"],
  quarter: payload["quarter"],
  opened_at: occurredAt,
  payload,
});
