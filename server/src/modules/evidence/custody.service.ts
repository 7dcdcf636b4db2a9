/** Acts on sealed evidence, looks included: each is a fact. */
import { isSealedRole } from "../../../../contract/src/audit.ts";
import type { EndHold, RecordReview, SetHold } from "../../../../contract/src/evidence.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { inTransaction } from "../../platform/database.ts";
import { type ActContext, actOnce } from "../../platform/facts/act.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import { holdAfter, requireHold, requireLonger } from "./custody.ts";
import { getSeal, type Seal } from "./evidence.store.ts";

const STALE = "evidence.stale";
/** One person who comes back to the page within ten minutes looks once. */
const SAME_LOOK_MS = 600_000;

interface Act {
  readonly lead: string;
  /** Of the seal that the officer saw. */
  readonly version: number;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly check: (seal: Seal) => void;
}

async function act(
  { db, registry, officer, at }: ActContext,
  { lead, version, kind, payload, check }: Act,
): Promise<void> {
  await actOnce(db, STALE, async (tx) => {
    const seal = await getSeal(tx, lead, undefined);
    if (seal.version !== version) throw new RuleViolation(STALE);
    check(seal);
    await recordFact(tx, registry, {
      kind,
      source: "mingjing",
      sourceId: `evidence/${lead}/${version + 1}`,
      subject: `lead:${lead}`,
      occurredAt: at,
      payload: { officer, version: version + 1, ...payload },
    });
  });
}

const today = (context: ActContext) => plainDateOf(new Date(context.at));

export const setHold = (context: ActContext, lead: string, body: SetHold): Promise<void> =>
  act(context, {
    lead,
    version: body.version,
    kind: "evidence.hold-set",
    payload: { until: body.until, ground: body.ground },
    check: ({ custody }) =>
      requireLonger(holdAfter(custody, today(context)), body.until, today(context)),
  });

export const endHold = (context: ActContext, lead: string, body: EndHold): Promise<void> =>
  act(context, {
    lead,
    version: body.version,
    kind: "evidence.hold-ended",
    payload: { ground: body.ground },
    check: ({ custody }) => requireHold(holdAfter(custody, today(context))),
  });

export const recordReview = (
  context: ActContext,
  lead: string,
  { version, review, result, text }: RecordReview,
): Promise<void> =>
  act(context, {
    lead,
    version,
    kind: "evidence.reviewed",
    payload: { review, result, text },
    check: () => undefined,
  });

interface Look {
  readonly lead: string;
  readonly actor: Pick<Actor, "role">;
  readonly act: "viewed" | "exported";
  readonly manifest?: string;
}

/**
 * Enters the custody chain, which the department reads. What discipline inspectors and police look at stays sealed to
 * their own organ (decision 0011): of them the access log alone keeps the record.
 */
export async function recordLook(
  { db, registry, officer, at }: ActContext,
  { lead, actor, act: looked, manifest }: Look,
): Promise<void> {
  if (isSealedRole(actor.role)) return;
  await inTransaction(db, async (tx) => {
    const { custody } = await getSeal(tx, lead, undefined);
    const since = new Date(Date.parse(at) - SAME_LOOK_MS).toISOString();
    const isSame = custody.some(
      (entry) =>
        entry.act === "viewed" && entry.officer?.account === officer.account && entry.at > since,
    );
    if (looked === "viewed" && isSame) return;
    await recordFact(tx, registry, {
      kind: "evidence.accessed",
      source: "mingjing",
      sourceId: `${looked}/${lead}/${officer.account}/${at}`,
      subject: `lead:${lead}`,
      occurredAt: at,
      payload: { officer, act: looked, ...(manifest === undefined ? {} : { manifest }) },
    });
  });
}
