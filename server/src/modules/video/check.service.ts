/** Stored recordings beside their chain and the log: asked for, or by themselves once a day is over and every month from then on. */
import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import {
  CHAIN_FILE,
  parseChain,
  segmentFile,
  type SegmentRecord,
  type VerifyFinding,
  verifyRecording,
} from "../../../../cameras/src/index.ts";
import type { Officer } from "../../../../contract/src/casework.ts";
import type { Span } from "../../../../contract/src/video-values.ts";
import type { RecordingCheck } from "../../../../contract/src/video.ts";
import { dayAfter, type PlainDate, plainDateOf, startOfDay } from "../../kernel/plain-date.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Log } from "../../platform/telemetry.ts";
import { listChannels } from "./channel.store.ts";
import { againstLog, type Head, mergeFindings } from "./check.ts";
import { daysOf } from "./recording.service.ts";
import { haveEvent, headsOfDay, lastChecks, listReplays, standingFindings } from "./video.store.ts";

export interface CheckDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly log: Log;
  /** Folder with one folder a camera. */
  readonly directory: string;
  /** Folder with one folder a session. */
  readonly shown: string;
}

interface Wanted {
  readonly channel: string;
  readonly recording: string;
  readonly dir: string;
  readonly heads: readonly Head[];
  /** Files come while it is looked at. */
  readonly isRecording: boolean;
  readonly span?: Span;
  readonly officer?: Officer;
  readonly at: Date;
}

const isMissing = (error: NodeJS.ErrnoException): boolean => error.code === "ENOENT";

