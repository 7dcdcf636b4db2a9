import type { VoiceReceived } from "../../../../contract/src/facts/complaints.voice-received.ts";
/**
 * Recomputes what is stored against the log, all the time: rows that changed since the last look at once, all of them in
 * slices. Whoever changes a date in the database is in the board before the next signed head of the log.
 */
import type { BrokenProof } from "../../../../contract/src/oversight-values.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database, Tx } from "../../platform/database.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Log } from "../../platform/telemetry.ts";
import { standingOf } from "../complaints/index.ts";
import { leafHashOf, proveLeaves, recheckHeads } from "../witness/index.ts";
import {
  type Found,
  inOneMoment,
  listBroken,
  listChanged,
  listGone,
  listOtherBroken,
  NOW,
  type ProofState,
  readBrokenFacts,
  readHorizon,
  readPassFigures,
  readSealed,
  readSealedOf,
  readVoiceRows,
  readWitnessed,
  replaceBroken,
  saveState,
  takeState,
  type VoiceRows,
} from "./proof.store.ts";
import {
  brokenFact,
  brokenHandling,
  brokenKey,
  brokenRows,
  expectedHandling,
  samplePlaces,
  type SealedRow,
} from "./proof.ts";

export interface ProofDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
}

const SLICE = 1000;
/** A complete pass begins no sooner than so many seconds after the one before. */
const PASS_SECONDS = 600;
/** Without news the result becomes a fact once in so many seconds. */
const REPORT_SECONDS = 86_400;
const SAMPLE = 500;
const HEADS = 200;
const MOST_LISTED = 200;

const foundIn =
  (scope: string) =>
  (proof: BrokenProof): Found => ({ scope, key: brokenKey(scope, proof), proof });

interface Looked {
  readonly scopes: readonly string[];
  readonly found: readonly Found[];
}

/** Facts against their leaves; of a broken one the tables that follow from it tell what was changed. */
async function lookAtFacts(tx: Tx, rows: readonly SealedRow[]): Promise<Looked> {
  const suspects = rows.filter((row) => brokenFact(row, leafHashOf) !== undefined);
  const witnessed = await readWitnessed(
    tx,
    suspects.map(({ id }) => id),
  );
  return {
    scopes: rows.map(({ id }) => `fact:${id}`),
    found: suspects.flatMap((row) => {
      const broken = brokenFact(row, leafHashOf, witnessed.get(row.id));
      return broken === undefined ? [] : [foundIn(`fact:${row.id}`)(broken)];
    }),
  };
}

function brokenVoice({
  subject,
  facts,
  voices,
  events,
  handling,
}: VoiceRows): readonly BrokenProof[] {
  const isReceipt = ({ kind }: { readonly kind: string }) => kind === "complaints.voice-received";
  const receipt = facts.find(isReceipt);
  const acts = facts.filter((fact) => !isReceipt(fact));
  const expected =
    receipt === undefined
      ? undefined
      : expectedHandling(
          standingOf({
            id: subject.slice("voice:".length),
            received: receipt.payload as unknown as VoiceReceived,
            receivedAt: receipt.occurredAt,
            events: acts.map(({ factId, kind, occurredAt, payload }) => ({
              factId,
              kind,
              at: occurredAt,
              payload,
            })),
          }),
          receipt.occurredAt,
        );
  return [
    ...brokenRows("voice", subject, { facts: facts.filter(isReceipt), rows: voices }),
    ...brokenRows("event", subject, { facts: acts, rows: events }),
    ...brokenHandling(subject, handling ?? undefined, expected),
  ];
}

/** A fact that is itself broken is no measure for the rows that follow from it: there the rows are taken. */
function measured(row: VoiceRows, brokenFacts: ReadonlySet<string>): VoiceRows {
  const rows = new Map([...row.voices, ...row.events].map((one) => [one.factId, one]));
  return {
    ...row,
    facts: row.facts.map((fact) =>
      brokenFacts.has(fact.factId) ? (rows.get(fact.factId) ?? fact) : fact,
    ),
  };
}

