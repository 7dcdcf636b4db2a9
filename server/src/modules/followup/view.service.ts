/** What a reader sees of what follows a lead: on its page, in the registers, and as the firm concerned. */
import type { Labelled } from "../../../../contract/src/facts/followup.labelled.ts";
import { RECIPIENTS } from "../../../../contract/src/followup-values.ts";
import type {
  LeadFollowUp,
  LetterRow,
  OwnFollowUp,
  Register,
  RegisterQuery,
  ReportRow,
  TalkRow,
} from "../../../../contract/src/followup.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import { readCalendar } from "../statutes/index.ts";
import { clearingCodes, clearingEffect } from "./clearing.ts";
import { readLeadEvents, type Reader, readSorts, readThreads } from "./followup.store.ts";
import { hearingOf } from "./hearing.ts";
import { countProjects, type KnownLead, listUnits, namesOf, readLead } from "./lead-facts.store.ts";
import { clearingsOf, holdsOf, noticeOf, questionOf } from "./reply.ts";
import { CLEARERS, HANDLERS, HOLDERS, isOne, SENDERS, talkKindsOf } from "./roles.ts";
import {
  type Eyes,
  type FollowUpEvent,
  letterOf,
  type Looking,
  reportOf,
  talkOf,
  threadsOf,
} from "./thread.ts";

export interface Asked {
  readonly actor: Actor;
  readonly now: Date;
}

const eyesOf = ({ account, department, role, scope }: Actor): Eyes => ({
  account,
  unit: department.id,
  role,
  own: scope.own,
});

const readerOf = ({ scope, department }: Actor): Reader => ({ scope, unit: department.id });

async function lookingOf(tx: Tx, { actor, now }: Asked): Promise<Looking> {
  const { calendar } = await readCalendar(tx);
  return { eyes: eyesOf(actor), today: plainDateOf(now), calendar };
}

export async function readLeadFollowUp(tx: Tx, id: string, asked: Asked): Promise<LeadFollowUp> {
  const { actor } = asked;
  const lead = await readLead(tx, id, actor.scope);
  const events = await readLeadEvents(tx, id, readerOf(actor));
  const looking = await lookingOf(tx, asked);
  return leadViewOf(lead, events, { ...looking, actor });
}

const rowsOf = <Row>(
  events: readonly FollowUpEvent[],
  sort: string,
  read: (thread: readonly FollowUpEvent[]) => readonly Row[],
): Row[] => threadsOf(events, sort).flatMap(read);

function leadViewOf(
  lead: KnownLead,
  events: readonly FollowUpEvent[],
  looking: Looking & { readonly actor: Actor },
): LeadFollowUp {
  const { actor, today } = looking;
  const notices = rowsOf(events, "notice", (thread) => noticeOf(thread, looking));
  const holds = [...holdsOf(events, today)];
  const reports = rowsOf(events, "report", (thread) => reportOf(thread, looking));
  const clearings = [...clearingsOf(events)];
  const supplied = clearings.map(({ code }) => code);
  const label = events.findLast(({ kind }) => kind === "followup.labelled")?.payload as
    | Labelled
    | undefined;
  const isSender = isOne(SENDERS, actor.role);
  return {
    reports,
    sendable: isSender
      ? RECIPIENTS.filter((recipient) => !reports.some((one) => one.recipient === recipient))
      : [],
    notices,
    holds,
    hearing: lead.parties.map((party) =>
      hearingOf(namesOf(party), {
        notices: notices.map((one) => ({ ...one, replied: one.replyAt !== undefined })),
        isHeld: holds.some(({ stands }) => stands),
        today,
      }),
    ),
    clearings,
    openClearings: clearingCodes(lead.results).filter((code) => !supplied.includes(code)),
    effect: clearingEffect(lead.results, supplied),
    letters: rowsOf(events, "letter", (thread) => letterOf(thread, looking)),
    talks: rowsOf(events, "talk", (thread) => talkOf(thread, looking)),
    ...(label === undefined ? {} : { label: label.label }),
    may: mayOf(lead, actor),
  };
}

