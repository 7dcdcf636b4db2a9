/** The witness: every fact in a transparency log, signed checkpoints, proofs, certificates. */
import { splitSuspected } from "../../../../contract/src/facts/witness.split-suspected.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import type { KeptTable } from "../../platform/backup/index.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database, Tx } from "../../platform/database.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { HealthCheck, Module } from "../../platform/module.ts";
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
import { addFsckRoute } from "./fsck.routes.ts";
import { type SealedLane, startLane } from "./lane.job.ts";
import { readLatestCheckpoint } from "./released-log.store.ts";
import { restoreLog } from "./restore.job.ts";
import { recordRoots } from "./roots.job.ts";
import { sequencer } from "./sequencer.subscriber.ts";
import { type OpenedShard, openShard, type ShardRequest } from "./shard.service.ts";
import { readOrigin } from "./shard.store.ts";
import { type Signer, type SignerOptions, startSigner } from "./signer.process.ts";
import { checkWitnesses } from "./witness-status.service.ts";
import { witnessFacts } from "./witness.facts.ts";
import { describeCheckpoint, type LogCheckpoint } from "./witness.routes.ts";

export { readAnchorProofs } from "./anchored.store.ts";
export { audienceOf } from "./audience.ts";
export { type Audience, type Certificate, certificateText } from "./certificate.ts";
export { addChosenRoutes, type CertifyDeps } from "./chosen.routes.ts";
export type { Choice } from "./chosen.service.ts";
export { readCertificate } from "./certificate.service.ts";
export { type OpenedShard, ShardError, type ShardRequest } from "./shard.service.ts";
export { type KeptReceipt, parseReceipts, receiptLines } from "./shard.ts";
export type { SignerOptions } from "./signer.process.ts";
export type { FactsRequest } from "./fact-proofs.service.ts";
export { leafHashOf } from "./hash.ts";
export type { SealedLane } from "./lane.job.ts";
export type { WitnessPolicy } from "./cosigning.ts";
export { listSealedLogs } from "./shard-status.service.ts";
export { describeWitnesses } from "./witness-status.service.ts";
export {
  type LoggedFact,
  type LotOf,
  readFactsOfLot,
  readFirstOfLots,
  readLogRange,
} from "./log-range.store.ts";
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
  readonly signer?: SignerOptions | undefined;
  /** Whether data are made up: then nobody is warned that key and server share a user. */
  readonly isDemo?: (() => boolean) | undefined;
  /** Key of what fills certificates up. */
  readonly fillerKey: () => Promise<string>;
  /** How often roots of the other trees may be recorded and certificates issued; absent: only when asked. */
  readonly rootsEverySeconds?: number | undefined;
  /** Facts that tell of bids before a deadline enter the log in blocks of fixed size; absent: as they come. */
  readonly sealedLane?: SealedLane | undefined;
  /** Brings the map of what is public up to date in the transaction that records its root. */
  readonly mapRoot?: ((tx: Tx) => Promise<Buffer>) | undefined;
  /** Resolves when the backup holds this many facts of the feed: only then is a checkpoint of them signed. */
  readonly beforeSigning?: ((facts: number) => Promise<void>) | undefined;
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
  /** Seals the log and opens the next; the server must stand still. @throws ShardError that says what to do instead */
  openShard(request: ShardRequest): Promise<OpenedShard>;
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

/** A signer apart keeps its own, and whoever runs it backs them up; what is in a module is no file. */
function keyFilesOf({ signer }: WitnessDeps): readonly string[] {
  if (signer?.socket !== undefined) return [];
  return signer?.key === undefined ? ["keys/log.key", "keys/log-sm2.key"] : ["keys/log-sm2.key"];
}

interface Running {
  readonly signer: Signer;
  readonly cosigning: Cosigning;
  readonly loop: CheckpointLoop;
  readonly stopRoots: () => Promise<void>;
  readonly stopLane: () => Promise<void>;
}