async function lookAtVoices(tx: Tx, subjects: readonly string[]): Promise<Looked> {
  const brokenFacts = await readBrokenFacts(tx);
  const rows = (await readVoiceRows(tx, subjects)).map((row) => measured(row, brokenFacts));
  return {
    scopes: subjects,
    found: rows.flatMap((row) => brokenVoice(row).map(foundIn(row.subject))),
  };
}

async function lookAtOthers(tx: Tx, ids: readonly string[]): Promise<Looked> {
  const found = await listOtherBroken(tx, ids);
  return {
    scopes: ids.map((id) => `row:${id}`),
    found: found.map((proof) => foundIn(`row:${proof.factId ?? ""}`)(proof)),
  };
}

const voicesOf = (rows: readonly SealedRow[]): string[] => [
  ...new Set(rows.map(({ subject }) => subject).filter((subject) => subject.startsWith("voice:"))),
];

interface Looking {
  readonly tx: Tx;
  readonly at: string;
}

/** @returns true if something is broken that was not, or the other way round */
const keep = ({ tx, at }: Looking, { scopes, found }: Looked): Promise<boolean> =>
  replaceBroken(tx, scopes, { found, at });

/** Facts first: what is found about them is a measure for the rows. */
async function lookAt(
  looking: Looking,
  {
    facts,
    voices,
    others,
  }: { facts: readonly SealedRow[]; voices: readonly string[]; others: readonly string[] },
): Promise<boolean> {
  const { tx } = looking;
  const news = [
    await keep(looking, await lookAtFacts(tx, facts)),
    await keep(looking, await lookAtVoices(tx, voices)),
    await keep(looking, await lookAtOthers(tx, others)),
  ];
  return news.some(Boolean);
}

async function lookAtChanges(looking: Looking, state: ProofState): Promise<boolean> {
  if (state.horizon === null) return false;
  const { tx } = looking;
  const changed = await listChanged(tx, state.horizon);
  const facts = await readSealedOf(tx, changed.facts);
  const isNews = await lookAt(looking, {
    facts,
    voices: [...new Set([...changed.voices, ...voicesOf(facts)])],
    others: [...new Set([...changed.others, ...changed.facts])],
  });
  if (state.deletions === state.knownDeletions) return isNews;
  return (await lookForGone(looking)) || isNews;
}

async function lookForGone(looking: Looking): Promise<boolean> {
  const found = await listGone(looking.tx);
  return keep(looking, { scopes: ["gone"], found: found.map(foundIn("gone")) });
}

/** Signed heads, and leaves that the newest of them chooses, up to its root. */
async function lookAtLog(looking: Looking): Promise<boolean> {
  const { tx } = looking;
  const heads = await recheckHeads(tx, HEADS);
  const proven = await proveLeaves(tx, ({ root, size }) => samplePlaces(root, size, SAMPLE));
  const leaves = proven?.leaves ?? [];
  const facts = await readSealedOf(
    tx,
    leaves.map(({ factId }) => factId),
  );
  const good = new Set(
    facts.filter((row) => brokenFact(row, leafHashOf) === undefined).map(({ id }) => id),
  );
  await saveState(tx, {
    sample: leaves.length,
    sample_good: leaves.filter(({ factId, isProven }) => isProven && good.has(factId)).length,
    checkpoints: heads.checked,
    checkpoints_good: heads.checked - heads.bad.length,
  });
  const badHeads = heads.bad.map(({ size, stored, expected }): BrokenProof => ({
    where: "checkpoint",
    subject: `checkpoint:${size}`,
    field: "root",
    stored,
    expected,
  }));
  const badLeaves = leaves
    .filter(({ isProven }) => !isProven)
    .map(({ index, factId }): BrokenProof => ({
      where: "leaf",
      subject: `leaf:${index}`,
      factId,
      field: "inclusion",
    }));
  return keep(looking, { scopes: ["log"], found: [...badHeads, ...badLeaves].map(foundIn("log")) });
}

