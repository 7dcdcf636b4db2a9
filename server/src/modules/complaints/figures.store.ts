/** Rows out of which figures of voices are made. */
import { sql } from "kysely";

import type { EscalationStep } from "../../../../contract/src/deadlines.ts";
import type { Tx } from "../../platform/database.ts";
import type { CountedVoice } from "./figures.ts";
import { type AskedVoices, FROM, isLate, SUBJECT, voiceMatches } from "./voice-filter.store.ts";

interface RawCounted {
  readonly id: string;
  readonly kind: string;
  readonly channel: string;
  readonly regime: string;
  readonly unitId: string;
  readonly unitName: string;
  readonly receivedOn: string;
  readonly state: CountedVoice["state"];
  readonly isPublished: boolean;
  readonly isLate: boolean;
  readonly returns: number;
  readonly rungs: EscalationStep[];
  readonly takeDays: number | null;
  readonly acceptanceDays: number | null;
  readonly answerDays: number | null;
  readonly answeredOn: string | null;
  readonly statuteOn: string | null;
  readonly promiseOn: string | null;
  readonly results: CountedVoice["results"] | null;
  readonly unanswered: number | null;
  readonly refusal: string | null;
  readonly pauses: number | null;
  readonly pauseDays: number | null;
  readonly isTakenDown: boolean | null;
}

export async function readCounted(tx: Tx, asked: AskedVoices): Promise<readonly CountedVoice[]> {
  const { rows } = await sql<RawCounted>`
    SELECT voice.id, handling.kind, voice.channel, handling.regime, handling.unit_id AS "unitId",
      handling.unit_name AS "unitName", handling.state, handling.returns,
      to_char(handling.received_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS "receivedOn",
      handling.publication IS NOT NULL AS "isPublished", ${isLate(asked.now)} AS "isLate",
      ARRAY(SELECT step FROM deadlines.escalation WHERE escalation.subject = ${SUBJECT}) AS rungs,
      take_days AS "takeDays", acceptance_days AS "acceptanceDays", answer_days AS "answerDays",
      answered_on::text AS "answeredOn", statute_on::text AS "statuteOn", promise_on::text AS "promiseOn",
      results, unanswered, refusal, pauses, pause_days AS "pauseDays", is_taken_down AS "isTakenDown"
    FROM ${FROM} LEFT JOIN complaints.measure ON measure.voice_id = handling.voice_id
    WHERE ${voiceMatches(asked)}`.execute(tx);
  return rows.map(countedOf);
}

const countedOf = ({ unitId, unitName, ...raw }: RawCounted): CountedVoice => ({
  ...raw,
  unit: { id: unitId, name: unitName },
  takeDays: raw.takeDays ?? undefined,
  acceptanceDays: raw.acceptanceDays ?? undefined,
  answerDays: raw.answerDays ?? undefined,
  answeredOn: raw.answeredOn ?? undefined,
  statuteOn: raw.statuteOn ?? undefined,
  promiseOn: raw.promiseOn ?? undefined,
  results: raw.results ?? {},
  unanswered: raw.unanswered ?? 0,
  refusal: raw.refusal ?? undefined,
  pauses: raw.pauses ?? 0,
  pauseDays: raw.pauseDays ?? 0,
  isTakenDown: raw.isTakenDown ?? false,
});
