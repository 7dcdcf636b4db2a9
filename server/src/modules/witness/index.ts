/** The witness: every fact in a transparency log, signed checkpoints, proofs, certificates. */
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import type { Module } from "../../platform/module.ts";
import type { Log, Metrics } from "../../platform/telemetry.ts";
import {
  buildCertificate,
  type CertificateRequest,
  certifyFacts,
  type FactsRequest,
} from "./certificate.store.ts";
import type { Certificate } from "./certificate.ts";
import { type CheckpointLoop, startCheckpointLoop } from "./checkpoint.job.ts";
import { readLatestCheckpoint } from "./released-log.store.ts";
import { restoreLog } from "./restore.job.ts";
import { sequencer } from "./sequencer.subscriber.ts";
import { type Signer, startSigner } from "./signer.process.ts";
import { describeCheckpoint, type LogCheckpoint } from "./witness.routes.ts";

export { type Audience, type Certificate, certificateText } from "./certificate.ts";
export type { CertificateRequest } from "./certificate.store.ts";
export { leafHashOf } from "./hash.ts";
export { type LogProofs, readLogProofs } from "./prove.store.ts";
export { proveLeaves, recheckHeads } from "./recheck.store.ts";
export { buildCertificate, type FactsRequest } from "./certificate.store.ts";
export { addWitnessRoutes, describeCheckpoint, type LogCheckpoint } from "./witness.routes.ts";

export interface WitnessDeps {
  /** Serving login. */
  readonly db: Database;
  /** Login that sees schema released only. */
  readonly publicDb: Database;
  readonly dataDir: string;
  /** Name of the log and of its key. */
  readonly origin: string;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** Resolves when the backup holds this many leaves: only then is a checkpoint of them signed. */
  readonly beforeSigning?: ((size: number) => Promise<void>) | undefined;
}

export interface WitnessModule {
  readonly module: Module;
  /** @throws RuleViolation `log.not-found` before the first checkpoint */
  currentCheckpoint(): Promise<LogCheckpoint>;
  /** @throws RuleViolation `certificate.not-found`, `certificate.bad-party` */
  buildCertificate(request: CertificateRequest): Promise<Certificate>;
  certifyFacts(request: FactsRequest): Promise<Certificate | undefined>;
  /** Signs the log as it stands now, if it grew. @returns its size. @throws Error if it is not started */
  checkpointNow(): Promise<number>;
  /** Ends the signer and the loop; may be called twice. */
  stop(): Promise<void>;
}

interface Running {
  readonly signer: Signer;
  readonly loop: CheckpointLoop;
}

export function createWitnessModule(deps: WitnessDeps): WitnessModule {
  const state: { running: Running | undefined } = { running: undefined };
  const stop = async () => {
    const running = state.running;
    state.running = undefined;
    // Together: the loop may be waiting for the signer.
    await Promise.all([running?.loop.stop(), running?.signer.stop()]);
  };
  const start = async () => {
    if (state.running !== undefined) throw new Error("the witness is running");
    const signer = startSigner(deps);
    state.running = { signer, loop: startCheckpointLoop(deps, signer) };
    return stop;
  };
  const module: Module = {
    name: "witness",
    subscribers: [sequencer],
    keeps: [{ table: "witness.checkpoint", read: "key", key: "size" }],
    secretFiles: ["keys/log.key"],
    afterRestore: () => restoreLog(deps),
    health: [{ name: "witness-log", check: () => checkHealth(deps, state.running) }],
    start,
  };
  return {
    module,
    currentCheckpoint: () => describeCheckpoint(deps),
    buildCertificate: (request) => buildCertificate(deps, request),
    certifyFacts: (request) => certifyFacts(deps, request),
    async checkpointNow() {
      if (state.running === undefined) throw new Error("the witness is not running");
      return state.running.loop.now();
    },
    stop,
  };
}

/** Good while checkpoints can be written; in a process that does not write them, while the log can be read. */
async function checkHealth({ publicDb }: WitnessDeps, running: Running | undefined) {
  const failure = running?.loop.failure();
  if (failure !== undefined) return { ok: false, detail: failure };
  const checkpoint = await readLatestCheckpoint(publicDb);
  return { ok: true, detail: `checkpoint of ${checkpoint?.size ?? 0}` };
}
