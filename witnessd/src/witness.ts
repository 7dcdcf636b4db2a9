/** A witness: decides, remembers on the disk, then cosigns; one checkpoint of a log after the other. */
import { identify, type KnownCheckpoint, type Refusal, refusalOf } from "./decide.ts";
import { holdDirectory } from "./files.ts";
import { logKeys, openKey, type WitnessKey } from "./key.ts";
import { countSuspects, keepSuspect, recall, remember, type Remembered } from "./memory.ts";
import { type AddCheckpoint, parseAddCheckpoint } from "./request.ts";

export interface WitnessOptions {
  /** State directory. */
  readonly directory: string;
  /** Needed the first time. */
  readonly name?: string | undefined;
  /** Public keys of the logs that are witnessed. */
  readonly logs: readonly string[];
  readonly now: () => Date;
}

export type Answer = { readonly status: 200; readonly lines: string } | Refusal;

export interface LogStatus {
  readonly origin: string;
  readonly size: number;
  /** Root in base64, as in the checkpoint. */
  readonly root: string;
  /** Undefined if nothing of this log was cosigned yet. */
  readonly cosignedAt: Date | undefined;
  /** Checkpoints kept because they contradict what the log signed before. */
  readonly suspects: number;
}

export interface Witness {
  readonly name: string;
  readonly vkey: string;
  add(body: Uint8Array): Promise<Answer>;
  readonly status: () => Promise<readonly LogStatus[]>;
  /** Lets another process have the directory, once what was begun is done. */
  close(): Promise<void>;
}

interface Log {
  readonly origin: string;
  state: Remembered;
  /** Who comes next waits for it. */
  busy: Promise<unknown>;
}

/** @throws WitnessFault that says what to put right */
export async function openWitness(options: WitnessOptions): Promise<Witness> {
  const keys = logKeys(options.logs);
  const { directory } = options;
  const held = await holdDirectory(directory);
  try {
    const key = await openKey(directory, options.name);
    const logs = new Map<string, Log>();
    for (const origin of keys.keys()) {
      const state = await recall(directory, origin);
      logs.set(origin, { origin, state, busy: Promise.resolve() });
    }
    return witnessOf({ directory, now: options.now, key, logs, keys, release: held.release });
  } catch (error) {
    held.release();
    throw error;
  }
}

interface Parts {
  readonly directory: string;
  readonly now: () => Date;
  readonly key: WitnessKey;
  readonly logs: ReadonlyMap<string, Log>;
  readonly keys: ReadonlyMap<string, readonly string[]>;
  readonly release: () => void;
}

function witnessOf(parts: Parts): Witness {
  const { key, logs, keys, directory } = parts;
  return {
    name: key.name,
    vkey: key.vkey,
    async add(body) {
      const request = parseAddCheckpoint(body);
      if (request === undefined) return { status: 400, why: "malformed request" };
      const known = identify(request, keys);
      if ("status" in known) return known;
      const log = logs.get(known.checkpoint.origin);
      if (log === undefined) return { status: 404, why: "unknown log" };
      const answer = log.busy.then(() => decide(parts, log, { request, known }));
      log.busy = answer.catch(() => undefined);
      return answer;
    },
    status: () =>
      Promise.all(
        [...logs.values()].map(async ({ origin, state: { head, at } }) => ({
          origin,
          size: head.size,
          root: Buffer.from(head.root).toString("base64"),
          cosignedAt: at === undefined ? undefined : new Date(at * 1000),
          suspects: await countSuspects(directory, origin),
        })),
      ),
    async close() {
      await Promise.all([...logs.values()].map(({ busy }) => busy));
      parts.release();
    },
  };
}

interface Asked {
  readonly request: AddCheckpoint;
  readonly known: KnownCheckpoint;
}

/** Comparing and storing are one step for the log: nobody else decides on it meanwhile. */
async function decide(parts: Parts, log: Log, { request, known }: Asked): Promise<Answer> {
  const { directory, key, now } = parts;
  const { checkpoint, text } = known;
  const refusal = refusalOf(request, checkpoint, log.state.head);
  if (refusal !== undefined) {
    if ("isSuspect" in refusal && refusal.isSuspect)
      await keepSuspect(directory, log.origin, request.note);
    return refusal;
  }
  const at = Math.floor(now().getTime() / 1000);
  try {
    await remember(directory, log.origin, { note: request.note, at });
  } catch (error) {
    // Whether the new file stands is not known: what counts is what can be read back. Nothing is signed.
    log.state = await recall(directory, log.origin);
    throw error;
  }
  log.state = { head: checkpoint, at };
  return { status: 200, lines: key.cosign(text, at) };
}
