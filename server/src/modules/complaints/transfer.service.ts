/** A complaint that another supervisor received earlier goes to that one: a person's act, on both cases (条例61). */
import type { Receiver } from "../../../../contract/src/voice-values.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { ActContext } from "../../platform/facts/act.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { act, type Target } from "./act.service.ts";
import { FIRST_RECEIVER_ARTICLE } from "./first-receiver.ts";
import { lockMatters, mattersOf } from "./peers.store.ts";
import { getHeld } from "./voice.store.ts";

/** @throws RuleViolation voices.no-first-receiver when nobody received the same complaint earlier */
export const transferVoice = (context: ActContext, target: Target): Promise<void> =>
  act(context, { ...target, act: "transfer", kind: "voice-transferred" }, async ({ tx }) => {
    const { officer, registry, at, scope } = context;
    await lockMatters(tx, await mattersOf(tx, [target.id]));
    const { row } = await getHeld(tx, target.id, { scope, now: new Date(at) });
    const { number, unit, receivedAt, firstReceiver: to } = row;
    if (to === undefined) throw new RuleViolation("voices.no-first-receiver", {});
    const from: Receiver = { number, unit, receivedAt };
    await recordFact(tx, registry, {
      kind: "complaints.transfer-received",
      source: "mingjing",
      sourceId: `voice/${to.number}/transfer-received/${number}`,
      subject: `voice:${to.number}`,
      occurredAt: at,
      payload: { unit: to.unit, from, officer },
    });
    return { to, articles: [FIRST_RECEIVER_ARTICLE] };
  });
