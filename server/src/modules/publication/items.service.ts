/** Acts on items: publish, require the withdrawal, withdraw, sign for a copy. Each is a fact. */
import { randomBytes } from "node:crypto";

import type {
  CheckedText,
  CheckText,
  PublishItem,
  RequireWithdrawal,
  WithdrawItem,
} from "../../../../contract/src/publications.ts";
import { findPersonalData, redactPersonalData } from "../../kernel/personal-data.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { isUscc } from "../../kernel/uscc.ts";
import { inTransaction, type Tx } from "../../platform/database.ts";
import { type ActContext, isOutrun } from "../../platform/facts/act.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { refreshItems } from "./item-release.store.ts";
import { isCopied, stateOf } from "./item.ts";
import { type HeldItem, listMemberUnits, listPartyNames, readHeldItems } from "./items.store.ts";

export type ItemActContext = Omit<ActContext, "scope">;

const FIELDS = ["title", "text"] as const;

/** What of a text must not be published, and the same without it. */
export function checkText({ names = [], ...words }: CheckText): CheckedText {
  const byField = FIELDS.map((field) => ({ field, found: findPersonalData(words[field], names) }));
  const redact = (field: (typeof FIELDS)[number]) =>
    redactPersonalData(words[field], byField.find((one) => one.field === field)?.found ?? []);
  return {
    findings: byField.flatMap(({ field, found }) =>
      found.map(({ kind, from, to }) => ({
        field,
        kind,
        from,
        to,
        words: words[field].slice(from, to),
      })),
    ),
    redacted: { title: redact("title"), text: redact("text") },
  };
}

function requireClean({ title, text }: Pick<PublishItem, "title" | "text">): void {
  const { findings } = checkText({ title, text });
  if (findings.length === 0) return;
  throw new RuleViolation(
    "publications.personal-data",
    { count: findings.length },
    {
      status: 422,
      errors: findings.map(({ field, kind }) => ({
        path: field,
        code: "publications.personal-data",
        params: { kind },
      })),
    },
  );
}

async function requireSubjects(tx: Tx, subjects: PublishItem["subjects"] = []): Promise<void> {
  for (const { name, uscc } of subjects) {
    if (uscc === undefined) continue;
    if (!isUscc(uscc)) throw new RuleViolation("publications.bad-uscc", { uscc }, { status: 422 });
    const known = await listPartyNames(tx, uscc);
    if (known.length > 0 && !known.includes(name))
      throw new RuleViolation("publications.name-differs", { uscc, name, known: known.join("、") });
  }
}

/** Stands in public addresses, so it says nothing. */
export const newItemId = (): string => randomBytes(10).toString("hex");

/** @returns id of the item */
export async function publishItem(
  context: ItemActContext,
  content: PublishItem,
  id = newItemId(),
): Promise<string> {
  const { officer, at } = context;
  const today = plainDateOf(new Date(at));
  if (content.decidedOn > today)
    throw new RuleViolation("publications.decided-later", { day: content.decidedOn });
  if (content.expiresOn !== undefined && content.expiresOn < today)
    throw new RuleViolation("publications.already-over", { day: content.expiresOn });
  requireClean(content);
  return inTransaction(context.db, async (tx) => {
    await requireSubjects(tx, content.subjects);
    await record(tx, context, {
      kind: "publication.item-published",
      id,
      key: "",
      payload: { ...content, unit: officer.department },
    });
    const units = isCopied(content.kind)
      ? await listMemberUnits(tx, today, officer.department.id)
      : [];
    if (units.length > 0)
      await record(tx, context, {
        kind: "publication.copy-sent",
        id,
        key: "/copies",
        payload: { units, officer },
      });
    await refreshItems(tx, [id], new Date(at));
    return id;
  });
}

interface Recorded {
  readonly kind: string;
  readonly id: string;
  /** Together with the item once in the world. */
  readonly key: string;
  readonly payload: object;
}

