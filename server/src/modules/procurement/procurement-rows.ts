import type { NoticePublished } from "../../../../contract/src/facts/procurement.notice-published.ts";
/** One row per procurement fact. Pure. */
import type { DeviceTrace } from "../../../../contract/src/facts/trace.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { partyKey, partyName } from "../../kernel/party.ts";
import type { StoredFact } from "../../platform/facts/registry.ts";

export type Row = Readonly<Record<string, unknown>>;
type Payload = Readonly<Record<string, unknown>>;
type RowMaker = (payload: Payload) => Row;

interface Target {
  readonly table: string;
  readonly make: RowMaker;
}

const submission =
  (stage: string): RowMaker =>
  (payload) => {
    const trace = payload["trace"] as DeviceTrace | undefined;
    return {
      stage,
      bidder_key: partyKey(payload["bidder"] as Party),
      bidder: payload["bidder"],
      succeeded: payload["succeeded"],
      file_hash: payload["fileHash"],
      ip: trace?.ip,
      mac: trace?.mac,
      cpu: trace?.cpu,
      disk: trace?.disk,
      device_how: trace?.deviceHow,
      tool_id: trace?.toolId,
      lock_no: trace?.lockNo,
      contact_phone: trace?.contactPhone,
      contact_email: trace?.contactEmail,
      trace,
    };
  };

const dispute =
  (kind: string): RowMaker =>
  (payload) => ({
    dispute: kind,
    number: payload["number"],
    matter: payload["matter"],
    content: payload["content"],
    by_party: payload["by"],
    state: payload["state"],
    reply: payload["reply"],
  });

function notice(payload: Payload): Row {
  const stated = payload as unknown as NoticePublished;
  return {
    notice_type: stated.noticeType,
    title: stated.title,
    regime: stated.regime,
    method: stated.method,
    category: stated.category,
    industry: stated.industry,
    place_code: stated.place?.code,
    place_name: stated.place?.name,
    procuring_entity: stated.procuringEntity,
    procurement_agency: stated.procurementAgency,
    lots: stated.lots,
    budget: stated.budget,
    bid_deadline: stated.bidDeadline,
    opening_at: stated.openingAt,
    venue: stated.venue,
    disclosure_from: stated.disclosureFrom,
    disclosure_to: stated.disclosureTo,
    original_ocid: stated.originalOcid,
    text: stated.text,
    url: stated.url,
  };
}

