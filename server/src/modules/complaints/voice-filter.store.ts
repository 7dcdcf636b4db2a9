/** Conditions on voices, for lists and figures alike. Every one names the scope of the reader. */
import { type RawBuilder, sql } from "kysely";

import { isDay } from "../../../../clocks/src/index.ts";
import type { VoiceMark, VoiceQuery } from "../../../../contract/src/voices.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleVoice } from "../../platform/identity/visible.ts";
import { containing } from "../../platform/like.ts";

export const SUBJECT = sql`'voice:' || handling.voice_id`;

export const FROM = sql`complaints.handling JOIN complaints.voice ON voice.id = handling.voice_id`;

const SOON = sql`interval '3 days'`;

const hasClock = (condition: RawBuilder<unknown>) =>
  sql`EXISTS (SELECT FROM deadlines.clock WHERE clock.subject = ${SUBJECT}
      AND clock.clock NOT IN ('reply.unanswered', 'reply.sent-back') AND ${condition})`;
export const isLate = (now: Date) => hasClock(sql`clock.due_at <= ${now}`);
export const isSoon = (now: Date) =>
  sql`(${hasClock(sql`clock.due_at > ${now} AND clock.due_at <= ${now}::timestamptz + ${SOON}`)} AND NOT ${isLate(now)})`;

/** An answer that nothing follows asks nothing of anybody; one that waits to be published does. */
export const isOpen = sql`(handling.state IN ('routed', 'returned', 'taken', 'correcting', 'accepted')
  OR (handling.state IN ('replied', 'published') AND ${hasClock(sql`true`)}))`;

export interface AskedVoices {
  readonly scope: Scope;
  readonly query: VoiceQuery;
  readonly now: Date;
}

const measured = (condition: RawBuilder<unknown>) =>
  sql`EXISTS (SELECT FROM complaints.measure WHERE measure.voice_id = handling.voice_id AND ${condition})`;

const MARKS: Readonly<Record<VoiceMark, RawBuilder<unknown>>> = {
  take: measured(sql`measure.take_days IS NOT NULL`),
  acceptance: measured(sql`measure.acceptance_days IS NOT NULL`),
  answer: measured(sql`measure.answer_days IS NOT NULL`),
  unanswered: measured(sql`measure.unanswered > 0`),
  pause: measured(sql`measure.pauses > 0`),
  return: sql`handling.returns > 0`,
  publication: sql`handling.publication IS NOT NULL`,
  takenDown: measured(sql`measure.is_taken_down`),
};

function markMatches({ has, rung }: VoiceQuery): RawBuilder<unknown> {
  const climbed = sql`(${rung ?? null}::text IS NULL OR EXISTS (SELECT FROM deadlines.escalation
    WHERE escalation.subject = ${SUBJECT} AND escalation.step = ${rung ?? null}))`;
  return sql`${has === undefined ? sql`true` : MARKS[has]} AND ${climbed}`;
}

/** As `isKept` in figures.ts says. */
const keptMatches = (
  lastOn: RawBuilder<unknown>,
  wanted: "kept" | "missed" | undefined,
  today: string,
): RawBuilder<unknown> => {
  if (wanted === undefined) return sql`true`;
  return wanted === "kept"
    ? measured(sql`measure.answered_on <= ${lastOn}`)
    : measured(sql`(measure.answered_on > ${lastOn} OR (measure.answered_on IS NULL
        AND handling.state NOT IN ('refused', 'withdrawn', 'transferred') AND ${lastOn} < ${today}::date))`);
};

function measureMatches(
  { result, refusal, statute, promise }: VoiceQuery,
  now: Date,
): RawBuilder<unknown> {
  const today = plainDateOf(now);
  const given = [
    ...(result === undefined ? [] : [measured(sql`measure.results ? ${result}`)]),
    ...(refusal === undefined ? [] : [measured(sql`measure.refusal = ${refusal}`)]),
    keptMatches(sql`measure.statute_on`, statute, today),
    keptMatches(sql`measure.promise_on`, promise, today),
  ];
  return sql.join(given, sql` AND `);
}

/** Absent: whatever it is. */
const equals = (column: RawBuilder<unknown>, wanted: string | undefined): RawBuilder<unknown> =>
  wanted === undefined ? sql`true` : sql`${column} = ${wanted}`;

/** Days in Asia/Shanghai, both included. */
/** @throws RuleViolation request.invalid naming the field, for a day that does not exist */
function requireDay(name: "from" | "to", day: string | undefined): void {
  if (day === undefined || isDay(day)) return;
  const params = { rule: "day", expected: "a day that exists, YYYY-MM-DD" };
  const errors = [{ path: `querystring.${name}`, code: "request.bad-field", params }];
  throw new RuleViolation("request.invalid", {}, { status: 400, errors });
}

function receivedBetween({ from, to }: VoiceQuery): RawBuilder<unknown> {
  requireDay("from", from);
  requireDay("to", to);
  const start = sql`${from ?? "0001-01-01"}::date::timestamp AT TIME ZONE 'Asia/Shanghai'`;
  const end = sql`(${to ?? "9999-12-30"}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'`;
  return sql`handling.received_at >= ${start} AND handling.received_at < ${end}`;
}

export function voiceMatches({ scope, query, now }: AskedVoices): RawBuilder<unknown> {
  const { kind, regime, unit, ocid, channel, holder, q } = query;
  const pattern = containing(q);
  return sql`${visibleVoice(scope)}
    AND (${q ?? ""} = '' OR voice.title LIKE ${pattern} OR voice.id LIKE ${pattern} OR voice.writer LIKE ${pattern})
    AND (${unit ?? null}::text IS NULL OR ${unit ?? null} IN (handling.unit_id, handling.watcher_id))
    AND (${kind ?? null}::text IS NULL OR handling.kind = ANY (string_to_array(${kind ?? null}, ','))) AND ${equals(sql`handling.regime`, regime)}
    AND ${equals(sql`handling.ocid`, ocid)} AND ${equals(sql`voice.channel`, channel)}
    AND ${equals(sql`handling.unit_id`, holder)} AND ${receivedBetween(query)}
    AND ${markMatches(query)} AND ${measureMatches(query, now)}`;
}

export function dueMatches({ query: { due, open }, now }: AskedVoices): RawBuilder<unknown> {
  if (due === "late") return isLate(now);
  if (due === "soon") return isSoon(now);
  if (due === "paused") return sql`handling.is_paused`;
  return open === undefined ? sql`true` : isOpen;
}
