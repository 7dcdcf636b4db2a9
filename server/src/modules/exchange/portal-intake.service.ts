/**
 * The ferry on a portal host: takes packages of schema `released` from a directory into the host's own database, in
 * order, each whole or not at all.
 */
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Database, isTransient, type Tx } from "../../platform/database.ts";
import type { HealthCheck } from "../../platform/module.ts";
import type { Log } from "../../platform/telemetry.ts";
import {
  applying,
  clearReleased,
  createApplier,
  findApplied,
  findLast,
  insertApplied,
  otherColumns,
} from "./apply.store.ts";
import { readVkey } from "./ferry-key.ts";
import { type Arrived, createIncoming, type Incoming } from "./incoming.files.ts";
import { startPolling } from "./polling.job.ts";
import { refusalText } from "./refusal.ts";
import { judgePackage } from "./sequence.ts";

export interface FerryIntakeOptions {
  /** May write the schemas `released` and `ferry` of the host's own database. */
  readonly db: Database;
  readonly directory: string;
  /** The only key whose packages are taken. */
  readonly vkey: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly everySeconds?: number;
}

export interface FerryIntake {
  readonly health: HealthCheck;
  /** Takes what lies there. A file is touched at the second look at the earliest. @returns packages applied */
  poll(): Promise<number>;
  /** Polls until stopped. */
  start(): () => Promise<void>;
}

const EVERY_SECONDS = 3;
/** The inner side sends something every ten minutes. */
const STALE_MS = 30 * 60_000;
const PATIENCE_MS = 5 * 60_000;

interface State {
  failure: string | undefined;
  /** What is waited for, and since when. */
  wait: { readonly text: string; readonly since: number } | undefined;
}

/** @throws RuleViolation `ferry.bad-vkey` */
export function createFerryIntake(options: FerryIntakeOptions): FerryIntake {
  const { db, clock, log } = options;
  const key = readVkey(options.vkey);
  const incoming = createIncoming({
    directory: options.directory,
    cargo: "released",
    keyOf: async () => key,
  });
  const state: State = { failure: undefined, wait: undefined };
  const setWait = (text: string | undefined) => {
    if (text !== state.wait?.text)
      state.wait = text === undefined ? undefined : { text, since: clock.now().getTime() };
  };

  async function poll(): Promise<number> {
    let applied = 0;
    let arrived = await incoming.scan(clock.now());
    for (;;) {
      const { group, rest, wait } = await nextStep({ db, incoming, arrived });
      if (group.length === 0) {
        setWait(wait);
        return applied;
      }
      if (!(await applyGroup({ db, incoming, clock, setWait }, group))) return applied;
      applied += group.length;
      arrived = rest;
      log.info({ package: group.at(-1)?.header.sequence }, "ferry: package applied");
    }
  }

  return {
    poll,
    start: () =>
      startPolling({
        everySeconds: options.everySeconds ?? EVERY_SECONDS,
        poll,
        state,
        log,
        message: "ferry: intake failed",
      }),
    health: {
      name: "ferry",
      check: () => checkHealth({ db, incoming, state, now: clock.now() }),
    },
  };
}

interface Step {
  /** Packages to be applied together; empty: none for now. */
  readonly group: readonly Arrived[];
  /** Those that are looked at after them. */
  readonly rest: readonly Arrived[];
  readonly wait: string | undefined;
}

interface Looking {
  readonly db: Database;
  readonly incoming: Incoming;
  readonly arrived: readonly Arrived[];
}

/** The next whole group; what was taken before, or never can be, is put away on the way. */
async function nextStep({ db, incoming, arrived }: Looking): Promise<Step> {
  const last = await findLast(db);
  const waiting: Arrived[] = [];
  let wait: string | undefined;
  for (const [index, one] of arrived.entries()) {
    const { sequence } = one.header;
    const isOld = last !== undefined && sequence <= last.sequence;
    const same = isOld ? await findApplied(db, sequence) : undefined;
    const judgement = await judge(incoming, one, { last, same });
    if (judgement === undefined || judgement.verdict === "known") continue;
    waiting.push(one);
    if (judgement.verdict === "wait") {
      wait ??= waitText(judgement.missing);
      continue;
    }
    const group = groupOf(arrived.slice(index));
    const before = waiting.slice(0, -1);
    if (group !== undefined)
      return { group, rest: [...before, ...arrived.slice(index + group.length)], wait: undefined };
    wait ??= waitText(firstMissing(arrived.slice(index)));
  }
  return { group: [], rest: waiting, wait };
}