/** The next slice of the complete pass; at its end the log itself. */
async function lookOn(looking: Looking, state: ProofState): Promise<boolean> {
  const { isPassing, isOutgrown, passAge } = state;
  const isDue = isPassing || isOutgrown || passAge === null || passAge >= PASS_SECONDS;
  if (!isDue) return false;
  const { tx } = looking;
  const rows = await readSealed(tx, state.position, SLICE);
  const last = rows.at(-1);
  const checked = (state.isPassing ? state.passChecked : 0) + rows.length;
  const others = rows.map(({ id }) => id);
  const isNews = await lookAt(looking, { facts: rows, voices: voicesOf(rows), others });
  if (!state.isPassing) await saveState(tx, { pass_begun: NOW });
  if (last !== undefined && rows.length === SLICE) {
    await saveState(tx, { position: last.id, pass_checked: checked });
    return isNews;
  }
  await saveState(tx, { position: null, pass_checked: 0, checked, complete_at: NOW });
  const ends = [await lookAtLog(looking), await lookForGone(looking)];
  return isNews || ends.some(Boolean);
}

/** One look. @returns false while another node looks */
export async function lookAtProofs(deps: ProofDeps): Promise<boolean> {
  const at = deps.clock.now().toISOString();
  const result = await inOneMoment(deps.db, async (tx) => {
    const state = await takeState(tx);
    if (state === undefined) return undefined;
    const horizon = await readHorizon(tx);
    const looking = { tx, at };
    const news = [await lookAtChanges(looking, state), await lookOn(looking, state)];
    await saveState(tx, { horizon, looked_at: at, deletions: state.deletions });
    return { isNews: news.some(Boolean), reportAge: state.reportAge };
  });
  if (result === undefined) return false;
  const { isNews, reportAge } = result;
  // The first look starts the clock of the daily result.
  if (reportAge === null) await inTransaction(deps.db, (tx) => saveState(tx, { reported_at: NOW }));
  if (isNews || (reportAge !== null && reportAge >= REPORT_SECONDS)) await report(deps, at);
  return true;
}

/** The result as a fact, so that nobody can unsay it. */
async function report({ db, registry }: ProofDeps, at: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const { proofs, count } = await listBroken(tx, MOST_LISTED);
    const { transaction, ...figures } = await readPassFigures(tx);
    await saveState(tx, { reported_at: NOW });
    await recordFact(tx, registry, {
      kind: "oversight.proof-checked",
      source: "mingjing",
      sourceId: `proof/${at}/${transaction}`,
      subject: "log:proof",
      occurredAt: at,
      payload: { ...figures, broken: [...proofs], brokenCount: count },
    });
  });
}

/** Works at most this share of the time, and rests at least a second: the larger the city, the rarer the looks. */
const SHARE = 0.05;
const LEAST_REST_MS = 1000;

/** @returns stops it */
export function startProofs(deps: ProofDeps, log: Log): () => Promise<void> {
  const state = { stopped: false, timer: undefined as NodeJS.Timeout | undefined };
  const run = async (): Promise<void> => {
    const begun = performance.now();
    try {
      await lookAtProofs(deps);
    } catch (error) {
      if (!state.stopped)
        log.error({ err: error }, "the log was not checked; it will be tried again");
    }
    const took = performance.now() - begun;
    const rest = Math.max(LEAST_REST_MS, took / SHARE - took);
    if (state.stopped) return;
    await inTransaction(deps.db, (tx) =>
      saveState(tx, { every_ms: Math.round(took + rest) }),
    ).catch(() => undefined);
    state.timer = setTimeout(() => void next(), rest);
  };
  const next = () => (running = run());
  let running = run();
  return async () => {
    state.stopped = true;
    clearTimeout(state.timer);
    await running;
  };
}
