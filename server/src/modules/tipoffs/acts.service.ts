/** The acts of an office on a tip-off: each is a fact, checked against state and version. */
import type { PublishKey } from "../../../../contract/src/tipoffs.ts";
import type {
  AnswerTipoff,
  AskWriter,
  CloseTipoff,
  RecordTipoffStep,
} from "../../../../contract/src/tipoffs.ts";
import { bytesOfKey, keyIdOf, maskIdentity, showsIdentity } from "../../../../sealing/src/index.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { inTransaction, type Tx } from "../../platform/database.ts";
import { type ActContext, actOnce } from "../../platform/facts/act.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { boxOf } from "./boxes.ts";
import { keysOf } from "./office.store.ts";
import { getTipoff } from "./tipoff.store.ts";
import { requireAct, type TipoffAct } from "./tipoff.ts";
import { addBoxes } from "./waiting.store.ts";

type Boxes = Pick<AskWriter, "keyId" | "toOffice" | "toWriter">;

/** Keeps both ciphertexts of a message. @throws RuleViolation tipoffs.stale-key: sealed to a key that is not the newest */
async function keepBoxes(tx: Tx, id: string, { unit, boxes }: { unit: string; boxes: Boxes }) {
  const [current] = await keysOf(tx, unit);
  if (current?.keyId !== boxes.keyId)
    throw new RuleViolation("tipoffs.stale-key", {}, { status: 409 });
  const toOffice = boxOf(boxes.toOffice);
  const toWriter = boxOf(boxes.toWriter);
  await addBoxes(tx, id, [toOffice, toWriter]);
  return { toOffice: { keyId: boxes.keyId, box: toOffice.ref }, toWriter: toWriter.ref };
}

export const askWriter = (
  context: ActContext,
  id: string,
  { version, ...boxes }: AskWriter,
): Promise<void> =>
  act(context, { id, version, act: "ask", kind: "tipoffs.message-left" }, async (tx, unit) => ({
    by: "office",
    ...(await keepBoxes(tx, id, { unit, boxes })),
  }));

export const recordTipoffStep = (
  context: ActContext,
  id: string,
  { version, step, text }: RecordTipoffStep,
): Promise<void> =>
  act(context, { id, version, act: "recordStep", kind: "tipoffs.step-recorded" }, async () => ({
    step,
    text: maskIdentity(text, []),
  }));

export const answerTipoff = (
  context: ActContext,
  id: string,
  { version, outcome, ...boxes }: AnswerTipoff,
): Promise<void> =>
  act(context, { id, version, act: "answer", kind: "tipoffs.answered" }, async (tx, unit) => ({
    outcome,
    ...(await keepBoxes(tx, id, { unit, boxes })),
  }));

/** @throws RuleViolation tipoffs.summary-shows-identity: a number of a person stands in the summary */
export const closeTipoff = (
  context: ActContext,
  id: string,
  { version, summary }: CloseTipoff,
): Promise<void> => {
  if (summary !== undefined && showsIdentity(summary, []))
    throw new RuleViolation("tipoffs.summary-shows-identity", {}, { status: 400 });
  return act(context, { id, version, act: "close", kind: "tipoffs.closed" }, async () =>
    summary === undefined ? {} : { summary },
  );
};

interface ActTarget {
  readonly id: string;
  readonly version: number;
  readonly act: TipoffAct;
  readonly kind: string;
}

async function act(
  context: ActContext,
  target: ActTarget,
  payloadOf: (tx: Tx, unit: string) => Promise<object>,
): Promise<void> {
  const { officer, at, registry, scope } = context;
  await actOnce(context.db, "tipoffs.stale", async (tx) => {
    const handled = await getTipoff(tx, target.id, scope);
    if (handled.department.id !== officer.department.id)
      throw new RuleViolation("tipoffs.not-found", { id: target.id }, { status: 404 });
    requireAct(handled, target.act, target.version);
    const version = handled.version + 1;
    await recordFact(tx, registry, {
      kind: target.kind,
      source: "mingjing",
      sourceId: `tipoff/${target.id}/${version}`,
      subject: `tipoff:${target.id}`,
      occurredAt: at,
      payload: { officer, ...(await payloadOf(tx, handled.department.id)), version },
    });
  });
}

/** The key that tip-offs to the officer's unit are sealed to from now on. @throws RuleViolation tipoffs.key-exists */
export async function publishKey(
  { db, registry, officer, at }: Omit<ActContext, "scope">,
  { publicKey, holders }: PublishKey,
): Promise<void> {
  const keyId = keyIdOf(bytesOfKey(publicKey));
  await inTransaction(db, async (tx) => {
    const known = await keysOf(tx, officer.department.id);
    if (known.some((key) => key.keyId === keyId))
      throw new RuleViolation("tipoffs.key-exists", { keyId });
    await recordFact(tx, registry, {
      kind: "tipoffs.key-published",
      source: "mingjing",
      sourceId: `tipoff-key/${keyId}`,
      subject: `tipoffKey:${keyId}`,
      occurredAt: at,
      payload: { keyId, unit: officer.department, publicKey, holders, officer },
    });
  });
}
