/** Facts of voices → rows; where a voice stands and which clocks run is computed from them (standing.ts). */
import { sql } from "kysely";

import { acceptanceDecided } from "../../../../contract/src/facts/complaints.acceptance-decided.ts";
import { datesMoved } from "../../../../contract/src/facts/complaints.dates-moved.ts";
import { evidenceAsked } from "../../../../contract/src/facts/complaints.evidence-asked.ts";
import { evidenceGiven } from "../../../../contract/src/facts/complaints.evidence-given.ts";
import { pauseBegun } from "../../../../contract/src/facts/complaints.pause-begun.ts";
import { pauseConfirmed } from "../../../../contract/src/facts/complaints.pause-confirmed.ts";
import { pauseEnded } from "../../../../contract/src/facts/complaints.pause-ended.ts";
import { pauseLifted } from "../../../../contract/src/facts/complaints.pause-lifted.ts";
import { pauseRequired } from "../../../../contract/src/facts/complaints.pause-required.ts";
import {
  type ProfileSet,
  profileSet,
} from "../../../../contract/src/facts/complaints.profile-set.ts";
import { publicationChecked } from "../../../../contract/src/facts/complaints.publication-checked.ts";
import { replyQuestioned } from "../../../../contract/src/facts/complaints.reply-questioned.ts";
import { replyRead } from "../../../../contract/src/facts/complaints.reply-read.ts";
import { replyReleased } from "../../../../contract/src/facts/complaints.reply-released.ts";
import { replyServed } from "../../../../contract/src/facts/complaints.reply-served.ts";
import { replyWithdrawn } from "../../../../contract/src/facts/complaints.reply-withdrawn.ts";
import { voiceStepRecorded } from "../../../../contract/src/facts/complaints.step-recorded.ts";
import { transferReceived } from "../../../../contract/src/facts/complaints.transfer-received.ts";
import { voiceCorrected } from "../../../../contract/src/facts/complaints.voice-corrected.ts";
import {
  type VoiceReceived,
  voiceReceived,
} from "../../../../contract/src/facts/complaints.voice-received.ts";
import { voiceReturned } from "../../../../contract/src/facts/complaints.voice-returned.ts";
import { voiceRouted } from "../../../../contract/src/facts/complaints.voice-routed.ts";
import { voiceTaken } from "../../../../contract/src/facts/complaints.voice-taken.ts";
import { voiceTransferred } from "../../../../contract/src/facts/complaints.voice-transferred.ts";
import { voiceWithdrawn } from "../../../../contract/src/facts/complaints.voice-withdrawn.ts";
import { partyKey, partyName } from "../../kernel/party.ts";
import type { Tx } from "../../platform/database.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { addRows, deleteByFact, insertRows } from "../../platform/facts/rows.ts";
import { voicesUnder } from "./profile.store.ts";
import { summariseVoices } from "./summary.service.ts";

export const voiceIdOf = (subject: string): string => subject.slice("voice:".length);

const isReceipt = ({ kind }: StoredFact): boolean => kind === voiceReceived.kind;
const isProfile = ({ kind }: StoredFact): boolean => kind === profileSet.kind;

/** What departments promise is public from the moment it is set, so its public copy is written with it. */
const RELEASED = "released.department_limit";

export const complaintsFacts: FactProjection = {
  kinds: [
    voiceReceived,
    voiceRouted,
    voiceTaken,
    voiceReturned,
    acceptanceDecided,
    voiceCorrected,
    pauseBegun,
    pauseEnded,
    evidenceAsked,
    evidenceGiven,
    voiceStepRecorded,
    replyServed,
    replyQuestioned,
    replyReleased,
    publicationChecked,
    replyWithdrawn,
    voiceWithdrawn,
    voiceTransferred,
    transferReceived,
    pauseRequired,
    pauseLifted,
    pauseConfirmed,
    replyRead,
    profileSet,
    datesMoved,
  ],
  tables: [
    "complaints.event",
    "complaints.handling",
    "complaints.measure",
    "complaints.voice",
    "complaints.counter",
    "complaints.profile",
    RELEASED,
  ],
  async apply(tx, facts) {
    await insertRows(tx, "complaints.profile", facts.filter(isProfile).map(profileRow));
    await insertRows(tx, RELEASED, facts.filter(isProfile).map(limitRow));
    const ofVoices = facts.filter((fact) => !isProfile(fact));
    const receipts = ofVoices.filter(isReceipt);
    await insertRows(tx, "complaints.voice", receipts.map(voiceRow));
    await countNumbers(tx, receipts);
    // A second act of the same version must fail, so that two people cannot both win.
    await addRows(
      tx,
      "complaints.event",
      ofVoices.filter((fact) => !isReceipt(fact)).map(eventRow),
    );
    await summariseVoices(tx, await idsOf(tx, facts));
  },
  async retract(tx, facts) {
    const ids = facts.map(({ id }) => id);
    await deleteByFact(
      tx,
      ["complaints.event", "complaints.voice", "complaints.profile", RELEASED],
      ids,
    );
    await summariseVoices(tx, await idsOf(tx, facts));
  },
};

