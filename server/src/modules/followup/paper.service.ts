/** Letters, talks and questions of the committee: each act a fact, each number given once. */
import { randomUUID } from "node:crypto";

import type { ClarificationAsked } from "../../../../contract/src/facts/followup.clarification-asked.ts";
import type { LetterSent } from "../../../../contract/src/facts/followup.letter-sent.ts";
import type { TalkInvited } from "../../../../contract/src/facts/followup.talk-invited.ts";
import type {
  AskQuestion,
  HoldTalk,
  InviteTalk,
  SendLetter,
} from "../../../../contract/src/followup.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import { partyKey, partyName } from "../../kernel/party.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { ActContext } from "../../platform/facts/act.ts";
import { findUnit } from "../../platform/identity/unit.store.ts";
import { act, recordFollowUp, requireUnit, threadFor } from "./act.service.ts";
import { nextNumber } from "./followup.store.ts";
import { readLead, readLot } from "./lead-facts.store.ts";
import { requireTalkKind } from "./roles.ts";
import { find } from "./thread.ts";

/** Whom a letter can be addressed to. */
const ADDRESSEES = [
  "department",
  "coordinator",
  "discipline",
  "police",
  "procuringEntity",
  "procurementAgency",
] as const;

const yearOf = (at: string): number => Number(plainDateOf(new Date(at)).slice(0, 4));

/** @returns its id. @throws RuleViolation followup.unknown-unit */
export async function sendLetter(context: ActContext, body: SendLetter): Promise<string> {
  return act(context, async (tx) => {
    const unit = await findUnit(tx, { unit: body.unit, kinds: ADDRESSEES, at: context.at });
    if (unit === undefined)
      throw new RuleViolation("followup.unknown-unit", { unit: body.unit }, { status: 422 });
    if (body.lead !== undefined) await readLead(tx, body.lead, context.scope);
    const year = yearOf(context.at);
    const nth = await nextNumber(tx, "followup.letter-sent", `GH-${year}`);
    const letter = `GH-${year}-${nth}`;
    await recordFollowUp(tx, context, {
      name: "letter-sent",
      thread: `letter/${letter}`,
      payload: {
        ...body,
        letter,
        year,
        nth,
        unit,
        readers: [...new Set([unit.id, context.officer.department.id])],
      },
    });
    return letter;
  });
}

async function answer(
  context: ActContext,
  letter: string,
  { name, content }: { readonly name: string; readonly content: object },
): Promise<void> {
  await act(context, async (tx) => {
    const thread = `letter/${letter}`;
    const sent = find<LetterSent>(await threadFor(tx, thread), "letter-sent");
    if (sent === undefined) throw new RuleViolation("followup.not-found", { id: letter });
    requireUnit(sent.payload.unit, context.officer);
    const { readers } = sent.payload;
    await recordFollowUp(tx, context, { name, thread, payload: { letter, ...content, readers } });
  });
}

export const receiveLetter = (context: ActContext, letter: string): Promise<void> =>
  answer(context, letter, { name: "letter-received", content: {} });

export const answerLetter = (context: ActContext, letter: string, text: string): Promise<void> =>
  answer(context, letter, { name: "letter-answered", content: { text } });

type RoleContext = ActContext & { readonly role: Role };

/** @throws RuleViolation followup.talk-kind: the centre reminds, the department warns */
export async function inviteTalk(context: RoleContext, body: InviteTalk): Promise<string> {
  requireTalkKind(context.role, body.kind);
  return act(context, async (tx) => {
    const { targetKind, party, ...content } = body;
    if (body.lead !== undefined) await readLead(tx, body.lead, context.scope);
    const year = yearOf(context.at);
    const nth = await nextNumber(tx, "followup.talk-invited", `YT-${year}`);
    const talk = `YT-${year}-${nth}`;
    const key = party.kind === "naturalPerson" ? party.token : partyKey(party);
    await recordFollowUp(tx, context, {
      name: "talk-invited",
      thread: `talk/${talk}`,
      payload: {
        ...content,
        talk,
        target: { kind: targetKind, party },
        readers: [...new Set([context.officer.department.id, key])],
      },
    });
    return talk;
  });
}

/** The record with who signed it; by the unit that invited. @throws RuleViolation followup.one-sided */
export async function holdTalk(context: ActContext, talk: string, body: HoldTalk): Promise<void> {
  const sides = new Set(body.present.map(({ side }) => side));
  if (sides.size < 2)
    throw new RuleViolation(
      "followup.one-sided",
      {},
      {
        status: 422,
        errors: [{ path: "body.present", code: "followup.one-sided", params: {} }],
      },
    );
  await act(context, async (tx) => {
    const thread = `talk/${talk}`;
    const invited = find<TalkInvited>(await threadFor(tx, thread), "talk-invited");
    if (invited === undefined) throw new RuleViolation("followup.not-found", { id: talk });
    requireUnit(invited.payload.officer.department, context.officer);
    const { readers } = invited.payload;
    await recordFollowUp(tx, context, {
      name: "talk-held",
      thread,
      payload: { talk, ...body, readers },
    });
  });
}

/**
 * The committee asks in writing, and only while it evaluates (招标投标法实施条例第52条). The product carries the
 * question and nothing else. @throws RuleViolation followup.not-in-evaluation, followup.unknown-firm
 */
export async function askQuestion(context: ActContext, body: AskQuestion): Promise<void> {
  await act(context, async (tx) => {
    const lot = await readLot(tx, body);
    if (!lot.isUnderEvaluation) throw new RuleViolation("followup.not-in-evaluation", {});
    const firm = lot.bidders.find((party) => partyName(party) === body.firm.trim());
    if (firm === undefined)
      throw new RuleViolation("followup.unknown-firm", { firm: body.firm }, { status: 422 });
    const question = randomUUID();
    await recordFollowUp(tx, context, {
      name: "clarification-asked",
      thread: `question/${question}`,
      payload: {
        ...body,
        question,
        firm,
        readers: [`person:${context.officer.account}`, partyKey(firm)],
      },
    });
  });
}

/** @param own Keys of the firm that answers */
export async function answerQuestion(
  context: ActContext & { readonly own: readonly string[] },
  question: string,
  text: string,
): Promise<void> {
  await act(context, async (tx) => {
    const thread = `question/${question}`;
    const asked = find<ClarificationAsked>(await threadFor(tx, thread), "clarification-asked");
    if (asked === undefined) throw new RuleViolation("followup.not-found", { id: question });
    const { firm, readers } = asked.payload;
    if (!context.own.includes(partyKey(firm)))
      throw new RuleViolation("followup.not-yours", { unit: partyName(firm) }, { status: 403 });
    await recordFollowUp(tx, context, {
      name: "clarification-answered",
      thread,
      payload: { question, text, readers },
    });
  });
}
