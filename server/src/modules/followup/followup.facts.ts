import { auditDrawn } from "../../../../contract/src/facts/followup.audit-drawn.ts";
/** Facts after a lead → one row each, and the clocks that run on what is not answered. */
import { clarificationAnswered } from "../../../../contract/src/facts/followup.clarification-answered.ts";
import { clarificationAsked } from "../../../../contract/src/facts/followup.clarification-asked.ts";
import { clearingSupplied } from "../../../../contract/src/facts/followup.clearing-supplied.ts";
import { feedbackGiven } from "../../../../contract/src/facts/followup.feedback-given.ts";
import { labelled } from "../../../../contract/src/facts/followup.labelled.ts";
import { letterAnswered } from "../../../../contract/src/facts/followup.letter-answered.ts";
import { letterReceived } from "../../../../contract/src/facts/followup.letter-received.ts";
import { letterSent } from "../../../../contract/src/facts/followup.letter-sent.ts";
import { noticeHeld } from "../../../../contract/src/facts/followup.notice-held.ts";
import { noticeServed } from "../../../../contract/src/facts/followup.notice-served.ts";
import { replyReceived } from "../../../../contract/src/facts/followup.reply-received.ts";
import { replyWeighed } from "../../../../contract/src/facts/followup.reply-weighed.ts";
import { reportReceived } from "../../../../contract/src/facts/followup.report-received.ts";
import { reportSent } from "../../../../contract/src/facts/followup.report-sent.ts";
import { reviewAssigned } from "../../../../contract/src/facts/followup.review-assigned.ts";
import { reviewGiven } from "../../../../contract/src/facts/followup.review-given.ts";
import { talkHeld } from "../../../../contract/src/facts/followup.talk-held.ts";
import { talkInvited } from "../../../../contract/src/facts/followup.talk-invited.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { deleteByFact, insertRows } from "../../platform/facts/rows.ts";
import { setFollowUpClocks } from "./clocks.service.ts";
import { EVENTS, THREAD_PREFIX } from "./followup.store.ts";

export const followUpFacts: FactProjection = {
  kinds: [
    reportSent,
    reportReceived,
    feedbackGiven,
    noticeHeld,
    noticeServed,
    replyReceived,
    replyWeighed,
    clarificationAsked,
    clarificationAnswered,
    clearingSupplied,
    labelled,
    reviewAssigned,
    reviewGiven,
    auditDrawn,
    letterSent,
    letterReceived,
    letterAnswered,
    talkInvited,
    talkHeld,
  ],
  tables: [EVENTS],
  async apply(tx, facts) {
    await insertRows(tx, EVENTS, facts.map(rowOf));
    await setFollowUpClocks(tx, facts.map(threadOf));
  },
  async retract(tx, facts) {
    await deleteByFact(
      tx,
      [EVENTS],
      facts.map(({ id }) => id),
    );
    await setFollowUpClocks(tx, facts.map(threadOf));
  },
};

const threadOf = ({ subject }: StoredFact): string => subject.slice(THREAD_PREFIX.length);

const rowOf = (fact: StoredFact) => ({
  fact_id: fact.id,
  kind: fact.kind,
  thread: threadOf(fact),
  lead_id: fact.payload["lead"] ?? null,
  occurred_at: fact.occurredAt,
  readers: fact.payload["readers"],
  payload: fact.payload,
});
