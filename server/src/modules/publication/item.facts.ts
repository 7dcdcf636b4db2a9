/** Facts of publication → items, withdrawals, copies and checks. Decisions and what is public follow in release.store. */
import { itemChecked } from "../../../../contract/src/facts/publication.checked.ts";
import { copyReceived } from "../../../../contract/src/facts/publication.copy-received.ts";
import { type CopySent, copySent } from "../../../../contract/src/facts/publication.copy-sent.ts";
import { decisionPublished } from "../../../../contract/src/facts/publication.decision-published.ts";
import {
  type ItemPublished,
  itemPublished,
} from "../../../../contract/src/facts/publication.item-published.ts";
import { itemWithdrawn } from "../../../../contract/src/facts/publication.item-withdrawn.ts";
import { withdrawalRequired } from "../../../../contract/src/facts/publication.withdrawal-required.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { deleteByFact, insertRows } from "../../platform/facts/rows.ts";

const TABLES = [
  "publication.item",
  "publication.withdrawal",
  "publication.requirement",
  "publication.copy",
  "publication.copy_receipt",
  "publication.page_check",
];

/** Kinds that change what is public of an item. */
export const ITEM_RELEASE_KINDS = [itemPublished.kind, itemWithdrawn.kind];

export const publicationFacts: FactProjection = {
  kinds: [
    decisionPublished,
    itemPublished,
    itemWithdrawn,
    withdrawalRequired,
    copySent,
    copyReceived,
    itemChecked,
  ],
  tables: TABLES,
  async apply(tx, facts) {
    const of = (kind: string) => facts.filter((fact) => fact.kind === kind);
    await insertRows(tx, "publication.item", of(itemPublished.kind).map(itemRow));
    await insertRows(tx, "publication.withdrawal", of(itemWithdrawn.kind).map(withdrawalRow));
    await insertRows(
      tx,
      "publication.requirement",
      of(withdrawalRequired.kind).map(requirementRow),
    );
    await insertRows(tx, "publication.copy", of(copySent.kind).flatMap(copyRows));
    await insertRows(tx, "publication.copy_receipt", of(copyReceived.kind).map(receiptRow));
    await insertRows(tx, "publication.page_check", of(itemChecked.kind).map(checkRow));
  },
  retract: (tx, facts) =>
    deleteByFact(
      tx,
      TABLES,
      facts.map((fact) => fact.id),
    ),
};

export const itemIdOf = (subject: string): string => subject.slice("publication:".length);

function itemRow({ id, subject, occurredAt, payload }: StoredFact) {
  const content = payload as unknown as ItemPublished;
  return {
    fact_id: id,
    item: itemIdOf(subject),
    kind: content.kind,
    unit_id: content.unit.id,
    unit_name: content.unit.name,
    published_at: occurredAt,
    expires_on: content.expiresOn,
    content,
  };
}

const withdrawalRow = ({ id, subject, occurredAt, payload }: StoredFact) => ({
  fact_id: id,
  item: itemIdOf(subject),
  reason: payload["reason"],
  public_reason: payload["publicReason"],
  withdrawn_at: occurredAt,
});

const requirementRow = ({ id, subject, occurredAt, payload }: StoredFact) => ({
  fact_id: id,
  item: itemIdOf(subject),
  reason: payload["reason"],
  since: payload["since"],
  ground: payload["ground"],
  required_at: occurredAt,
});

function copyRows({ id, subject, occurredAt, payload }: StoredFact) {
  const { units } = payload as unknown as CopySent;
  return units.map((unit) => ({
    fact_id: id,
    unit_id: unit.id,
    unit_name: unit.name,
    item: itemIdOf(subject),
    sent_at: occurredAt,
  }));
}

function receiptRow({ id, subject, occurredAt, payload }: StoredFact) {
  const { name, department } = payload["officer"] as {
    readonly name: string;
    readonly department: { readonly id: string };
  };
  return {
    fact_id: id,
    item: itemIdOf(subject),
    unit_id: department.id,
    officer_name: name,
    received_at: occurredAt,
  };
}

const checkRow = ({ id, subject, occurredAt, payload }: StoredFact) => ({
  fact_id: id,
  item: itemIdOf(subject),
  site: payload["site"],
  found: payload["found"],
  detail: payload["detail"],
  checked_at: occurredAt,
});
