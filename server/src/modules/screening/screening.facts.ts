import { inputKept } from "../../../../contract/src/facts/screening.input-kept.ts";
import {
  leadRaised,
  type LeadRaised,
} from "../../../../contract/src/facts/screening.lead-raised.ts";
import {
  lotScreened,
  type LotScreened,
} from "../../../../contract/src/facts/screening.lot-screened.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { deleteByFact, insertRows } from "../../platform/facts/rows.ts";

const TABLES = ["screening.screening", "screening.lead", "screening.tail"];

export const screeningFacts: FactProjection = {
  // What was kept of an input is read from its fact: no table follows.
  kinds: [lotScreened, inputKept, leadRaised],
  tables: TABLES,
  async apply(tx, facts) {
    const of = (kind: string) => facts.filter((fact) => fact.kind === kind);
    await insertRows(tx, "screening.screening", of("screening.lot-screened").map(screeningRow));
    await insertRows(tx, "screening.tail", of("screening.lot-screened").flatMap(tailRows));
    await insertRows(tx, "screening.lead", of("screening.lead-raised").map(leadRow));
  },
  retract: (tx, facts) =>
    deleteByFact(
      tx,
      TABLES,
      facts.map((fact) => fact.id),
    ),
};

function screeningRow({ id, subject, occurredAt, payload }: StoredFact) {
  const screened = payload as unknown as LotScreened;
  return {
    fact_id: id,
    ocid: subject,
    lot_id: screened.lotId,
    occurred_at: occurredAt,
    bids: screened.bids,
    bits: screened.bits,
    is_lead: screened.isLead,
    groups: screened.groups,
    results: screened.results,
    input_hash: screened.inputHash,
    inputs: screened.inputs.length,
    engine_version: screened.engineVersion,
  };
}

/** Tests that later lots of the same day are corrected with. */
function tailRows({ id, payload }: StoredFact) {
  const { results } = payload as unknown as LotScreened;
  return results.flatMap(({ indicator, probability, manyTests }) =>
    probability === undefined || manyTests === undefined || "notComputable" in manyTests
      ? []
      : [
          {
            fact_id: id,
            indicator,
            family: manyTests.family,
            batch: manyTests.batch,
            probability,
          },
        ],
  );
}

function leadRow({ id, subject, occurredAt, payload }: StoredFact) {
  const lead = payload as unknown as LeadRaised;
  return {
    id: subject.slice("lead:".length),
    fact_id: id,
    number: lead.number,
    ocid: lead.ocid,
    lot_id: lead.lotId,
    title: lead.title,
    level: lead.level,
    bits: lead.bits,
    indicators: lead.indicators,
    parties: lead.parties,
    screening_id: lead.screeningId,
    regime: lead.regime,
    industry: lead.industry,
    place: lead.place,
    raised_at: occurredAt,
  };
}
