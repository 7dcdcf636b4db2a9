/** A lead in the wrong hands, or lying in the right ones: returned, routed anew, urged. Each act is a fact. */
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { inTransaction } from "../../platform/database.ts";
import { type ActContext } from "../../platform/facts/act.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { findUnit } from "../../platform/identity/unit.store.ts";
import { act, type Target } from "./acts.service.ts";
import { requireAct } from "./handling.ts";
import { getHandled } from "./lead.store.ts";

interface Grounded {
  readonly ground: string;
}

/** Not ours: back to the coordinator with the ground, once. */
export const returnLead = (
  context: ActContext,
  target: Target,
  { ground }: Grounded,
): Promise<void> =>
  act(context, { ...target, act: "giveBack", kind: "casework.lead-returned" }, () => ({ ground }));

/**
 * The coordinator names the department.
 * @throws RuleViolation leads.unknown-unit when no department of today has this id
 */
export const rerouteLead = (
  context: ActContext,
  target: Target,
  { unit, ground }: Grounded & { readonly unit: string },
): Promise<void> =>
  act(context, { ...target, act: "reroute", kind: "casework.lead-routed" }, async (tx) => {
    const department = await findUnit(tx, { unit, kinds: ["department"], at: context.at });
    if (department === undefined) throw new RuleViolation("leads.unknown-unit", { unit });
    return { department, legalBasis: ground.slice(0, 400), matched: "coordinator" };
  });

/** An urging has no version of its own: the act of an officer at work stays possible. */
export async function urgeLead(
  context: ActContext,
  target: Target,
  { ground }: Grounded,
): Promise<void> {
  const { officer, at, registry, scope } = context;
  await inTransaction(context.db, async (tx) => {
    const handled = await getHandled(tx, target.id, scope);
    requireAct(handled, "urge", target.version);
    await recordFact(tx, registry, {
      kind: "casework.lead-urged",
      source: "mingjing",
      // One urging a person and instant: a request sent twice is one.
      sourceId: `lead/${target.id}/urged/${officer.account}/${at}`,
      subject: `lead:${target.id}`,
      occurredAt: at,
      payload: { officer, ground },
    });
  });
}
