/** Client of the signer process: starts it, starts it again when it dies, asks it for signatures. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { Log } from "../../platform/telemetry.ts";
import type { TreeHead } from "./consistency.ts";
import type { HeadMessage, SignerMessage, SignRequest } from "./signer-messages.ts";
import { nothingSigned } from "./signing-rule.ts";
import type { TimeRefusal } from "./signing-time.ts";

/** The signer said no: the log does not grow out of what was signed before. */
export class SignerRefusal extends Error {
  readonly reason: string;
  readonly last: TreeHead;
  constructor(reason: string, last: TreeHead) {
    super(`the signer refused: ${reason}; it signed size ${last.size} before`);
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
  /** Process id while it runs. */
  pid(): number | undefined;
  stop(): Promise<void>;
}

interface SignerOptions {
  readonly dataDir: string;
  readonly origin: string;
  readonly log: Log;
  /** Clocks outside, as `askTime` reads them. */
  readonly timeSources?: readonly string[] | undefined;
}

interface Waiting {
  readonly head: TreeHead;
  resolve(signed: SignedHead): void;
  reject(error: Error): void;
}

const MAIN = fileURLToPath(new URL("./signer.main.ts", import.meta.url));
const ANSWER_MS = 10_000;
const FIRST_RESTART_MS = 250;
const MAX_RESTART_MS = 30_000;

const headOf = ({ size, root }: HeadMessage): TreeHead => ({
  size,
  root: Buffer.from(root, "hex"),
});

/** What the signer takes over of our environment: a library under the whole server is under it as well. */
const INHERITED = /^(?:LD_PRELOAD|FAKETIME\w*)$/u;

const inherited = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => INHERITED.test(name)));

/** Starts the process; it ends with `stop`, or with this process. */
export function startSigner(options: SignerOptions): Signer {
  const state = newState();
  const { dataDir, origin, timeSources = [] } = options;
  const launch = () => {
    const child = fork(MAIN, [dataDir, origin, ...timeSources], {
      execPath: process.execPath,
      execArgv: [],
      env: inherited(),
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    state.child = child;
    child.on("message", (message: SignerMessage) => receive(state, message, options.log));
    child.on("error", (error) => options.log.error({ err: error }, "log signer"));
    child.once("exit", (code, signal) => {
      state.child = undefined;
      state.clockFault = undefined;
      abandon(state, new Error(`the log signer ended (${signal ?? code})`));
      if (state.stopped) return;
      options.log.error({ code, signal }, "log signer ended; it will be started again");
      state.timer = setTimeout(launch, state.restartMs);
      state.restartMs = Math.min(state.restartMs * 2, MAX_RESTART_MS);
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
    pid: () => state.child?.pid,
    stop: () => stop(state),
  };
}

interface PublicKeys {
  readonly vkey: string;
  readonly sm2Vkey: string;
}

interface State {
  child: ChildProcess | undefined;
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
    child: undefined,
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
  state.clockFault = fault ?? undefined;
  if (fault === null) log.warn("the signer trusts its clock again");
  else log.error({ reason: fault }, "the signer does not trust its clock and signs nothing");
}

function receive(state: State, message: SignerMessage, log: Log): void {
  if (message.type === "clock") return noteClock(state, message.fault, log);
  if (message.type === "ready") {
    state.restartMs = FIRST_RESTART_MS;
    state.last = headOf(message.last);
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
  const child = state.child;
  if (child?.connected !== true) throw new Error("the log signer is not running");
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
  const timer = setTimeout(() => child.kill("SIGKILL"), ANSWER_MS);
  child.send(request, (error) => {
    if (error === null) return;
    state.waiting.delete(id);
    reject(error);
  });
  return promise.finally(() => clearTimeout(timer));
}

async function stop(state: State): Promise<void> {
  state.stopped = true;
  clearTimeout(state.timer);
  const child = state.child;
  if (child === undefined) return abandon(state, new Error("the log signer was stopped"));
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  if (child.connected) child.disconnect();
  const timer = setTimeout(() => child.kill("SIGKILL"), ANSWER_MS);
  await ended;
  clearTimeout(timer);
}