// Together: the loop may be waiting for the signer.
const stopAll = (running: Running | undefined): Promise<unknown> =>
  Promise.all([
    running?.cosigning.stop(),
    running?.loop.stop(),
    running?.signer.stop(),
    running?.stopRoots(),
    running?.stopLane(),
  ]);

export function createWitnessModule(deps: WitnessDeps): WitnessModule {
  const state: { running: Running | undefined } = { running: undefined };
  const stop = async () => {
    const running = state.running;
    state.running = undefined;
    await stopAll(running);
  };
  const checkpointNow = async () => {
    if (state.running === undefined) throw new Error("the witness is not running");
    return state.running.loop.now();
  };
  // A process without the signer waits for the one that has it.
  const issuing = { ...deps, checkpointNow: async () => state.running?.loop.now() };
  const recordAll = async () => {
    const origin = await readOrigin(deps.db, deps.origin);
    while (await recordRoots({ ...deps, origin })) continue;
  };
  const start = async () => {
    if (state.running !== undefined) throw new Error("the witness is running");
    const origin = await readOrigin(deps.db, deps.origin);
    const signer = startSigner({ ...deps, origin, ...deps.signer });
    const stopRoots = startRoots(deps, async () => {
      await recordAll();
      while ((await issueDue(issuing)) > 0 && state.running !== undefined) continue;
    });
    const cosigning = startCosigning({ ...deps, origin, policy: deps.witnessPolicy }, signer);
    const loop = startCheckpointLoop({ ...deps, origin, witnessed: cosigning.witnessed }, signer);
    const stopLane = startLane(deps, deps.sealedLane);
    state.running = { signer, cosigning, loop, stopRoots, stopLane };
    return stop;
  };
  const isSignerApart = deps.signer?.socket !== undefined;
  const module: Module = {
    name: "witness",
    facts: witnessFacts,
    subscribers: [sequencer],
    keeps: KEPT,
    notices: NOTICES,
    secretFiles: [...keyFilesOf(deps), ...REPLACEABLE_SECRETS],
    // Backups from before it was there lack it.
    replaceableFiles: ["keys/log-sm2.key", ...REPLACEABLE_SECRETS],
    routes: (app) => addFsckRoute(app, deps.db),
    afterRestore: (allowances) => restoreLog({ ...deps, isSignerApart }, allowances),
    health: healthOf(deps, state),
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
    openShard: (request) => openShard({ ...deps, isSignerApart }, request),
    stop,
  };
}

const healthOf = (
  deps: WitnessDeps,
  state: { readonly running: Running | undefined },
): readonly HealthCheck[] => [
  { name: "witness-log", check: () => checkHealth(deps, state.running) },
  { name: "signer-clock", check: () => checkClock(deps, state.running) },
  { name: "signer-key", check: () => checkKey(deps, state.running) },
  { name: "log-witnesses", check: () => checkWitnesses(deps.publicDb, deps.clock) },
];

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

/** Red while the signer does not trust its clock: nothing is signed then. */
async function checkClock({ signer }: WitnessDeps, running: Running | undefined) {
  const fault = running?.signer.clockFault();
  if (fault !== undefined)
    return {
      ok: false,
      detail: `${fault}: set the clock of this machine right (docs/operations/signer.md)`,
    };
  const sources = signer?.timeSources?.length ?? 0;
  return {
    ok: true,
    detail:
      sources === 0
        ? "compared with the last checkpoint and the time since the start; no clocks outside (MINGJING_TIME_SOURCES)"
        : `compared with ${sources} clocks outside`,
  };
}

/** A warning while whoever takes over this process could take the key as well. */
async function checkKey({ isDemo }: WitnessDeps, running: Running | undefined) {
  if ((await running?.signer.isKeyInReach()) !== true || isDemo?.() === true) return { ok: true };
  const warning =
    "the log's key can be opened by the user of this server: let the signer run as another (docs/operations/signer.md)";
  return { ok: true, warning };
}
