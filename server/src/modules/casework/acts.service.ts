/** The acts of an officer on a lead: each is a fact, checked against state and version. */
import type { DecisionOutcome, StepKind } from "../../../../contract/src/casework.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type Tx } from "../../platform/database.ts";
import { type ActContext, actOnce } from "../../platform/facts/act.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { type Act, HOLDERS_ACTS, requireAct } from "./handling.ts";
import { getHandled } from "./lead.store.ts";

/** The whole decision of a department. */
export interface Decision {
  readonly outcome: DecisionOutcome;
  readonly decisionNo: string;
  readonly decidedOn: string;
  readonly findings: string;
  readonly articles: readonly string[];
}

export type Handled = Awaited<ReturnType<typeof getHandled>>;

export interface Target {
  readonly id: string;
  readonly version: number;
}

export const receiveLead = (context: ActContext, target: Target): Promise<void> =>
  act(context, { ...target, act: "receive", kind: "casework.lead-received" }, () => ({}));

export const recordStep = (
  context: ActContext,
  target: Target,
  step: { readonly step: StepKind; readonly text: string },
): Promise<void> =>
  act(context, { ...target, act: "recordStep", kind: "casework.step-recorded" }, () => step);

export const decideLead = (
  context: ActContext,
  target: Target,
  decision: Decision,
): Promise<void> =>
  act(context, { ...target, act: "decide", kind: "casework.lead-decided" }, () => decision);

/** Refuses a publication by throwing; the modules to the right of casework give it (right of reply). */
export type PublicationCheck = (
  tx: Tx,
  published: { readonly lead: string; readonly text: string; readonly at: string },
) => Promise<void>;

export interface PublishContext extends ActContext {
  readonly beforePublishing?: PublicationCheck | undefined;
}

/** The decision enters the public river as a fact of the process; the link to the lead stays private. */
export const publishDecision = (
  context: PublishContext,
  target: Target,
  text: { readonly title: string; readonly text: string },
): Promise<void> =>
  act(
    context,
    { ...target, act: "publish", kind: "casework.decision-released" },
    async (tx, handled) => {
      const { decision, lead } = handled;
      if (decision === null)
        throw new RuleViolation("leads.bad-transition", { from: handled.state, act: "publish" });
      await context.beforePublishing?.(tx, {
        lead: lead.id,
        text: `${decision.decisionNo}\n${text.title}\n${text.text}`,
        at: context.at,
      });
      const publicationId = await recordFact(tx, context.registry, {
        kind: "publication.decision-published",
        source: "mingjing",
        // Stands in public certificates, so it must not name the lead; a lot has one lead.
        sourceId: `decision/${lead.ocid}/${lead.lotId}`,
        subject: lead.ocid,
        occurredAt: context.at,
        payload: {
          lotId: lead.lotId,
          department: context.officer.department,
          decisionNo: decision.decisionNo,
          decidedOn: decision.decidedOn,
          outcome: decision.outcome,
          title: text.title,
          text: text.text,
          articles: decision.articles,
        },
      });
      return { publicationId };
    },
  );

interface ActTarget extends Target {
  readonly act: Act;
  readonly kind: string;
}

/** Only the unit that a lead was routed to acts on it, however much else its people see. */
function requireOwn({ scope, officer }: ActContext, { lead }: Handled): void {
  if (scope !== undefined && lead.department.id !== officer.department.id)
    throw new RuleViolation(
      "leads.not-yours",
      { department: lead.department.name },
      { status: 403 },
    );
}

/** One act: checked against state, version and unit, recorded as one fact. */
export async function act(
  context: ActContext,
  target: ActTarget,
  payloadOf: (tx: Tx, handled: Handled) => object | Promise<object>,
): Promise<void> {
  const { officer, at, registry, scope } = context;
  await actOnce(context.db, "leads.stale", async (tx) => {
    const handled = await getHandled(tx, target.id, scope);
    if (HOLDERS_ACTS.has(target.act)) requireOwn(context, handled);
    requireAct(handled, target.act, target.version);
    const version = handled.version + 1;
    await recordFact(tx, registry, {
      kind: target.kind,
      source: "mingjing",
      sourceId: `lead/${target.id}/${version}`,
      subject: `lead:${target.id}`,
      occurredAt: at,
      payload: { officer, ...(await payloadOf(tx, handled)), version },
    });
  });
}
