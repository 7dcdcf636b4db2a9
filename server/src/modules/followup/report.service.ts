/** The three reports of one dossier: drafted, checked against each other, sent, signed for, answered. */
import { createHash } from "node:crypto";

import type { Department } from "../../../../contract/src/casework.ts";
import type { ReportSent } from "../../../../contract/src/facts/followup.report-sent.ts";
import type { Official, Recipient } from "../../../../contract/src/followup-values.ts";
import type {
  DraftedReport,
  DraftReport,
  GiveFeedback,
} from "../../../../contract/src/followup.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import type { ActContext } from "../../platform/facts/act.ts";
import { act, recordFollowUp, requireUnit, threadFor } from "./act.service.ts";
import { type Dossier, requireUnmixed } from "./dossier.ts";
import { readThreads } from "./followup.store.ts";
import { findUnitOf, type KnownLead, readLead } from "./lead-facts.store.ts";
import { reportText } from "./report-text.ts";
import { FEEDBACK_DAYS } from "./settings.ts";
import { find } from "./thread.ts";

const UNIT_KIND = { discipline: "discipline", coordinator: "coordinator" } as const;

/** @throws RuleViolation followup.nobody when no unit of today is meant by it */
async function recipientUnit(
  tx: Tx,
  { department }: Pick<KnownLead, "department">,
  { recipient, at }: { recipient: Recipient; at: string },
): Promise<Department> {
  if (recipient === "department") return department;
  const unit = await findUnitOf(tx, UNIT_KIND[recipient], at);
  if (unit === undefined) throw new RuleViolation("followup.nobody", { recipient });
  return unit;
}

const reportIdOf = (lead: string, unit: Department): string => `${lead}.${unit.id}`;

/** Officials whom the report to the inspectors named already: no other text may name them. */
async function namedOfficials(tx: Tx, lead: KnownLead, at: string): Promise<readonly Official[]> {
  const unit = await findUnitOf(tx, "discipline", at);
  if (unit === undefined) return [];
  const thread = await readThreads(tx, [`report/${reportIdOf(lead.id, unit)}`], undefined);
  return find<ReportSent>(thread, "report-sent")?.payload.officials ?? [];
}

interface Drafted extends DraftedReport {
  readonly officials: readonly Official[];
}

/** @throws RuleViolation followup.mixed-report, followup.officials-elsewhere */
async function draft(tx: Tx, context: ActContext, { lead, body }: Asked): Promise<Drafted> {
  const { recipient, officials = [], remarks } = body;
  if (recipient !== "discipline" && officials.length > 0)
    throw new RuleViolation(
      "followup.officials-elsewhere",
      {},
      {
        status: 422,
        errors: [{ path: "body.officials", code: "followup.officials-elsewhere", params: {} }],
      },
    );
  const unit = await recipientUnit(tx, lead, { recipient, at: context.at });
  const known = await namedOfficials(tx, lead, context.at);
  const dossier: Dossier = { ...lead, officials: [...known, ...officials] };
  if (remarks !== undefined) requireUnmixed(remarks, { recipient, dossier, field: "body.remarks" });
  const text = reportText(
    { ...dossier, officials },
    {
      recipient,
      unit: unit.name,
      sender: context.officer.department.name,
      at: context.at,
      remarks,
    },
  );
  // Whatever the parts were: the whole is checked before anybody reads it.
  requireUnmixed(text, { recipient, dossier, field: "body" });
  return { unit, text, feedbackDays: FEEDBACK_DAYS[recipient], officials };
}

interface Asked {
  readonly lead: KnownLead;
  readonly body: DraftReport;
}

/** Nothing is recorded. */
export const draftReport = (
  context: ActContext,
  lead: string,
  body: DraftReport,
): Promise<DraftedReport> =>
  act(context, async (tx) => {
    const known = await readLead(tx, lead, context.scope);
    const { officials: _officials, ...drafted } = await draft(tx, context, { lead: known, body });
    return drafted;
  });

/** @throws RuleViolation followup.already-sent: one dossier a lot, however many rules fired */
export async function sendReport(
  context: ActContext,
  id: string,
  body: DraftReport,
): Promise<void> {
  await act(context, async (tx) => {
    const lead = await readLead(tx, id, context.scope);
    const { unit, text, feedbackDays, officials } = await draft(tx, context, { lead, body });
    const report = reportIdOf(id, unit);
    const before = await readThreads(tx, [`report/${report}`], undefined);
    if (before.length > 0) throw new RuleViolation("followup.already-sent", { unit: unit.name });
    await recordFollowUp(tx, context, {
      name: "report-sent",
      thread: `report/${report}`,
      payload: {
        report,
        lead: id,
        leadNumber: lead.number,
        recipient: body.recipient,
        unit,
        text,
        textHash: createHash("sha256").update(text).digest("hex"),
        officials,
        feedbackDays,
        readers: readersOf(unit, context),
      },
    });
  });
}

const readersOf = (unit: Department, { officer }: Pick<ActContext, "officer">): string[] => [
  ...new Set([unit.id, officer.department.id]),
];

async function answerReport(
  context: ActContext,
  report: string,
  { name, content }: { readonly name: string; readonly content: object },
): Promise<void> {
  await act(context, async (tx) => {
    const thread = `report/${report}`;
    const sent = find<ReportSent>(await threadFor(tx, thread), "report-sent");
    if (sent === undefined) throw new RuleViolation("followup.not-found", { id: report });
    requireUnit(sent.payload.unit, context.officer);
    const { lead, readers } = sent.payload;
    await recordFollowUp(tx, context, {
      name,
      thread,
      payload: { report, lead, ...content, readers },
    });
  });
}

/** The recipient signs for it. */
export const receiveReport = (context: ActContext, report: string): Promise<void> =>
  answerReport(context, report, { name: "report-received", content: {} });

/** What became of it. */
export const giveFeedback = (
  context: ActContext,
  report: string,
  feedback: GiveFeedback,
): Promise<void> => answerReport(context, report, { name: "feedback-given", content: feedback });
