/** The facts of a process as a list of moments; payloads are made only when the moment comes. */
import type { FactInput } from "../../../contract/src/facts/fact.ts";
import { formatInstant, MINUTE, type Seconds } from "../time.ts";
import type { Dispute } from "./dispute.ts";
import { lotChapters } from "./lot-events.ts";
import type { NoticeStyle } from "./notices.ts";
import {
  amendmentNotice,
  awardNotice,
  cancellationNotice,
  clarificationNotice,
  contractNotice,
  tenderNotice,
} from "./notices.ts";
import type { Project } from "./project.ts";

export interface Moment {
  readonly at: Seconds;
  readonly kind: string;
  /** Appended to the process's number: unique and readable. */
  readonly path: string;
  /** Returns the payload; called once. */
  readonly payload: () => object;
}

/** A part of a process whose moments are made only when its first one is due. */
export interface Chapter {
  /** Not later than any of its moments. */
  readonly at: Seconds;
  readonly moments: () => Moment[];
}

/** Everything that happens in a process, in parts that bound what an open process holds. */
export function projectChapters(project: Project, style: NoticeStyle): Chapter[] {
  const { schedule, lots } = project;
  return [
    { at: schedule.noticeAt, moments: () => noticeEvents(project, style) },
    ...lots.flatMap((lot) => lotChapters(project, lot)),
    ...project.disputes.map(({ lotId, dispute }) => ({
      at: dispute.steps[0]?.at ?? schedule.deadlineAt,
      moments: () => disputeEvents(project, lotId, dispute),
    })),
  ];
}

/** The line a source would send for a moment. */
export function factOf(project: Project, moment: Moment): FactInput {
  return {
    kind: moment.kind,
    sourceId: `${project.code}/${moment.path}`,
    subject: project.ocid,
    occurredAt: formatInstant(moment.at),
    payload: moment.payload() as Readonly<Record<string, unknown>>,
  };
}

function noticeEvents(project: Project, style: NoticeStyle): Moment[] {
  const { schedule, lots, trade } = project;
  const kind = "procurement.notice-published";
  const awarded = lots.filter(({ outcome }) => outcome === "awarded");
  const notices: (Omit<Moment, "kind" | "path"> | undefined)[] = [
    { at: schedule.noticeAt, payload: () => tenderNotice(project, style) },
    schedule.clarificationAt === undefined
      ? undefined
      : { at: schedule.clarificationAt, payload: () => clarificationNotice(project, style) },
    schedule.amendmentAt === undefined
      ? undefined
      : { at: schedule.amendmentAt, payload: () => amendmentNotice(project, style) },
  ];
  if (lots.every(({ outcome }) => outcome === "cancelled")) {
    const at = schedule.deadlineAt - 26 * 60 * MINUTE;
    notices.push({ at, payload: () => cancellationNotice(project, style) });
  }
  if (awarded.length > 0) {
    notices.push({
      at: schedule.awardNoticeAt,
      payload: () => awardNotice(project, awarded, style),
    });
  }
  if (awarded.length > 0 && trade.regime === "procurement") {
    const at = schedule.contractAt + 70 * MINUTE;
    notices.push({ at, payload: () => contractNotice(project, style) });
  }
  return notices
    .filter((notice) => notice !== undefined)
    .map((notice, index) => ({ ...notice, kind, path: `notice/${index + 1}` }));
}

function disputeEvents(project: Project, lotId: string, dispute: Dispute): Moment[] {
  const prefix = dispute.kind === "objection" ? "YY" : "TS";
  const number = `${prefix}-${project.code.slice(2)}-${lotId}`;
  return dispute.steps.map((step) => ({
    at: step.at,
    kind: `procurement.${dispute.kind}-recorded`,
    path: `lot${lotId}/${dispute.kind}/${step.state}`,
    payload: () => ({
      lotId,
      number,
      matter: dispute.matter,
      content: dispute.content,
      by: dispute.by.party,
      state: step.state,
      ...(step.reply === undefined ? {} : { reply: step.reply }),
    }),
  }));
}