function mayOf({ department, isUnderEvaluation }: KnownLead, actor: Actor): LeadFollowUp["may"] {
  const isOwn = isOne(HANDLERS, actor.role) && department.id === actor.department.id;
  return {
    send: isOne(SENDERS, actor.role),
    serve: isOwn && !isUnderEvaluation,
    hold: isOne(HOLDERS, actor.role),
    clear: isOne(CLEARERS, actor.role),
    letter: isOne(SENDERS, actor.role),
    talk: [...talkKindsOf(actor.role)],
  };
}

const isHeld = ({ state }: TalkRow): boolean => state === "held";

const TARGETS: Readonly<Record<"firm" | "expert", readonly string[]>> = {
  firm: ["firm", "agency"],
  expert: ["expert"],
};

/** Firms and agencies that were talked to, each once; experts likewise. */
const talkedTo = (talks: readonly TalkRow[], kind: "firm" | "expert"): readonly string[] => [
  ...new Set(
    talks
      .filter((talk) => isHeld(talk) && TARGETS[kind].includes(talk.targetKind))
      .map(({ targetKey }) => targetKey),
  ),
];

export async function readRegister(tx: Tx, query: RegisterQuery, asked: Asked): Promise<Register> {
  const { actor, now } = asked;
  const looking = await lookingOf(tx, asked);
  const sorts = ["report", "letter", "talk"];
  const events = await readSorts(tx, readerOf(actor), { sorts, ...query });
  const letters = rowsOf(events, "letter", (thread) => letterOf(thread, looking)).toReversed();
  const talks = rowsOf(events, "talk", (thread) => talkOf(thread, looking)).toReversed();
  const isSender = isOne(SENDERS, actor.role);
  return {
    reports: rowsOf(events, "report", (thread) => reportOf(thread, looking)).toReversed(),
    letters,
    talks,
    counts: {
      projects: await countProjects(tx, actor.scope, query),
      firms: talkedTo(talks, "firm").length,
      experts: talkedTo(talks, "expert").length,
      letters: letters.length,
    },
    units: isSender ? [...(await listUnits(tx, now.toISOString()))] : [],
    may: { letter: isSender, talk: [...talkKindsOf(actor.role)] },
  };
}

export async function readOwn(tx: Tx, asked: Asked): Promise<OwnFollowUp> {
  const { actor } = asked;
  const looking = await lookingOf(tx, asked);
  const events = await readSorts(tx, readerOf(actor), { sorts: ["notice", "talk", "question"] });
  return {
    notices: rowsOf(events, "notice", (thread) => noticeOf(thread, looking)).toReversed(),
    talks: rowsOf(events, "talk", (thread) => talkOf(thread, looking)).toReversed(),
    questions: rowsOf(events, "question", (thread) =>
      questionOf(thread, looking.eyes),
    ).toReversed(),
    may: { ask: actor.role === "expert" },
  };
}

/** What the work summary counts: ids of held talks by target, and of letters, of these days. */
export interface CountedFollowUp {
  readonly firms: readonly string[];
  readonly experts: readonly string[];
  readonly letters: readonly string[];
}

/** As the reader sees them, so that each number opens its list. */
export async function countFollowUp(
  tx: Tx,
  query: RegisterQuery,
  asked: Asked,
): Promise<CountedFollowUp> {
  const { letters, talks } = await readRegister(tx, query, asked);
  return {
    firms: talkedTo(talks, "firm"),
    experts: talkedTo(talks, "expert"),
    letters: letters.map(({ letter }) => letter),
  };
}

/** @throws RuleViolation followup.not-found, also for one that this reader may not see */
export async function readReport(tx: Tx, id: string, asked: Asked): Promise<ReportRow> {
  const events = await readThreads(tx, [`report/${id}`], readerOf(asked.actor));
  const [report] = reportOf(events, await lookingOf(tx, asked));
  if (report === undefined) throw new RuleViolation("followup.not-found", { id });
  return report;
}

/** @throws RuleViolation followup.not-found, also for one that this reader may not see */
export async function readLetter(tx: Tx, id: string, asked: Asked): Promise<LetterRow> {
  const events = await readThreads(tx, [`letter/${id}`], readerOf(asked.actor));
  const [letter] = letterOf(events, await lookingOf(tx, asked));
  if (letter === undefined) throw new RuleViolation("followup.not-found", { id });
  return letter;
}