/** Voices that these facts are about, and those whose clocks a profile among them counts. */
async function idsOf(tx: Tx, facts: readonly StoredFact[]): Promise<readonly string[]> {
  const named = facts.filter((fact) => !isProfile(fact)).map(({ subject }) => voiceIdOf(subject));
  const profiles = facts.filter(isProfile).map(({ payload }) => {
    const { unit, validFrom } = payload as unknown as ProfileSet;
    return { unit: unit.id, validFrom };
  });
  return [...new Set([...named, ...(await voicesUnder(tx, profiles))])].toSorted();
}

function profileRow({ id, payload }: StoredFact) {
  const profile = payload as unknown as ProfileSet;
  return {
    fact_id: id,
    unit: profile.unit.id,
    valid_from: profile.validFrom,
    take_hours: profile.takeHours,
    complaint_days: profile.complaintDays ?? null,
    challenge_days: profile.challengeDays ?? null,
    site_url: profile.siteUrl ?? null,
    letter_prefix: profile.letterPrefix ?? null,
  };
}

/** Without who entered it. */
function limitRow({ id, payload, occurredAt }: StoredFact) {
  const { unit, takeHours, complaintDays, challengeDays, siteUrl, validFrom } =
    payload as unknown as ProfileSet;
  return {
    fact_id: id,
    unit_id: unit.id,
    unit_name: unit.name,
    valid_from: validFrom,
    view: { takeHours, complaintDays, challengeDays, siteUrl },
    entered_at: occurredAt,
  };
}

function voiceRow({ id, subject, source, occurredAt, payload }: StoredFact) {
  const voice = payload as unknown as VoiceReceived;
  const { party } = voice.writer;
  const members = party.kind === "consortium" ? party.members.map(partyKey) : [];
  return {
    fact_id: id,
    id: voiceIdOf(subject),
    received_at: occurredAt,
    source,
    external_no: voice.externalNo ?? null,
    receipt_hash: voice.receiptHash ?? null,
    kind: voice.kind,
    regime: voice.regime,
    matter: voice.matter ?? null,
    channel: voice.channel,
    title: voice.title,
    ocid: voice.ocid ?? null,
    industry: voice.industry ?? null,
    place_code: voice.place?.code ?? null,
    writer: partyName(party),
    writer_keys: [partyKey(party), ...members],
    payload,
  };
}

const eventRow = ({ id, subject, occurredAt, kind, payload }: StoredFact) => ({
  fact_id: id,
  voice_id: voiceIdOf(subject),
  occurred_at: occurredAt,
  kind,
  version: payload["version"] ?? null,
  payload,
});

const NUMBER = /^[A-Z]+-(\d{4})-(\d+)$/;

async function countNumbers(tx: Tx, receipts: readonly StoredFact[]): Promise<void> {
  const found = receipts.flatMap(({ payload }) => {
    const [, year, nth] = NUMBER.exec(String(payload["number"])) ?? [];
    return year === undefined ? [] : [{ kind: payload["kind"], year, last: Number(nth) }];
  });
  if (found.length === 0) return;
  await sql`INSERT INTO complaints.counter (kind, year, last)
    SELECT kind, year, max(last) FROM json_populate_recordset(NULL::complaints.counter, ${JSON.stringify(found)}::json)
    GROUP BY kind, year
    ON CONFLICT (kind, year) DO UPDATE SET last = greatest(counter.last, excluded.last)`.execute(
    tx,
  );
}
