/** Facts of dossiers → rows. */
import { dossierExported, type Exported } from "../../../../contract/src/facts/dossier.exported.ts";
import {
  type RetrievalAsked,
  retrievalAsked,
} from "../../../../contract/src/facts/dossier.retrieval-asked.ts";
import {
  type RetrievalOpened,
  retrievalOpened,
} from "../../../../contract/src/facts/dossier.retrieval-opened.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { deleteByFact, insertRows } from "../../platform/facts/rows.ts";

const EXPORTS = "dossier.export";
const RETRIEVALS = "dossier.retrieval";
const LOOKS = "dossier.look";
const TABLES = [LOOKS, RETRIEVALS, EXPORTS];

function exportRow({ id, payload, occurredAt }: StoredFact) {
  const fact = payload as unknown as Exported;
  return {
    fact_id: id,
    dossier: fact.dossier,
    ocid: fact.ocid,
    person: fact.by.person,
    unit: fact.by.unit,
    purpose: fact.purpose,
    filters: fact.filters,
    facts: fact.facts,
    sha256: fact.sha256,
    exported_at: occurredAt,
  };
}

function retrievalRow({ id, payload, occurredAt }: StoredFact) {
  const fact = payload as unknown as RetrievalAsked;
  return {
    fact_id: id,
    retrieval: fact.retrieval,
    asker: fact.asker,
    unit: fact.by.unit,
    target: fact.target,
    purpose: fact.purpose,
    case_number: fact.caseNumber,
    days: fact.days,
    approval: fact.approval,
    until: fact.until,
    asked_at: occurredAt,
  };
}

function lookRow({ id, payload, occurredAt }: StoredFact) {
  const fact = payload as unknown as RetrievalOpened;
  return {
    fact_id: id,
    retrieval: fact.retrieval,
    rows: fact.rows,
    result_hash: fact.resultHash,
    looked_at: occurredAt,
  };
}

export const dossierFacts: FactProjection = {
  kinds: [dossierExported, retrievalAsked, retrievalOpened],
  tables: TABLES,
  async apply(tx, facts) {
    const of = (kind: string) => facts.filter((fact) => fact.kind === kind);
    await insertRows(tx, EXPORTS, of(dossierExported.kind).map(exportRow));
    await insertRows(tx, RETRIEVALS, of(retrievalAsked.kind).map(retrievalRow));
    await insertRows(tx, LOOKS, of(retrievalOpened.kind).map(lookRow));
  },
  retract: (tx, facts) =>
    deleteByFact(
      tx,
      TABLES,
      facts.map(({ id }) => id),
    ),
};