const TARGETS: Readonly<Record<string, Target>> = {
  "procurement.notice-published": { table: "procurement.notice", make: notice },
  "procurement.document-downloaded": {
    table: "procurement.submission",
    make: submission("download"),
  },
  "procurement.bid-received": { table: "procurement.submission", make: submission("receipt") },
  "procurement.bid-withdrawn": { table: "procurement.submission", make: submission("withdrawal") },
  "procurement.bid-decrypted": { table: "procurement.submission", make: submission("decryption") },
  "procurement.bid-committed": {
    table: "procurement.commitment",
    make: ({ commitment }) => ({ commitment }),
  },
  "procurement.bid-revealed": {
    table: "procurement.reveal",
    make: (payload) => {
      const bidder = payload["bidder"] as Party | undefined;
      return { bidder_key: bidder === undefined ? null : partyKey(bidder), payload };
    },
  },
  "procurement.bids-opened": {
    table: "procurement.opening",
    make: ({ ceilingPrice, bids }) => ({ ceiling_price: ceilingPrice, bids }),
  },
  "procurement.evaluation-completed": {
    table: "procurement.evaluation",
    make: ({ ranking }) => ({ ranking }),
  },
  "procurement.expert-scored": {
    table: "procurement.expert_score",
    make: ({ evaluator, bidder, criterion, score, maximum, criterionKind, isDefault, reason }) => ({
      evaluator_token: (evaluator as { token: string }).token,
      evaluator_name: (evaluator as { maskedName: string }).maskedName,
      bidder_key: partyKey(bidder as Party),
      criterion,
      score,
      maximum,
      criterion_kind: criterionKind,
      is_default: isDefault,
      reason,
    }),
  },
  "procurement.evaluation-rules-set": {
    table: "procurement.evaluation_rules",
    make: ({ criteria, combine, decimals, evaluators }) => ({
      criteria,
      combine,
      decimals,
      evaluators,
    }),
  },
  "procurement.candidates-published": {
    table: "procurement.candidacy",
    make: ({ candidates, disclosureFrom, disclosureTo }) => ({
      candidates,
      disclosure_from: disclosureFrom,
      disclosure_to: disclosureTo,
    }),
  },
  "procurement.award-decided": {
    table: "procurement.award",
    make: ({ supplier, offer }) => ({ supplier_key: partyKey(supplier as Party), supplier, offer }),
  },
  "procurement.contract-signed": {
    table: "procurement.contract",
    make: ({ contractNo, supplier, amount, signedOn }) => ({
      contract_no: contractNo,
      supplier_key: partyKey(supplier as Party),
      supplier,
      amount,
      signed_on: signedOn,
    }),
  },
  "procurement.tender-failed": {
    table: "procurement.failure",
    make: ({ reason, detail }) => ({ reason, detail }),
  },
  "procurement.objection-recorded": { table: "procurement.dispute", make: dispute("objection") },
  "procurement.complaint-recorded": { table: "procurement.dispute", make: dispute("complaint") },
  "procurement.environment-registered": {
    table: "procurement.environment",
    make: ({ environmentKind, name, values }) => ({ kind: environmentKind, name, values }),
  },
  "procurement.firm-registered": {
    table: "procurement.firm",
    make: ({ firm, asOf, foundedOn, status, headToken }) => ({
      firm_key: partyKey(firm as Party),
      as_of: asOf,
      founded_on: foundedOn,
      status,
      head_token: headToken,
    }),
  },
  "procurement.restriction-listed": {
    table: "procurement.restriction",
    make: ({ firm, list, decisionNo, authority, from, to, regimes }) => ({
      firm_key: partyKey(firm as Party),
      list,
      decision_no: decisionNo,
      authority,
      valid_from: from,
      valid_to: to,
      regimes,
    }),
  },
};

export function rowOf(fact: StoredFact): { readonly table: string; readonly row: Row } {
  const target = TARGETS[fact.kind];
  if (target === undefined) throw new Error(`no table for ${fact.kind}`);
  const common = {
    fact_id: fact.id,
    ocid: fact.subject,
    lot_id: fact.payload["lotId"],
    occurred_at: fact.occurredAt,
  };
  return { table: target.table, row: { ...common, ...target.make(fact.payload) } };
}

/** One row per lot opened and bidder read out. */
export function openingBidsOf(facts: readonly StoredFact[]): readonly Row[] {
  return facts
    .filter((fact) => fact.kind === "procurement.bids-opened")
    .flatMap(({ id, subject, occurredAt, payload }) =>
      (payload["bids"] as readonly { bidder: Party }[]).map(({ bidder }) => ({
        fact_id: id,
        bidder_key: partyKey(bidder),
        ocid: subject,
        lot_id: payload["lotId"],
        occurred_at: occurredAt,
      })),
    );
}

/** Distinct parties named in these facts, sorted so that concurrent batches do not deadlock. */
export function partiesOf(facts: readonly StoredFact[]): readonly Row[] {
  const found = new Map<string, Row>();
  for (const { payload } of facts) {
    for (const field of ["bidder", "supplier", "procuringEntity", "procurementAgency"]) {
      addParty(found, payload[field] as Party | undefined);
    }
    for (const bid of (payload["bids"] ?? []) as readonly { bidder: Party }[])
      addParty(found, bid.bidder);
  }
  return [...found.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function addParty(found: Map<string, Row>, party: Party | undefined): void {
  if (party === undefined) return;
  const key = partyKey(party);
  const name = partyName(party);
  const id = `${key}\n${name}`;
  if (found.has(id)) return;
  const uscc = party.kind === "organisation" ? party.uscc : undefined;
  found.set(id, { key, name, kind: party.kind, uscc });
  if (party.kind === "consortium") for (const member of party.members) addParty(found, member);
}
