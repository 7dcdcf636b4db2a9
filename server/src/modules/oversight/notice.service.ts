/** The acts on notices: each is a fact, checked against state, version and unit. */
import type { Officer } from "../../../../contract/src/casework.ts";
import type { AnswerNotice, CloseNotice, SignNotice } from "../../../../contract/src/oversight.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import { actOnce } from "../../platform/facts/act.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { findUnit } from "../../platform/identity/unit.store.ts";
import { findSigner, getNotice, nextNumber, settleDrafts } from "./notice.store.ts";
import {
  ADDRESSEES_ACTS,
  type NoticeAct,
  numberOf,
  requireAct,
  requireAddressee,
} from "./notice.ts";
import { ANSWER_DAYS } from "./settings.ts";

export interface OversightAct {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly officer: Officer;
  /** Instant of the act. */
  readonly at: string;
}

/** Whom a notice can be addressed to. */
const ADDRESSEES = ["department", "procuringEntity", "procurementAgency", "tradingCentre"] as const;

/** @returns its number. @throws RuleViolation oversight.unknown-unit */
export async function signNotice(
  { db, registry, officer, at }: OversightAct,
  { content, draft }: SignNotice,
): Promise<string> {
  return inTransaction(db, async (tx) => {
    const unit = await findUnit(tx, { unit: content.unit.id, kinds: ADDRESSEES, at });
    if (unit === undefined)
      throw new RuleViolation("oversight.unknown-unit", { unit: content.unit.id });
    const { kind, subject } = content;
    const year = Number(plainDateOf(new Date(at)).slice(0, 4));
    const number = numberOf(kind, year, await nextNumber(tx, kind, year));
    await recordFact(tx, registry, {
      kind: "oversight.notice-signed",
      source: "mingjing",
      sourceId: `notice/${number}/0`,
      subject: `notice:${number}`,
      occurredAt: at,
      payload: {
        number,
        content: { ...content, unit },
        answerDays: ANSWER_DAYS[kind],
        officer,
        version: 0,
      },
    });
    await settleDrafts(tx, { id: draft, subject }, at);
    return number;
  });
}

interface NoticeTarget {
  readonly number: string;
  readonly version: number;
}

async function act(
  { db, registry, officer, at }: OversightAct,
  { number, version, act: name, kind }: NoticeTarget & { act: NoticeAct; kind: string },
  payloadOf: (tx: Tx) => Promise<object>,
): Promise<void> {
  await actOnce(db, "oversight.stale", async (tx) => {
    const held = await heldNotice(tx, number, at);
    if (ADDRESSEES_ACTS.has(name)) requireAddressee(held.unit, officer.department);
    requireAct(held, name, version);
    await recordFact(tx, registry, {
      kind: `oversight.${kind}`,
      source: "mingjing",
      sourceId: `notice/${number}/${version + 1}`,
      subject: `notice:${number}`,
      occurredAt: at,
      payload: { ...(await payloadOf(tx)), officer, version: version + 1 },
    });
  });
}

const heldNotice = (tx: Tx, number: string, at: string) =>
  getNotice(tx, number, {
    scope: undefined,
    counting: { now: new Date(at), daysLeft: () => undefined },
  });

/** The unit signs for it. */
export const receiveNotice = (context: OversightAct, target: NoticeTarget): Promise<void> =>
  act(context, { ...target, act: "receive", kind: "notice-received" }, async () => ({}));

/** What was mended, or why it is as it is: stands beside the ground for ever. */
export const answerNotice = (
  context: OversightAct,
  number: string,
  { version, answer, text }: AnswerNotice,
): Promise<void> =>
  act(context, { number, version, act: "answer", kind: "notice-answered" }, async (tx) => {
    const signer = await findSigner(tx, number);
    return { answer, text, ...(signer === undefined ? {} : { signer }) };
  });

/** Those who watch close it; the addressee cannot. */
export const closeNotice = (
  context: OversightAct,
  number: string,
  { version, text }: CloseNotice,
): Promise<void> =>
  act(context, { number, version, act: "close", kind: "notice-closed" }, async () => ({ text }));
