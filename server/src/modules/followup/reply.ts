/** Notices to firms, holds and questions of the committee, as their readers see them. Pure. */
import type { ClarificationAnswered } from "../../../../contract/src/facts/followup.clarification-answered.ts";
import type { ClarificationAsked } from "../../../../contract/src/facts/followup.clarification-asked.ts";
import type { ClearingSupplied } from "../../../../contract/src/facts/followup.clearing-supplied.ts";
import type { NoticeHeld } from "../../../../contract/src/facts/followup.notice-held.ts";
import type { NoticeServed } from "../../../../contract/src/facts/followup.notice-served.ts";
import type { ReplyReceived } from "../../../../contract/src/facts/followup.reply-received.ts";
import type { ReplyWeighed } from "../../../../contract/src/facts/followup.reply-weighed.ts";
import type {
  Clearing,
  HearingNotice,
  Hold,
  QuestionRow,
} from "../../../../contract/src/followup.ts";
import { partyKey, partyName } from "../../kernel/party.ts";
import type { PlainDate } from "../../kernel/plain-date.ts";
import { present } from "../../kernel/present.ts";
import { holdStands } from "./hearing.ts";
import { HANDLERS, isOne } from "./roles.ts";
import { type Eyes, find, type FollowUpEvent, type Looking, type Thread } from "./thread.ts";

type Fact<Payload> = { readonly at: string; readonly payload: Payload } | undefined;
type Reply = Fact<ReplyReceived>;
type Weighed = Fact<ReplyWeighed>;

function stateOf(
  { replyBy }: Pick<NoticeServed, "replyBy">,
  [reply, weighed]: readonly [Reply, Weighed],
  today: PlainDate,
): HearingNotice["state"] {
  if (weighed !== undefined) return "weighed";
  if (reply !== undefined) return "replied";
  return replyBy < today ? "lapsed" : "served";
}

const replyPart = (reply: Reply) =>
  reply === undefined
    ? {}
    : { reply: reply.payload.text, replyAt: reply.at, channel: reply.payload.channel };

const weighedPart = (weighed: Weighed) =>
  weighed === undefined
    ? {}
    : {
        weighing: weighed.payload.weighing,
        reason: weighed.payload.reason,
        weighedAt: weighed.at,
      };

export function noticeOf(
  thread: Thread,
  { eyes, today }: Pick<Looking, "eyes" | "today">,
): readonly HearingNotice[] {
  const served = find<NoticeServed>(thread, "notice-served");
  if (served === undefined) return [];
  const reply = find<ReplyReceived>(thread, "reply-received");
  const weighed = find<ReplyWeighed>(thread, "reply-weighed");
  const { notice, lead, project, firm, effect, grounds, replyBy, officer } = served.payload;
  const firmKey = partyKey(firm);
  const isFirm = eyes.own.includes(firmKey);
  const isHandler = isOne(HANDLERS, eyes.role) && officer.department.id === eyes.unit;
  return [
    {
      notice,
      project,
      firm: partyName(firm),
      firmKey,
      effect,
      grounds,
      replyBy,
      servedAt: served.at,
      servedBy: officer.department.name,
      state: stateOf(served.payload, [reply, weighed], today),
      ...(isFirm ? {} : { lead }),
      ...replyPart(reply),
      ...weighedPart(weighed),
      may: {
        // A reply that comes late is still a reply: it is taken, and its time is shown.
        reply: reply === undefined && (isFirm || isHandler),
        weigh: isHandler && reply !== undefined && weighed === undefined,
      },
    },
  ];
}

export function holdsOf(events: readonly FollowUpEvent[], today: PlainDate): readonly Hold[] {
  return events
    .filter(({ kind }) => kind === "followup.notice-held")
    .map(({ at, payload }) => {
      const { nth, ground, text, until, officer } = payload as NoticeHeld;
      const by = officer.department.name;
      return { nth, ground, text, until, at, by, stands: holdStands({ until }, today) };
    });
}

export const clearingsOf = (events: readonly FollowUpEvent[]): readonly Clearing[] =>
  events
    .filter(({ kind }) => kind === "followup.clearing-supplied")
    .map(({ at, payload }) => {
      const { code, text, evidenceHash, officer } = payload as ClearingSupplied;
      const hash = evidenceHash === undefined ? {} : { evidenceHash };
      return { code, text, ...hash, at, by: officer.department.name };
    });

export function questionOf(thread: Thread, eyes: Eyes): readonly QuestionRow[] {
  const asked = find<ClarificationAsked>(thread, "clarification-asked");
  if (asked === undefined) return [];
  const answered = find<ClarificationAnswered>(thread, "clarification-answered");
  const { question, ocid, lotId, firm, text } = asked.payload;
  return [
    {
      question,
      ocid,
      lotId,
      firm: partyName(firm),
      text,
      askedAt: asked.at,
      ...present({ answer: answered?.payload.text ?? null, answeredAt: answered?.at ?? null }),
      may: { answer: answered === undefined && eyes.own.includes(partyKey(firm)) },
    },
  ];
}
