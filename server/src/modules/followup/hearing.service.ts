/** Notices to firms, what they say, and the check before an effect on them. */
import { createHash } from "node:crypto";

import type { NoticeServed } from "../../../../contract/src/facts/followup.notice-served.ts";
import { HOLD_DAYS } from "../../../../contract/src/followup-values.ts";
import type {
  HoldNotice,
  ReplyToNotice,
  ServeNotice,
  SupplyClearing,
  WeighReply,
} from "../../../../contract/src/followup.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { partyKey } from "../../kernel/party.ts";
import { dayAfter, plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import type { ActContext } from "../../platform/facts/act.ts";
import { act, recordFollowUp, requireUnit, threadFor } from "./act.service.ts";
import { clearingCodes } from "./clearing.ts";
import { readKindsOfLead } from "./followup.store.ts";
import { hearingOf, holdStands, namedFirms, requireHeard, requireReplyTime } from "./hearing.ts";
import { type KnownLead, namesOf, readLead } from "./lead-facts.store.ts";
import { holdsOf, noticeOf } from "./reply.ts";
import { find, threadsOf } from "./thread.ts";

const dayOf = (at: string) => plainDateOf(new Date(at));

/** For 30 days, renewable, each time with its ground. */
export async function holdNotice(context: ActContext, id: string, body: HoldNotice): Promise<void> {
  await act(context, async (tx) => {
    await readLead(tx, id, context.scope);
    const nth = (await readKindsOfLead(tx, id, ["followup.notice-held"])).length + 1;
    await recordFollowUp(tx, context, {
      name: "notice-held",
      thread: `hold/${id}`,
      nth,
      payload: {
        lead: id,
        nth,
        ...body,
        until: dayAfter(dayOf(context.at), HOLD_DAYS),
        readers: ["lead"],
      },
    });
  });
}

function partyOf(lead: KnownLead, firmKey: string): Party {
  const party = [...lead.parties, ...lead.bidders].find((one) => partyKey(one) === firmKey);
  if (party === undefined)
    throw new RuleViolation("followup.unknown-firm", { firm: firmKey }, { status: 422 });
  return party;
}

/** The department tells the firm, never the centre, and never while the committee works (条例第52条). */
export async function serveNotice(
  context: ActContext,
  id: string,
  body: ServeNotice,
): Promise<void> {
  await act(context, async (tx) => {
    const lead = await readLead(tx, id, context.scope);
    requireUnit(lead.department, context.officer);
    if (lead.isUnderEvaluation) throw new RuleViolation("followup.during-evaluation", {});
    requireReplyTime(body.replyBy, dayOf(context.at));
    const party = partyOf(lead, body.firmKey);
    const { firmKey, ...content } = body;
    const served = await readKindsOfLead(tx, id, ["followup.notice-served"]);
    const nth = served.length + 1;
    const firmHash = createHash("sha256").update(firmKey).digest("hex").slice(0, 12);
    const notice = `${id}.${firmHash}.${nth}`;
    await recordFollowUp(tx, context, {
      name: "notice-served",
      thread: `notice/${notice}`,
      payload: {
        notice,
        lead: id,
        project: lead.title,
        firm: party,
        ...content,
        readers: ["lead", firmKey],
      },
    });
  });
}

async function noticeFor(tx: Tx, notice: string): Promise<NoticeServed> {
  const served = find<NoticeServed>(await threadFor(tx, `notice/${notice}`), "notice-served");
  if (served === undefined) throw new RuleViolation("followup.not-found", { id: notice });
  return served.payload;
}

/** By the firm in the console; by the department for a reply on paper. @param own Keys of the firm that acts */
export async function replyToNotice(
  context: ActContext & { readonly own: readonly string[] },
  notice: string,
  { text }: ReplyToNotice,
): Promise<void> {
  await act(context, async (tx) => {
    const { lead, firm, officer, readers } = await noticeFor(tx, notice);
    const isFirm = context.own.includes(partyKey(firm));
    if (!isFirm) requireUnit(officer.department, context.officer);
    await recordFollowUp(tx, context, {
      name: "reply-received",
      thread: `notice/${notice}`,
      payload: { notice, lead, channel: isFirm ? "console" : "paper", text, readers },
    });
  });
}

export async function weighReply(
  context: ActContext,
  notice: string,
  body: WeighReply,
): Promise<void> {
  await act(context, async (tx) => {
    const thread = await threadFor(tx, `notice/${notice}`);
    const { lead, officer, readers } = await noticeFor(tx, notice);
    requireUnit(officer.department, context.officer);
    if (find(thread, "reply-received") === undefined)
      throw new RuleViolation("followup.no-reply", {});
    await recordFollowUp(tx, context, {
      name: "reply-weighed",
      thread: `notice/${notice}`,
      payload: { notice, lead, ...body, readers },
    });
  });
}

/** @throws RuleViolation followup.unknown-clearing when no hit of the lead names this fact */
export async function supplyClearing(
  context: ActContext,
  id: string,
  body: SupplyClearing,
): Promise<void> {
  await act(context, async (tx) => {
    const lead = await readLead(tx, id, context.scope);
    if (!clearingCodes(lead.results).includes(body.code))
      throw new RuleViolation(
        "followup.unknown-clearing",
        { code: body.code },
        {
          status: 422,
          errors: [
            {
              path: "body.code",
              code: "followup.unknown-clearing",
              params: { code: body.code },
            },
          ],
        },
      );
    await recordFollowUp(tx, context, {
      name: "clearing-supplied",
      thread: `clearing/${id}/${body.code}`,
      payload: { lead: id, ...body, readers: ["lead"] },
    });
  });
}

export interface Published {
  readonly lead: string;
  /** Title and text as they would be published. */
  readonly text: string;
  readonly at: string;
}

/**
 * Before a decision that names a firm is published. @throws RuleViolation followup.not-heard, followup.reply-runs
 */
export async function requireHeardFirms(tx: Tx, { lead: id, text, at }: Published): Promise<void> {
  const lead = await readLead(tx, id, undefined);
  const all = new Map(
    [...lead.parties, ...lead.bidders].map((party) => [partyKey(party), namesOf(party)]),
  );
  const named = namedFirms(text, [...all.values()]);
  if (named.length === 0) return;
  const today = dayOf(at);
  const events = await readKindsOfLead(tx, id, [
    "followup.notice-held",
    "followup.notice-served",
    "followup.reply-received",
  ]);
  const eyes = { account: "", unit: "", role: "officer" as const, own: [] };
  const notices = threadsOf(events, "notice").flatMap((one) => noticeOf(one, { eyes, today }));
  const isHeld = holdsOf(events, today).some((hold) => holdStands(hold, today));
  const steps = notices.map(({ firmKey, replyBy, replyAt }) => ({
    firmKey,
    replyBy,
    replied: replyAt !== undefined,
  }));
  const hearings = named.map((firm) => hearingOf(firm, { notices: steps, isHeld, today }));
  requireHeard(hearings, notices);
}
