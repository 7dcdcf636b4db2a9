/** Facts of cameras and recordings → rows. */
import { deviceAlarmRaised } from "../../../../contract/src/facts/video.alarm-raised.ts";
import { channelRegistered } from "../../../../contract/src/facts/video.channel-registered.ts";
import { clipExported } from "../../../../contract/src/facts/video.clip-exported.ts";
import { coverageStated } from "../../../../contract/src/facts/video.coverage-stated.ts";
import { deviceAccepted } from "../../../../contract/src/facts/video.device-accepted.ts";
import { deviceLost } from "../../../../contract/src/facts/video.device-lost.ts";
import { deviceRegistered } from "../../../../contract/src/facts/video.device-registered.ts";
import { gapRecorded } from "../../../../contract/src/facts/video.gap-recorded.ts";
import { videoHoldEnded } from "../../../../contract/src/facts/video.hold-ended.ts";
import { videoHoldSet } from "../../../../contract/src/facts/video.hold-set.ts";
import { pictureFlagged } from "../../../../contract/src/facts/video.picture-flagged.ts";
import { recordingChecked } from "../../../../contract/src/facts/video.recording-checked.ts";
import { recordingDeleted } from "../../../../contract/src/facts/video.recording-deleted.ts";
import { recordingExtended } from "../../../../contract/src/facts/video.recording-extended.ts";
import { pictureReplaySealed } from "../../../../contract/src/facts/video.replay-sealed.ts";
import { viewingEnded } from "../../../../contract/src/facts/video.viewing-ended.ts";
import { viewingOpened } from "../../../../contract/src/facts/video.viewing-opened.ts";
import type { Span } from "../../../../contract/src/video-values.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { deleteByFact, insertRows } from "../../platform/facts/rows.ts";

const CHANNELS = "video.channel";
const RECORDINGS = "video.recording";
const TROUBLES = "video.trouble";
const EVENTS = "video.event";
const DEVICES = "video.device";

/** Names in the payload by which events are found. */
const KEY_OF: Readonly<Record<string, string>> = {
  [viewingOpened.kind]: "viewing",
  [viewingEnded.kind]: "viewing",
  [clipExported.kind]: "clip",
  [videoHoldSet.kind]: "hold",
  [videoHoldEnded.kind]: "hold",
  [coverageStated.kind]: "booking",
  [pictureReplaySealed.kind]: "session",
  [recordingDeleted.kind]: "recording",
  [deviceRegistered.kind]: "device",
  [deviceLost.kind]: "device",
  [deviceAlarmRaised.kind]: "device",
  [recordingChecked.kind]: "recording",
};

const channelRow = ({ id, occurredAt, payload }: StoredFact) => ({
  fact_id: id,
  channel: payload["channel"],
  room: payload["room"],
  occurred_at: occurredAt,
  payload,
});

const deviceRow = ({ id, occurredAt, payload }: StoredFact) => ({
  fact_id: id,
  device: payload["device"],
  occurred_at: occurredAt,
  payload,
});

const recordingRow = ({ id, payload }: StoredFact) => {
  const spans = payload["spans"] as Span[];
  return {
    fact_id: id,
    channel: payload["channel"],
    recording: payload["recording"],
    start_at: spans[0]?.from,
    end_at: spans.at(-1)?.to,
    last: payload["last"],
    payload,
  };
};

const troubleRow = ({ id, kind, payload }: StoredFact) => ({
  fact_id: id,
  channel: payload["channel"],
  what: kind === gapRecorded.kind ? `gap ${String(payload["why"])}` : payload["problem"],
  from_at: payload["from"],
  to_at: payload["to"] ?? null,
});

const eventRow = ({ id, kind, subject, occurredAt, payload }: StoredFact) => ({
  fact_id: id,
  kind: kind.slice("video.".length),
  ocid: subject.startsWith("ocds-") ? subject : null,
  key: payload[KEY_OF[kind] ?? ""],
  channel: payload["channel"] ?? null,
  occurred_at: occurredAt,
  payload,
});

const TABLES = [CHANNELS, RECORDINGS, TROUBLES, EVENTS, DEVICES];

export const videoFacts: FactProjection = {
  kinds: [
    channelRegistered,
    recordingExtended,
    gapRecorded,
    pictureFlagged,
    viewingOpened,
    viewingEnded,
    clipExported,
    videoHoldSet,
    videoHoldEnded,
    coverageStated,
    pictureReplaySealed,
    recordingDeleted,
    deviceAccepted,
    deviceRegistered,
    deviceLost,
    deviceAlarmRaised,
    recordingChecked,
  ],
  tables: TABLES,
  async apply(tx, facts) {
    const of = (...kinds: readonly string[]) => facts.filter(({ kind }) => kinds.includes(kind));
    await insertRows(tx, CHANNELS, of(channelRegistered.kind).map(channelRow));
    await insertRows(tx, DEVICES, of(deviceAccepted.kind).map(deviceRow));
    await insertRows(tx, RECORDINGS, of(recordingExtended.kind).map(recordingRow));
    await insertRows(tx, TROUBLES, of(gapRecorded.kind, pictureFlagged.kind).map(troubleRow));
    await insertRows(tx, EVENTS, of(...Object.keys(KEY_OF)).map(eventRow));
  },
  async retract(tx, facts) {
    await deleteByFact(
      tx,
      TABLES,
      facts.map(({ id }) => id),
    );
  },
};
