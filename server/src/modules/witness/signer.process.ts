/** Client of the signer: starts it or connects to it, again when it is gone, and asks it for signatures. */
import { open } from "node:fs/promises";

import type { Log } from "../../platform/telemetry.ts";
import type { TreeHead } from "./consistency.ts";
import { connectSigner, forkSigner, type Link } from "./signer-link.process.ts";
import type { HeadMessage, SignerMessage, SignRequest } from "./signer-messages.ts";
import { nothingSigned } from "./signing-rule.ts";
import type { TimeRefusal } from "./signing-time.ts";

/** The signer said no: the log does not grow out of what was signed before. */
export class SignerRefusal extends Error {
  readonly reason: string;
  readonly last: TreeHead;
  constructor(reason: string, last: TreeHead) {
    super(
      `the signer refused: ${reason}; it signed size ${last.size} before (docs/operations/signer.md)`,
    );
    this.reason = reason;
    this.last = last;
  }
}

export interface SignedHead {
  readonly note: string;
  /** By the signer's clock. */
  readonly signedAt: Date;
}

export interface Signer {
  /** Public key, once the process is up. */
  vkey(): Promise<string>;
  /** Of its SM2 key. */
  sm2Vkey(): Promise<string>;
  /** What was signed last. */
  lastSigned(): Promise<TreeHead>;
  /**
   * Signed note of the head; `proof` leads from the last signed size to it, `witnessed` is the largest size that a
   * witness outside claims to know. @throws SignerRefusal, Error
   */
  sign(head: TreeHead, proof: readonly Buffer[], witnessed?: number): Promise<SignedHead>;
  /** Why the signer does not trust its clock, if so; told within seconds, whether or not something is to be signed. */
  clockFault(): TimeRefusal | undefined;
  /** Whether this process could open the key's file itself; false while the signer is not there. */
  isKeyInReach(): Promise<boolean>;
  /** Process id while it runs. */
  pid(): number | undefined;
  stop(): Promise<void>;
}

export interface SignerOptions {
  /** Clocks outside, as `askTime` reads them; of a signer that runs apart its own count. */
  readonly timeSources?: readonly string[] | undefined;
  /** PKCS #11 URI of the log's key; absent: it is a file. */
  readonly key?: string | undefined;
  /** Socket of a signer that runs apart as another user; absent: one is started. */
  readonly socket?: string | undefined;
}

interface SignerDeps extends SignerOptions {
  readonly dataDir: string;
  readonly origin: string;
  readonly log: Log;
}

interface Waiting {
  readonly head: TreeHead;
  resolve(signed: SignedHead): void;
  reject(error: Error): void;
}

const ANSWER_MS = 10_000;
const FIRST_RESTART_MS = 250;
const MAX_RESTART_MS = 30_000;
/** Connecting costs nothing. */
const MAX_RECONNECT_MS = 2000;

const headOf = ({ size, root }: HeadMessage): TreeHead => ({
  size,
  root: Buffer.from(root, "hex"),
});

/** Starts the process; it ends with `stop`, or with this process. */
export function startSigner(options: SignerDeps): Signer {
  const state = newState();
  const { dataDir, origin, timeSources = [], key, socket, log } = options;
  const keyed = key === undefined ? [] : ["--key", key];
  const openLink =
    socket === undefined
      ? forkSigner([...keyed, "--", dataDir, origin, ...timeSources])
      : connectSigner(socket);
  const launch = () => {
    state.link = openLink({
      message(message) {
        if (message.type !== "ready" || message.origin === origin)
          return receive(state, message, log);
        log.error({ signs: message.origin, wanted: origin }, "the signer signs another log");
        return state.link?.kill();
      },
      error: (error) => log.error({ err: error }, "log signer"),
      closed(reason) {
        forget(state);
        abandon(state, new Error(`the log signer ended (${reason})`));
        state.onClosed?.();
        if (state.stopped) return;
        log.error({ reason }, "log signer ended; it will be started again");
        state.timer = setTimeout(launch, state.restartMs);
        state.restartMs = Math.min(
          state.restartMs * 2,
          socket === undefined ? MAX_RESTART_MS : MAX_RECONNECT_MS,
        );
      },
    });
  };
  launch();
  return {
    vkey: async () => (await state.ready.promise).vkey,
    sm2Vkey: async () => (await state.ready.promise).sm2Vkey,
    async lastSigned() {
      await state.ready.promise;
      return state.last;
    },
    sign: (head, proof, witnessed = 0) => ask(state, head, { proof, witnessed }),
    clockFault: () => state.clockFault,
    isKeyInReach: () => canOpen(state.keyFile),
    pid: () => state.link?.pid,
    stop: () => stop(state),
  };
}

