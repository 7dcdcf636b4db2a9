/** The witness: every fact in a transparency log, signed checkpoints, proofs, certificates. */
import { splitSuspected } from "../../../../contract/src/facts/witness.split-suspected.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import type { KeptTable } from "../../platform/backup/index.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database, Tx } from "../../platform/database.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Module } from "../../platform/module.ts";
import type { NoticeRule } from "../../platform/notify/rule.ts";
import { repeat } from "../../platform/repeat.ts";
import type { Log, Metrics } from "../../platform/telemetry.ts";
import { issueCertificate, issueDue } from "./certificate.service.ts";
import type { Addressed } from "./certificate.store.ts";
import type { Certificate } from "./certificate.ts";
import { type CheckpointLoop, startCheckpointLoop } from "./checkpoint.job.ts";
import { type Choice, issueChosen } from "./chosen.service.ts";
import { type Cosigning, startCosigning } from "./cosign.job.ts";
import type { WitnessPolicy } from "./cosigning.ts";
import { certifyFacts, type FactsRequest } from "./fact-proofs.service.ts";
import { readLatestCheckpoint } from "./released-log.store.ts";
import { restoreLog } from "./restore.job.ts";
import { recordRoots } from "./roots.job.ts";
import { sequencer } from "./sequencer.subscriber.ts";
import { type Signer, startSigner } from "./signer.process.ts";
import { checkWitnesses } from "./witness-status.service.ts";
import { witnessFacts } from "./witness.facts.ts";
import { describeCheckpoint, type LogCheckpoint } from "./witness.routes.ts";

export { readAnchorProofs } from "./anchored.store.ts";
export { audienceOf } from "./audience.ts";
export { type Audience, type Certificate, certificateText } from "./certificate.ts";
export { addChosenRoutes, type CertifyDeps } from "./chosen.routes.ts";
export type { Choice } from "./chosen.service.ts";
export { readCertificate } from "./certificate.service.ts";
export type { FactsRequest } from "./fact-proofs.service.ts";
export { leafHashOf } from "./hash.ts";
export type { WitnessPolicy } from "./cosigning.ts";
export { describeWitnesses } from "./witness-status.service.ts";
export { type LogProofs, readLogProofs } from "./prove.store.ts";
export { proveLeaves, recheckHeads } from "./recheck.store.ts";
export { readSignedRoots } from "./signed-roots.store.ts";
export { addWitnessRoutes, describeCheckpoint, type LogCheckpoint } from "./witness.routes.ts";

export interface WitnessDeps {
  /** Serving login. */
  readonly db: Database;
  /** Login that sees schema released only. */
  readonly publicDb: Database;
  readonly registry: FactRegistry;
  readonly dataDir: string;
  /** Name of the log and of its key. */
  readonly origin: string;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** Key of what fills certificates up. */
  readonly fillerKey: () => Promise<string>;
  /** How often roots of the other trees may be recorded and certificates issued; absent: only when asked. */
  readonly rootsEverySeconds?: number | undefined;
  /** Brings the map of what is public up to date in the transaction that records its root. */
  readonly mapRoot?: ((tx: Tx) => Promise<Buffer>) | undefined;
  /** Resolves when the backup holds this many leaves: only then is a checkpoint of them signed. */
  readonly beforeSigning?: ((size: number) => Promise<void>) | undefined;
  /** Who cosigns; absent: nobody is asked. Undefined while it is not known yet. */
  readonly witnessPolicy?: (() => WitnessPolicy | undefined) | undefined;
}

export interface WitnessModule {
  readonly module: Module;
  /** @throws RuleViolation `log.not-found` before the first checkpoint */
  currentCheckpoint(): Promise<LogCheckpoint>;
  /**
   * Issues a certificate if it is due; a caller of a party's has checked that the reader is this party.
   * @throws RuleViolation `certificate.not-found`, `certificate.bad-party`, `certificate.being-issued`
   */
  issueCertificate(addressed: Addressed): Promise<Certificate>;
  /** The certificate of chosen facts; the caller has checked that whoever asks may see them. */
  issueChosen(choice: Choice): Promise<Certificate>;
  /** Named facts with their place in the log, as a file; undefined: no checkpoint covers one yet. */
  certifyFacts(wanted: FactsRequest): Promise<string | undefined>;
  /** Records the roots of the other trees, if they are due. */
  recordRoots(): Promise<void>;
  /** Signs the log as it stands now, if it grew. @returns its size. @throws Error if it is not started */
  checkpointNow(): Promise<number>;
  /** Ends the signer and the loop; may be called twice. */
  stop(): Promise<void>;
}