async function record(
  tx: Tx,
  { registry, at }: ItemActContext,
  { kind, id, key, payload }: Recorded,
): Promise<void> {
  try {
    await recordFact(tx, registry, {
      kind,
      source: "mingjing",
      sourceId: `item/${id}${key}`,
      subject: `publication:${id}`,
      occurredAt: at,
      payload: payload as Record<string, unknown>,
    });
  } catch (error) {
    throw isOutrun(error) ? new RuleViolation("publications.stale", {}) : error;
  }
}

async function getHeld(tx: Tx, id: string): Promise<HeldItem> {
  const [held] = await readHeldItems(tx, [id]);
  if (held === undefined) throw new RuleViolation("publications.not-found", { id });
  return held;
}

/** Only the unit that published it takes it down, and only while it stands. */
function requireOwn({ item }: HeldItem, { officer, at }: ItemActContext): void {
  const { unit } = item.content;
  if (unit.id !== officer.department.id)
    throw new RuleViolation("publications.not-yours", { unit: unit.name }, { status: 403 });
  const state = stateOf(item, plainDateOf(new Date(at)));
  if (state !== "shown" && state !== "held")
    throw new RuleViolation("publications.already-gone", { state });
}

/** The event from which the three working days run. */
export async function requireWithdrawal(
  context: ItemActContext,
  id: string,
  { reason, since, ground }: RequireWithdrawal,
): Promise<void> {
  await inTransaction(context.db, async (tx) => {
    const held = await getHeld(tx, id);
    requireOwn(held, context);
    if (held.requirement !== null)
      throw new RuleViolation("publications.already-required", { since: held.requirement.since });
    await recordRequirement(tx, context, { id, reason, since, ground });
  });
}

async function recordRequirement(
  tx: Tx,
  context: ItemActContext,
  { id, ...requirement }: RequireWithdrawal & { readonly id: string },
): Promise<void> {
  if (requirement.since > plainDateOf(new Date(context.at)))
    throw new RuleViolation("publications.since-later", { day: requirement.since });
  const { officer } = context;
  await record(tx, context, {
    kind: "publication.withdrawal-required",
    id,
    key: "/required",
    payload: { unit: officer.department, ...requirement, officer },
  });
}

/** The content goes at once; why it went is said in its place. */
export async function withdrawItem(
  context: ItemActContext,
  id: string,
  { reason, publicReason, since, ground }: WithdrawItem,
): Promise<void> {
  if (findPersonalData(publicReason).length > 0)
    throw new RuleViolation("publications.personal-data", { count: 1 }, { status: 422 });
  await inTransaction(context.db, async (tx) => {
    const held = await getHeld(tx, id);
    requireOwn(held, context);
    if (held.requirement === null) {
      const today = plainDateOf(new Date(context.at));
      const event = { reason, since: since ?? today, ground: ground ?? publicReason };
      await recordRequirement(tx, context, { id, ...event });
    }
    await record(tx, context, {
      kind: "publication.item-withdrawn",
      id,
      key: "/withdrawn",
      payload: { unit: context.officer.department, reason, publicReason },
    });
    await refreshItems(tx, [id], new Date(context.at));
  });
}

/** Once for a unit, whoever of it signs. */
export async function signCopy(context: ItemActContext, id: string): Promise<void> {
  await inTransaction(context.db, async (tx) => {
    const { department } = context.officer;
    const { copies } = await getHeld(tx, id);
    const copy = copies.find(({ unit }) => unit.id === department.id);
    if (copy === undefined) throw new RuleViolation("publications.not-found", { id });
    if (copy.receivedAt !== null)
      throw new RuleViolation("publications.already-signed", { by: copy.receivedBy ?? "" });
    await record(tx, context, {
      kind: "publication.copy-received",
      id,
      key: `/receipt/${department.id}`,
      payload: { officer: context.officer },
    });
  });
}
