/** One act on a voice: a fact, checked against state, version and unit. */
import type { Static, TSchema } from "typebox";

import type { VoiceAct } from "../../../../contract/src/voices.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type Tx } from "../../platform/database.ts";
import { type ActContext, actOnce } from "../../platform/facts/act.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { type KnownVoice, readVoices } from "./summary.service.ts";
import { HOLDERS_ACTS, requireAct } from "./voice-acts.ts";
import { getHeld, type HeldVoice } from "./voice.store.ts";

export interface Target {
  readonly id: string;
  readonly version: number;
}

/** The body of a route without its lock. */
export type Content<S extends TSchema> = Omit<Static<S>, "version">;

interface Held {
  readonly tx: Tx;
  readonly held: HeldVoice;
  readonly facts: KnownVoice;
  /** Day of the act in Asia/Shanghai. */
  readonly today: string;
}

interface ActTarget extends Target {
  readonly act: VoiceAct;
  /** Kind of the fact, without the module. */
  readonly kind: string;
}

/** Only the unit that the voice was given to acts on it, however much else its people see. */
function requireOwn({ scope, officer }: ActContext, { row }: HeldVoice): void {
  if (scope !== undefined && row.unit.id !== officer.department.id)
    throw new RuleViolation("voices.not-yours", { unit: row.unit.name }, { status: 403 });
}

/** One act: checked against state, version and unit, recorded as one fact. */
export async function act(
  context: ActContext,
  target: ActTarget,
  payloadOf: (held: Held) => object | Promise<object>,
): Promise<void> {
  const { officer, at, registry, scope } = context;
  await actOnce(context.db, "voices.stale", async (tx) => {
    const now = new Date(at);
    const held = await getHeld(tx, target.id, { scope, now });
    if (HOLDERS_ACTS.has(target.act)) requireOwn(context, held);
    requireAct(held, target.act, target.version);
    const [facts] = await readVoices(tx, [target.id]);
    if (facts === undefined) throw new RuleViolation("voices.not-found", { id: target.id });
    const version = held.version + 1;
    await recordFact(tx, registry, {
      kind: `complaints.${target.kind}`,
      source: "mingjing",
      sourceId: `voice/${target.id}/${version}`,
      subject: `voice:${target.id}`,
      occurredAt: at,
      payload: {
        ...(await payloadOf({ tx, held, facts, today: plainDateOf(now) })),
        officer,
        version,
      },
    });
    await liftPause(tx, registry, { held, id: target.id, at, scope });
  });
}

/** The tenderer may go on as soon as the objection is answered. */
export async function liftPause(
  tx: Tx,
  registry: FactRegistry,
  {
    held,
    id,
    at,
    scope,
  }: {
    readonly held: HeldVoice;
    readonly id: string;
    readonly at: string;
    readonly scope: Scope | undefined;
  },
): Promise<void> {
  if (!held.mustPause) return;
  const after = await getHeld(tx, id, { scope, now: new Date(at) });
  if (after.mustPause) return;
  await recordFact(tx, registry, {
    kind: "complaints.pause-lifted",
    source: "mingjing",
    sourceId: `voice/${id}/pause-lifted/${after.version}`,
    subject: `voice:${id}`,
    occurredAt: at,
    payload: { unit: held.row.unit, ocid: held.row.ocid },
  });
}

/** @throws RuleViolation voices.bad-day naming the field and the days between which it must lie */
export function requireDay(
  field: string,
  day: string,
  { from, to }: { from?: string; to?: string },
) {
  if ((from !== undefined && day < from) || (to !== undefined && day > to))
    throw new RuleViolation("voices.bad-day", { field, from: from ?? "", to: to ?? "" });
}

export const countEvents = ({ events }: KnownVoice, kind: string): number =>
  events.filter((event) => event.kind === kind).length;
