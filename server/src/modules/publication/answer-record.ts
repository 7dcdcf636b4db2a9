/**
 * Which records stand under which keys of the map: of every fact that is public, exactly what the public sees of it.
 * Default deny, like the release itself. Under a firm stand its results and contracts only: no bids, no penalties, so
 * that there is no list of withdrawals by firm (contracts.md §2). Pure.
 */
import { createHash } from "node:crypto";

import type { DecisionPublished } from "../../../../contract/src/facts/publication.decision-published.ts";
import type { ItemPublished } from "../../../../contract/src/facts/publication.item-published.ts";
import type { AnswerRecord, ReleasedRecord } from "../../../../verifier/src/index.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { isUscc } from "../../kernel/uscc.ts";
import type { StoredFact } from "../../platform/facts/registry.ts";
import { recordHashOf } from "./key-log.ts";
import { withoutPersons } from "./release.ts";

/** A fact with its salt, of which only a hash goes out. */
export interface SaltedFact extends StoredFact {
  readonly salt: Buffer;
}

/** What stands under a key. */
export interface Keyed {
  readonly key: string;
  readonly record: AnswerRecord;
  readonly hash: Buffer;
}

/** Fields of a fact that is public in part. */
const OPEN_FIELDS: Readonly<Record<string, readonly string[]>> = {
  "procurement.notice-published": [
    "noticeType",
    "title",
    "regime",
    "method",
    "category",
    "industry",
    "venue",
    "lots",
    "bidDeadline",
    "openingAt",
  ],
  "procurement.bids-opened": ["lotId", "bids"],
  "procurement.candidates-published": ["lotId", "candidates", "disclosureFrom", "disclosureTo"],
  "procurement.award-decided": ["lotId", "supplier", "offer"],
  "procurement.contract-signed": ["lotId", "contractNo", "signedOn", "amount"],
  "procurement.tender-failed": ["lotId", "reason"],
};
/** Of these only the name. */
const NAMED_FIELDS = ["place", "procuringEntity", "procurementAgency"] as const;

const pick = (payload: StoredFact["payload"], fields: readonly string[]) =>
  Object.fromEntries(
    fields.filter((field) => payload[field] !== undefined).map((field) => [field, payload[field]]),
  );

/** The open part of a payload. */
function openPart({ kind, payload }: StoredFact): StoredFact["payload"] {
  const names =
    kind === "procurement.notice-published"
      ? Object.fromEntries(
          NAMED_FIELDS.flatMap((field) => {
            const { name } = (payload[field] ?? {}) as { name?: unknown };
            return typeof name === "string" ? [[field, { name }]] : [];
          }),
        )
      : {};
  return withoutPersons({ ...pick(payload, OPEN_FIELDS[kind] ?? []), ...names });
}

const saltOf = (salt: Buffer, part: string): string =>
  createHash("sha256")
    .update(`mingjing-record/1\n${part}\n`)
    .update(salt)
    .digest("hex")
    .slice(0, 32);

/** Hash of a record under its keys. @throws RuleViolation `canonical-json.*` */
export const keyed = (key: string, record: AnswerRecord): Keyed => ({
  key,
  record,
  hash: recordHashOf(canonicalJson(record)),
});

function recordOf(fact: SaltedFact, part: ReleasedRecord["part"]): ReleasedRecord {
  const { id, kind, occurredAt, payload, salt, subject } = fact;
  return {
    type: "released",
    id,
    kind,
    subject,
    occurredAt,
    part,
    payload: part === "whole" ? payload : openPart(fact),
    salt: saltOf(salt, part),
  };
}

interface PartyLike {
  readonly uscc?: unknown;
  readonly members?: readonly PartyLike[];
}

/** Codes of the organisations that won, the members of a consortium among them. */
function winnersOf({ kind, payload }: ReleasedRecord): readonly string[] {
  if (kind !== "procurement.award-decided" && kind !== "procurement.contract-signed") return [];
  const { supplier } = payload as { supplier?: PartyLike };
  const codes = [supplier, ...(supplier?.members ?? [])].map((party) => party?.uscc);
  return codes.filter((code): code is string => typeof code === "string" && isUscc(code));
}

const departmentOf = ({ kind, payload }: ReleasedRecord): readonly string[] =>
  kind === "publication.decision-published"
    ? [(payload as unknown as DecisionPublished).department.id]
    : [];

/** Records of a fact of a process that is public. */
export function recordsOfFact(fact: SaltedFact, verdict: ReleasedRecord["part"]): readonly Keyed[] {
  const record = recordOf(fact, verdict);
  const keys = [
    `process:${record.subject}`,
    ...winnersOf(record).map((code) => `firm:${code}`),
    ...departmentOf(record).map((id) => `department:${id}`),
  ];
  return [...new Set(keys)].map((key) => keyed(key, record));
}

/** Record of an item of the public column: under the department that published it. */
export function recordsOfItem(fact: SaltedFact): readonly Keyed[] {
  const { unit } = fact.payload as unknown as ItemPublished;
  return [keyed(`department:${unit.id}`, recordOf(fact, "whole"))];
}