/** Lines of the chain file; a line that is being written is none yet. A folder that is gone has no lines. */
async function readRecords(dir: string): Promise<(SegmentRecord | undefined)[] | undefined> {
  const text = await readFile(join(dir, CHAIN_FILE), "utf8").catch((error: Error) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  return text === undefined ? undefined : parseChain(text.slice(0, text.lastIndexOf("\n") + 1));
}

const within =
  (span: Span | undefined) =>
  ({ startAt, endAt }: SegmentRecord): boolean =>
    span === undefined || (startAt < Date.parse(span.to) && endAt > Date.parse(span.from));

const REPLAY_FILE = "replay.m3u8";

/** The playlist of a replay is the recorder's own if it names the segments of the chain, all and in order. */
async function isOwnReplay(dir: string, records: readonly SegmentRecord[]): Promise<boolean> {
  const text = await readFile(join(dir, REPLAY_FILE), "utf8").catch(() => "");
  const named = text.split("\n").filter((line) => line.endsWith(".m4s"));
  return named.join("\n") === records.map(segmentFile).join("\n");
}

/** Files and chain as they lie there, and the values of the log beside them. */
async function look({ dir, heads, isRecording, span }: Wanted) {
  const lines = await readRecords(dir);
  const records = (lines ?? []).filter((line) => line !== undefined);
  const only = within(span);
  const onDisk = lines === undefined ? [] : await verifyRecording(dir, { lines, only });
  // What was not there when the chain was read is no stranger; once the day is over it would be.
  const isOwn = await isOwnReplay(dir, records);
  const isExpected = ({ kind, file }: VerifyFinding) =>
    kind === "added" && (file === REPLAY_FILE ? isOwn : isRecording);
  const lasting = onDisk.filter((one) => !isExpected(one));
  const read = records.filter(only);
  return {
    segments: read.length,
    bytes: read.reduce((sum, { bytes }) => sum + bytes, 0),
    heads: heads.length,
    ...mergeFindings(lasting, againstLog(records, heads)),
  };
}

async function check({ db, registry, log }: CheckDeps, wanted: Wanted): Promise<RecordingCheck> {
  const { channel, recording, span, officer, at } = wanted;
  const result = await look(wanted);
  const named = { channel, recording, ...(span === undefined ? {} : { span }) };
  if (result.found > 0) log.warn({ ...named, ...result }, "video: a recording was changed");
  await inTransaction(db, (tx) =>
    recordFact(tx, registry, {
      kind: "video.recording-checked",
      source: "mingjing",
      sourceId: `video/checked/${channel}/${recording}/${randomBytes(8).toString("hex")}`,
      subject: `channel:${channel}`,
      occurredAt: at.toISOString(),
      payload: { ...named, ...result, ...(officer === undefined ? {} : { officer }) },
    }),
  );
  return { ...named, at: at.toISOString(), ...result };
}

const dayOf = (name: string): PlainDate =>
  `${name.slice(0, 4)}-${name.slice(4, 6)}-${name.slice(6)}` as PlainDate;

/** A recorder ends its day at the first keyframe behind midnight. */
const LATE_MS = 120_000;
const isOpen = (name: string, at: Date): boolean =>
  dayOf(name) >= plainDateOf(new Date(at.getTime() - LATE_MS));

interface Day {
  readonly channel: string;
  /** Name of the folder. */
  readonly name: string;
  readonly at: Date;
}

async function dayWanted({ db, directory }: CheckDeps, { channel, name, at }: Day) {
  const day = dayOf(name);
  const span = { from: startOfDay(day), to: startOfDay(dayAfter(day)) };
  // First the log, then the disk, which is ahead of it.
  const heads = await headsOfDay(db, { channel, recording: name, ...span });
  const dir = join(directory, channel, name);
  return { channel, recording: name, dir, heads, isRecording: isOpen(name, at), at };
}

/** What somebody asked for: the segments of a span, day by day. */
export async function checkSpan(
  deps: CheckDeps,
  { channel, span }: { readonly channel: string; readonly span: Span },
  { officer, at }: { readonly officer: Officer; readonly at: Date },
): Promise<RecordingCheck[]> {
  const checks: RecordingCheck[] = [];
  for (const name of daysOf(span)) {
    const wanted = await dayWanted(deps, { channel, name, at });
    checks.push(await check(deps, { ...wanted, span, officer }));
  }
  return checks;
}

const DAY_MS = 86_400_000;
const AGAIN_MS = 30 * DAY_MS;
/** A folder that is gone is missed for so many days. */
const MISSED_DAYS = 35;
/** One turn ends after so long; the next one goes on. */
const TURN_MS = 600_000;

/** Checks recordings that nobody looked at for a month, or at all; those in which something was found, each day. */
export async function checkDue(deps: CheckDeps, now: Date): Promise<number> {
  const last = await lastChecks(deps.db);
  const isDue = (channel: string, recording: string) => {
    const known = last.get(`${recording}/${channel}`);
    if (known === undefined) return true;
    return now.getTime() - known.at.getTime() >= (known.found > 0 ? DAY_MS : AGAIN_MS);
  };
  const until = performance.now() + TURN_MS;
  let count = 0;
  for (const wanted of await endedRecordings(deps, now)) {
    if (performance.now() > until) break;
    if (!isDue(wanted.channel, wanted.recording)) continue;
    await check(deps, { ...(await wanted.find()), at: now });
    count += 1;
  }
  return count;
}

interface Ended {
  readonly channel: string;
  readonly recording: string;
  readonly find: () => Promise<Omit<Wanted, "at">>;
}

async function endedRecordings(deps: CheckDeps, now: Date): Promise<Ended[]> {
  const { db, directory, shown } = deps;
  // Where no camera ever was, or the disk is not this machine's, nothing is missed.
  const folders = await readdir(directory).catch(() => undefined);
  if (folders === undefined) return [];
  const ended: Ended[] = [];
  for (const { channel } of await listChannels(db)) {
    const names = (await daysToCheck(deps, channel, now)).filter((name) => !isOpen(name, now));
    for (const recording of names)
      ended.push({
        channel,
        recording,
        find: () => dayWanted(deps, { channel, name: recording, at: now }),
      });
  }
  for (const { session, channel, last, chain } of await listReplays(db)) {
    const place = { channel, recording: session, dir: join(shown, session) };
    const heads = [{ last, chain }];
    ended.push({
      channel,
      recording: session,
      find: async () => ({ ...place, heads, isRecording: false }),
    });
  }
  return ended;
}

/** Days of which there is a folder, and those of the last weeks of which only the log tells. */
async function daysToCheck({ db, directory }: CheckDeps, channel: string, now: Date) {
  const found = await readdir(join(directory, channel)).catch(() => []);
  const names = new Set(found.filter((name) => /^\d{8}$/.test(name)));
  const today = plainDateOf(now);
  const recent = Array.from({ length: MISSED_DAYS }, (_, index) =>
    dayAfter(today, -1 - index).replaceAll("-", ""),
  ).filter((name) => !names.has(name));
  const deleted = await haveEvent(db, "recording-deleted", recent);
  for (const name of recent) {
    if (deleted.has(`${name}/${channel}`)) continue;
    const span = { from: startOfDay(dayOf(name)), to: startOfDay(dayAfter(dayOf(name))) };
    const heads = await headsOfDay(db, { channel, recording: name, ...span });
    if (heads.length > 0) names.add(name);
  }
  return [...names].toSorted();
}

/** One sentence for who runs the machine. */
export async function checkWarning(db: Database): Promise<string | undefined> {
  const [first, ...more] = await standingFindings(db);
  if (first === undefined) return undefined;
  const { channel, recording, findings, found } = first;
  const [one] = findings;
  const name = one?.number === undefined ? (one?.file ?? "") : `segment ${one.number}`;
  const rest = found > 1 ? ` and ${found - 1} more` : "";
  const others = more.length === 0 ? "" : `; ${more.length} other recordings`;
  return `recordings: ${channel} ${recording}: ${name}${rest} not as recorded (${one?.fault ?? "unknown"})${others}; bring the files back from a copy`;
}
