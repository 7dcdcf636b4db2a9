/** Facts of duties → the list, its public copy, and who mends orphans. */
import { dutyListed, type DutyListed } from "../../../../contract/src/facts/duties.duty-listed.ts";
import {
  type DutyList,
  listPublished,
} from "../../../../contract/src/facts/duties.list-published.ts";
import { orphanAssigned } from "../../../../contract/src/facts/duties.orphan-assigned.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { deleteByFact, insertRows } from "../../platform/facts/rows.ts";

/** The list is public from the moment it is published (政府信息公开条例第20条), so its public copy is written with it. */
const TABLES = [
  "duties.duty",
  "duties.item",
  "duties.list_version",
  "duties.orphan_owner",
  "released.duty",
  "released.duty_list",
];

export const dutiesFacts: FactProjection = {
  kinds: [dutyListed, listPublished, orphanAssigned],
  tables: TABLES,
  async apply(tx, facts) {
    const of = (kind: string) => facts.filter((fact) => fact.kind === kind);
    const lists = of("duties.list-published");
    await insertRows(tx, "duties.duty", of("duties.duty-listed").map(dutyRow));
    await insertRows(tx, "duties.list_version", lists.map(versionRow));
    await insertRows(tx, "duties.item", lists.flatMap(itemRows));
    await insertRows(tx, "duties.orphan_owner", of("duties.orphan-assigned").map(ownerRow));
    await insertRows(tx, "released.duty_list", lists.map(publicListRow));
    await insertRows(tx, "released.duty", lists.flatMap(publicItemRows));
  },
  retract: (tx, facts) =>
    deleteByFact(
      tx,
      TABLES,
      facts.map((fact) => fact.id),
    ),
};

function dutyRow({ id, payload }: StoredFact) {
  const duty = payload as unknown as DutyListed;
  return {
    fact_id: id,
    matter: duty.matter,
    regime: duty.regime,
    industry: duty.industry,
    place: duty.place,
    department_id: duty.department.id,
    department_name: duty.department.name,
    legal_basis: duty.legalBasis,
    valid_from: duty.validFrom,
    valid_to: duty.validTo,
  };
}

const listOf = ({ payload }: StoredFact) => payload as unknown as DutyList;

function versionRow(fact: StoredFact) {
  const list = listOf(fact);
  return {
    fact_id: fact.id,
    number: list.number,
    title: list.title,
    adopted_by: list.adoptedBy,
    document_no: list.documentNo,
    valid_from: list.validFrom,
    valid_to: list.validTo,
    fallback: list.fallback,
    items: list.items.length,
    published_at: fact.occurredAt,
  };
}

function itemRows(fact: StoredFact) {
  const { number, validFrom, validTo, items } = listOf(fact);
  return items.map((content, position) => ({
    fact_id: fact.id,
    position,
    item: content.item,
    number,
    matter: content.matter,
    valid_from: validFrom,
    valid_to: validTo,
    content,
  }));
}

function publicListRow(fact: StoredFact) {
  const { items, ...view } = listOf(fact);
  return {
    fact_id: fact.id,
    number: view.number,
    valid_from: view.validFrom,
    published_at: fact.occurredAt,
    view: { ...view, count: items.length },
  };
}

const publicItemRows = (fact: StoredFact) =>
  listOf(fact).items.map((view, position) => ({
    fact_id: fact.id,
    position,
    item: view.item,
    view,
  }));

const ownerRow = ({ id, payload, occurredAt }: StoredFact) => ({
  fact_id: id,
  orphan: payload["orphan"],
  content: payload,
  assigned_at: occurredAt,
});