async function judge(
  incoming: Incoming,
  { name, header, sha256 }: Arrived,
  chain: Parameters<typeof judgePackage>[2],
) {
  try {
    const judgement = judgePackage(header, sha256, chain);
    if (judgement.verdict === "known") await incoming.done(name);
    return judgement;
  } catch (error) {
    if (!(error instanceof RuleViolation)) throw error;
    // A whole state made it needless: no reason for alarm.
    if (error.code === "ferry.superseded")
      await incoming.done(name, { suffix: ".reason.txt", text: `${refusalText(error)}\n` });
    else await incoming.refuse(name, error);
    return undefined;
  }
}

const waitText = (missing: number | null): string =>
  missing === null ? "a full package" : `package ${missing}`;

/** The parts from here to the last one; undefined while one is missing. */
function groupOf(arrived: readonly Arrived[]): readonly Arrived[] | undefined {
  const end = arrived.findIndex(({ header }) => !header.more);
  const group = end < 0 ? [] : arrived.slice(0, end + 1);
  const isWhole = group.every((one, index) => {
    const before = group[index - 1];
    return before === undefined || isNext(before, one);
  });
  return group.length > 0 && isWhole ? group : undefined;
}

const isNext = (before: Arrived, { header }: Arrived): boolean =>
  header.sequence === before.header.sequence + 1 &&
  header.previous === before.sha256 &&
  header.part === before.header.part + 1;

function firstMissing(arrived: readonly Arrived[]): number {
  const broken = arrived.findIndex((one, index) => {
    const next = arrived[index + 1];
    return next === undefined || !isNext(one, next);
  });
  return (arrived[broken]?.header.sequence ?? 0) + 1;
}

interface Applying {
  readonly db: Database;
  readonly incoming: Incoming;
  readonly clock: Clock;
  readonly setWait: (text: string | undefined) => void;
}

/** All parts in one transaction. @returns false if it must wait or was refused; then nothing has changed */
async function applyGroup(
  { db, incoming, clock, setWait }: Applying,
  group: readonly Arrived[],
): Promise<boolean> {
  const at: { one: Arrived | undefined } = { one: undefined };
  try {
    const other = await applying(db, async (tx) => {
      const [first] = group;
      if (first === undefined || (await hasTaken(tx, first))) return [];
      const columns = await otherColumns(tx, first.header);
      if (columns.length > 0) return columns;
      if (first.header.full) await clearReleased(tx);
      for (const one of group) {
        at.one = one;
        await applyOne(tx, incoming, one);
        await insertApplied(tx, { ...one, at: clock.now() });
      }
      return [];
    });
    if (other.length > 0) setWait(`the same version here as inside: ${other.join(", ")} differ`);
    if (other.length > 0) return false;
  } catch (error) {
    if (!(error instanceof RuleViolation) || at.one === undefined || isTransient(error))
      throw error;
    await incoming.refuse(at.one.name, error);
    return false;
  }
  for (const { name } of group) await incoming.done(name);
  return true;
}

/** Another process may have been faster. */
const hasTaken = async (tx: Tx, { header, sha256 }: Arrived): Promise<boolean> =>
  (await findApplied(tx, header.sequence))?.sha256 === sha256;

async function applyOne(tx: Tx, incoming: Incoming, one: Arrived): Promise<void> {
  const applier = await createApplier(tx);
  await incoming.read(one, { line: (content, number) => applier.take(content, number) });
  await applier.finish();
}

interface Looked {
  readonly db: Database;
  readonly incoming: Incoming;
  readonly state: State;
  readonly now: Date;
}

async function checkHealth({ db, incoming, state, now }: Looked) {
  const last = await findLast(db);
  const refused = await incoming.countRefused();
  const { failure, wait } = state;
  const isStale = last === undefined || now.getTime() - last.madeAt.getTime() > STALE_MS;
  const isWaiting = wait !== undefined && now.getTime() - wait.since > PATIENCE_MS;
  const detail = [
    last === undefined
      ? "nothing taken yet: waits for a full package"
      : `package ${last.sequence} of ${last.madeAt.toISOString()}`,
    ...(wait === undefined ? [] : [`waits for ${wait.text}`]),
    ...(refused === 0 ? [] : [`${refused} in refused/`]),
    ...(failure === undefined ? [] : [failure]),
  ].join("; ");
  return { ok: !isStale && !isWaiting && refused === 0 && failure === undefined, detail };
}