interface PublicKeys {
  readonly vkey: string;
  readonly sm2Vkey: string;
}

interface State {
  link: Link | undefined;
  keyFile: string | undefined;
  onClosed: (() => void) | undefined;
  /** Resolves to the public keys. */
  ready: PromiseWithResolvers<PublicKeys>;
  last: TreeHead;
  clockFault: TimeRefusal | undefined;
  readonly waiting: Map<number, Waiting>;
  timer: NodeJS.Timeout | undefined;
  nextId: number;
  restartMs: number;
  stopped: boolean;
}

function newState(): State {
  return {
    link: undefined,
    keyFile: undefined,
    onClosed: undefined,
    ready: newReady(),
    last: nothingSigned(),
    clockFault: undefined,
    waiting: new Map(),
    timer: undefined,
    nextId: 1,
    restartMs: FIRST_RESTART_MS,
    stopped: false,
  };
}

/** Nobody may be waiting when it is rejected; that is no fault. */
function newReady(): PromiseWithResolvers<PublicKeys> {
  const ready = Promise.withResolvers<PublicKeys>();
  ready.promise.catch(() => undefined);
  return ready;
}

/** The alarm of a wrong clock, and that it is over. */
function noteClock(state: State, fault: TimeRefusal | null, log: Log): void {
  if (state.clockFault === (fault ?? undefined)) return;
  state.clockFault = fault ?? undefined;
  if (fault === null) log.warn("the signer trusts its clock again");
  else log.error({ reason: fault }, "the signer does not trust its clock and signs nothing");
}

function receive(state: State, message: SignerMessage, log: Log): void {
  if (message.type === "clock") return noteClock(state, message.fault, log);
  if (message.type === "ready") {
    state.restartMs = FIRST_RESTART_MS;
    state.last = headOf(message.last);
    state.keyFile = message.keyFile;
    noteClock(state, message.fault, log);
    state.ready.resolve(message);
    return;
  }
  const waiting = state.waiting.get(message.id);
  state.waiting.delete(message.id);
  if (message.type === "failed") return waiting?.reject(new Error(message.reason));
  if (message.type === "refused") {
    state.last = headOf(message.last);
    return waiting?.reject(new SignerRefusal(message.reason, state.last));
  }
  if (waiting === undefined) return undefined;
  state.last = waiting.head;
  return waiting.resolve({ note: message.note, signedAt: new Date(message.at) });
}

function forget(state: State): void {
  state.link = undefined;
  state.keyFile = undefined;
  state.clockFault = undefined;
}

/** Tried, not worked out: modes, groups, capabilities and containers all count. */
async function canOpen(path: string | undefined): Promise<boolean> {
  if (path === undefined) return false;
  try {
    await (await open(path, "r")).close();
    return true;
  } catch {
    return false;
  }
}

/** Fails what waits for a process that is gone; later callers wait for the next one. */
function abandon(state: State, error: Error): void {
  for (const waiting of state.waiting.values()) waiting.reject(error);
  state.waiting.clear();
  state.ready.reject(error);
  state.ready = newReady();
  if (state.stopped) state.ready.reject(error);
}

interface Grounds {
  readonly proof: readonly Buffer[];
  readonly witnessed: number;
}

async function ask(
  state: State,
  head: TreeHead,
  { proof, witnessed }: Grounds,
): Promise<SignedHead> {
  await state.ready.promise;
  const { link } = state;
  if (link === undefined) throw new Error("the log signer is not running");
  const id = state.nextId++;
  const request: SignRequest = {
    id,
    size: head.size,
    root: head.root.toString("hex"),
    proof: proof.map((hash) => hash.toString("hex")),
    witnessed,
  };
  const { promise, resolve, reject } = Promise.withResolvers<SignedHead>();
  state.waiting.set(id, { head, resolve, reject });
  const timer = setTimeout(() => link.kill(), ANSWER_MS);
  const failed = (error: Error) => {
    state.waiting.delete(id);
    reject(error);
  };
  try {
    link.send(request, failed);
  } catch (error) {
    failed(error as Error);
  }
  return promise.finally(() => clearTimeout(timer));
}

async function stop(state: State): Promise<void> {
  state.stopped = true;
  clearTimeout(state.timer);
  const { link } = state;
  if (link === undefined) return abandon(state, new Error("the log signer was stopped"));
  const ended = new Promise<void>((resolve) => {
    state.onClosed = resolve;
  });
  link.end();
  const timer = setTimeout(() => link.kill(), ANSWER_MS);
  await ended;
  clearTimeout(timer);
}