/** Those who watch the operator, and those who must find out what happened. */
const TOLD_OF_SPLIT = [
  "inspector",
  "coordinator",
  "director",
  "systemAdmin",
  "securityAdmin",
] as const satisfies readonly Role[];

const KEPT: readonly KeptTable[] = [
  { table: "witness.checkpoint", read: "key", key: "size" },
  { table: "witness.certificate", read: "key", key: "n" },
  { table: "witness.cosignature", read: "key", key: "n" },
];

const NOTICES: readonly NoticeRule[] = [
  {
    fact: splitSuspected.kind,
    notice: "splitSuspected",
    concerned: () => ({ roles: TOLD_OF_SPLIT, outside: "", except: "" }),
  },
];

/** Made anew where they are lost: filler of certificates looks otherwise then, and PDFs have another signer. */
const REPLACEABLE_SECRETS = ["secrets/certificate-filler", "secrets/pdf-signing-key"];

interface Running {
  readonly signer: Signer;
  readonly cosigning: Cosigning;
  readonly loop: CheckpointLoop;
  readonly stopRoots: () => Promise<void>;
}

export function createWitnessModule(deps: WitnessDeps): WitnessModule {
  const state: { running: Running | undefined } = { running: undefined };
  const stop = async () => {
    const running = state.running;
    state.running = undefined;
    // Together: the loop may be waiting for the signer.
    await Promise.all([
      running?.cosigning.stop(),
      running?.loop.stop(),
      running?.signer.stop(),
      running?.stopRoots(),
    ]);
  };
  const checkpointNow = async () => {
    if (state.running === undefined) throw new Error("the witness is not running");
    return state.running.loop.now();
  };
  // A process without the signer waits for the one that has it.
  const issuing = { ...deps, checkpointNow: async () => state.running?.loop.now() };
  const recordAll = async () => {
    while (await recordRoots(deps)) continue;
  };
  const start = async () => {
    if (state.running !== undefined) throw new Error("the witness is running");
    const signer = startSigner(deps);
    const stopRoots = startRoots(deps, async () => {
      await recordAll();
      while ((await issueDue(issuing)) > 0 && state.running !== undefined) continue;
    });
    const cosigning = startCosigning({ ...deps, policy: deps.witnessPolicy }, signer);
    const loop = startCheckpointLoop({ ...deps, witnessed: cosigning.witnessed }, signer);
    state.running = { signer, cosigning, loop, stopRoots };
    return stop;
  };
  const module: Module = {
    name: "witness",
    facts: witnessFacts,
    subscribers: [sequencer],
    keeps: KEPT,
    notices: NOTICES,
    secretFiles: ["keys/log.key", "keys/log-sm2.key", ...REPLACEABLE_SECRETS],
    // Backups from before it was there lack it.
    replaceableFiles: ["keys/log-sm2.key", ...REPLACEABLE_SECRETS],
    afterRestore: () => restoreLog(deps),
    health: [
      { name: "witness-log", check: () => checkHealth(deps, state.running) },
      { name: "log-witnesses", check: () => checkWitnesses(deps.publicDb, deps.clock) },
    ],
    start,
  };
  return {
    module,
    currentCheckpoint: () => describeCheckpoint(deps),
    issueCertificate: (addressed) => issueCertificate(issuing, addressed),
    issueChosen: (choice) => issueChosen(issuing, choice),
    certifyFacts: (request) => certifyFacts(deps, request),
    recordRoots: recordAll,
    checkpointNow,
    stop,
  };
}

function startRoots({ rootsEverySeconds, log }: WitnessDeps, record: () => Promise<void>) {
  if (rootsEverySeconds === undefined) return async () => undefined;
  return repeat(rootsEverySeconds, async () => {
    try {
      await record();
    } catch (error) {
      log.error({ err: error }, "no roots of the log, or no certificates");
    }
  });
}

/** Good while checkpoints can be written; in a process that does not write them, while the log can be read. */
async function checkHealth({ publicDb }: WitnessDeps, running: Running | undefined) {
  const failure = running?.loop.failure();
  if (failure !== undefined) return { ok: false, detail: failure };
  const checkpoint = await readLatestCheckpoint(publicDb);
  return { ok: true, detail: `checkpoint of ${checkpoint?.size ?? 0}` };
}
