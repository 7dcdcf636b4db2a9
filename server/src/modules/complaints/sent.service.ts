/** What the e-service system and the trading system send: voices, replies given there, confirmed pauses. */
import type { Static } from "typebox";

import type { Officer } from "../../../../contract/src/casework.ts";
import type {
  ConfirmPause,
  PauseList,
  ReplyTaken,
  SendReply,
  SendVoice,
  VoiceReceiptView,
} from "../../../../contract/src/voice-intake.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { takeVoice } from "./acts.service.ts";
import { namedFiles } from "./files.service.ts";
import { findSent, listPauses, unconfirmed } from "./pauses.store.ts";
import { receipt } from "./receipt.service.ts";
import { serveReply } from "./reply.service.ts";
import { standingOf } from "./standing.ts";
import { readVoices } from "./summary.service.ts";
import { getHeld } from "./voice.store.ts";
import { requireCodes } from "./writer-party.ts";

export interface SentDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
}

/** Clocks of two machines differ a little; more is a mistake. */
const AHEAD_MS = 5 * 60_000;

/**
 * An enquiry, challenge or objection reached its addressee when the e-service system took it (sentAt); a complaint
 * reaches the department when it arrives here.
 */
function receivedAt({ kind, sentAt }: SendVoice, now: Date): string {
  const sent = Date.parse(sentAt);
  if (sent > now.getTime() + AHEAD_MS)
    throw new RuleViolation(
      "request.invalid",
      {},
      {
        status: 400,
        errors: [
          {
            path: "body.sentAt",
            code: "request.bad-field",
            params: { rule: "future", expected: now.toISOString() },
          },
        ],
      },
    );
  return new Date(kind === "complaint" ? now : Math.min(sent, now.getTime())).toISOString();
}

export async function takeSentVoice(
  deps: SentDeps,
  source: string,
  voice: SendVoice,
): Promise<VoiceReceiptView> {
  const at = receivedAt(voice, deps.clock.now());
  requireCodes(voice.writer.party, "body.writer.party");
  const { externalNo, sentAt: _sentAt, files: sent, ...content } = voice;
  // Who else wrote is told to the writer, not to a system in between.
  const { similar: _similar, ...view } = await receipt(deps, async (tx) => {
    const files = await namedFiles(tx, sent);
    return {
      content: { ...content, ...(files === undefined ? {} : { files }) },
      channel: "service",
      at,
      source,
      externalNo,
    };
  });
  return view;
}

interface SentReply {
  readonly source: string;
  readonly number: string;
  readonly reply: SendReply;
}

/** Answered by tenderer, buyer or agency in the system that sent the voice; a department answers here. */
export async function takeSentReply(
  deps: SentDeps,
  { source, number, reply }: SentReply,
): Promise<Static<typeof ReplyTaken>> {
  const { db, clock, registry } = deps;
  const sent = await findSent(db, number);
  if (sent === undefined || sent.source !== source)
    throw new RuleViolation("voices.not-found", { id: number });
  if (sent.kind === "complaint") throw new RuleViolation("voices.not-answerable", { number });
  const before = await inTransaction(db, (tx) => stateOf(tx, number, clock.now()));
  if (before.letterNo === reply.letterNo) return { number, state: before.state, isDuplicate: true };
  const { answeredBy, signedBy, ...letter } = reply;
  const department =
    sent.matched === "entity" ? before.unit : { id: sourceUnit(source), name: answeredBy };
  const officer: Officer = { account: `source.${source}`.slice(0, 80), name: signedBy, department };
  const at = clock.now().toISOString();
  const context = { db, registry, officer, scope: undefined, at };
  if (before.state === "routed") await takeVoice(context, { id: number, version: before.version });
  const taken = await inTransaction(db, (tx) => stateOf(tx, number, clock.now()));
  // It was served there already: the meter's findings are recorded and escalate, they stop nothing.
  await serveReply(context, { id: number, version: taken.version }, { ...letter, despite: true });
  return { number, state: "replied", isDuplicate: false };
}

/** Ids of units are short and begin with a letter. */
const sourceUnit = (source: string): string => source.slice(0, 40);

async function stateOf(tx: Tx, id: string, now: Date) {
  const { row, state, version } = await getHeld(tx, id, { scope: undefined, now });
  const [facts] = await readVoices(tx, [id]);
  const letterNo = facts === undefined ? undefined : standingOf(facts).reply?.letterNo;
  return { unit: row.unit, state, version, letterNo };
}

interface Confirmed {
  readonly source: string;
  readonly ocid: string;
  readonly pause: ConfirmPause;
}

/** Confirmed twice is confirmed once. @throws RuleViolation voices.not-paused when nothing asks for a pause */
export async function confirmPause(
  { db, registry }: SentDeps,
  { source, ocid, pause }: Confirmed,
): Promise<PauseList> {
  const rows = await inTransaction(db, async (tx) => {
    for (const id of await unconfirmed(tx, ocid)) {
      await recordFact(tx, registry, {
        kind: "complaints.pause-confirmed",
        source,
        sourceId: `voice/${id}/pause-confirmed`,
        subject: `voice:${id}`,
        occurredAt: pause.pausedAt,
        payload: { ocid, ...pause },
      });
    }
    return listPauses(tx, ocid);
  });
  if (rows.length === 0) throw new RuleViolation("voices.not-paused", { ocid }, { status: 404 });
  return { rows };
}
