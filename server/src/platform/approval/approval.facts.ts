/** Facts of approvals → rows. */
import {
  approvalClosed,
  type ApprovalClosed,
} from "../../../../contract/src/facts/approval.closed.ts";
import {
  approvalRequested,
  type ApprovalRequested,
} from "../../../../contract/src/facts/approval.requested.ts";
import type { FactProjection, StoredFact } from "../facts/registry.ts";
import { deleteByFact, insertRows } from "../facts/rows.ts";

const TABLES = ["approval.request", "approval.closing"];

function requestRow({ id, payload, occurredAt }: StoredFact) {
  const fact = payload as unknown as ApprovalRequested;
  return {
    fact_id: id,
    request: fact.request,
    act: fact.act,
    subject: fact.subject,
    requester: fact.by.person,
    requester_name: fact.by.name,
    post_title: fact.by.post,
    unit: fact.by.unit,
    unit_name: fact.by.unitName,
    reason: fact.reason,
    params_hash: fact.paramsHash,
    requested_at: occurredAt,
    expires_at: fact.expiresAt,
  };
}

function closingRow({ id, payload, occurredAt }: StoredFact) {
  const fact = payload as unknown as ApprovalClosed;
  return {
    fact_id: id,
    request: fact.request,
    outcome: fact.outcome,
    person: fact.by.person,
    person_name: fact.by.name,
    unit: fact.by.unit,
    unit_name: fact.by.unitName,
    reason: fact.reason,
    closed_at: occurredAt,
  };
}

export const approvalFacts: FactProjection = {
  kinds: [approvalRequested, approvalClosed],
  tables: TABLES,
  async apply(tx, facts) {
    const of = (kind: string) => facts.filter((fact) => fact.kind === kind);
    await insertRows(tx, "approval.request", of("approval.requested").map(requestRow));
    await insertRows(tx, "approval.closing", of("approval.closed").map(closingRow));
  },
  retract: (tx, facts) =>
    deleteByFact(
      tx,
      TABLES,
      facts.map(({ id }) => id),
    ),
};
