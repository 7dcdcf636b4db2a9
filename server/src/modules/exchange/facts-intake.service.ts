/** Facts that a gate carries inwards: each package goes through the ordinary intake, in the name of its source. */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { PassThrough } from "node:stream";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { HealthCheck } from "../../platform/module.ts";
import type { Log } from "../../platform/telemetry.ts";
import { takeBatch } from "../intake/index.ts";
import { factText, readPinnedKeys } from "./facts-lines.ts";
import { type Arrived, createIncoming, type Incoming } from "./incoming.files.ts";
import { startPolling } from "./polling.job.ts";
import { judgePackage } from "./sequence.ts";
import { findChain, insertTaken, isRegistered, type TakenCounts } from "./taken.store.ts";

export interface FactsIntakeOptions {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly directory: string;
  /** Lines of `source vkey`, the only keys whose packages are taken. Read again at each look. */
  readonly keysFile: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly everySeconds?: number;
}

export interface FactsIntake {
  readonly health: HealthCheck;
  /** @returns packages taken */
  poll(): Promise<number>;
  start(): () => Promise<void>;
}

const EVERY_SECONDS = 3;

export function createFactsIntake(options: FactsIntakeOptions): FactsIntake {
  const { db, log, clock } = options;
  const incoming = createIncoming({
    directory: options.directory,
    cargo: "facts",
    async keyOf({ source = "" }) {
      const key = (await pinnedKeys(options.keysFile)).get(source);
      if (key === undefined) throw new RuleViolation("ferry.unknown-source", { source });
      if (!(await isRegistered(db, source)))
        throw new RuleViolation("ferry.source-not-registered", { source });
      return key;
    },
  });
  const state: { failure: string | undefined; waits: readonly string[] } = {
    failure: undefined,
    waits: [],
  };

  async function poll(): Promise<number> {
    const waits: string[] = [];
    let taken = 0;
    for (const arrived of await incoming.scan(clock.now())) {
      const missing = await takePackage({ ...options, incoming }, arrived);
      if (missing === "taken") taken += 1;
      else if (missing !== undefined) waits.push(`${arrived.header.origin} ${missing}`);
    }
    state.waits = waits;
    return taken;
  }

  return {
    poll,
    start: () =>
      startPolling({
        everySeconds: options.everySeconds ?? EVERY_SECONDS,
        poll,
        state,
        log,
        message: "ferry: facts intake failed",
      }),
    health: {
      name: "ferry-facts",
      async check() {
        const refused = await incoming.countRefused();
        const { failure, waits } = state;
        const isOk = failure === undefined && refused === 0 && waits.length === 0;
        const detail = `${waits.length} waiting (${waits.slice(0, 3).join(", ")}), ${refused} refused`;
        return { ok: isOk, detail: failure ?? detail };
      },
    },
  };
}

/** A bad file of keys is no fault of the packages. @throws Error */
async function pinnedKeys(path: string) {
  try {
    return readPinnedKeys(await readFile(path, "utf8"));
  } catch (error) {
    throw new Error(`${path} cannot be used: ${(error as Error).message}`, { cause: error });
  }
}

interface Taking extends FactsIntakeOptions {
  readonly incoming: Incoming;
}

/** @returns "taken"; what it waits for; undefined if it was put away */
async function takePackage(taking: Taking, arrived: Arrived): Promise<string | undefined> {
  const { db, clock, incoming } = taking;
  const { name, header, sha256 } = arrived;
  const { origin: source, sequence, madeAt } = header;
  try {
    const judgement = judgePackage(header, sha256, await findChain(db, { source, sequence }));
    if (judgement.verdict === "wait") return String(judgement.missing ?? "a first package");
    if (judgement.verdict === "known") {
      await incoming.done(name);
      return undefined;
    }
    const counts = await recordLines(taking, arrived);
    await insertTaken(db, { source, sequence, sha256, madeAt, at: clock.now(), counts });
    const text = `${JSON.stringify({ source, sequence, ...counts })}\n`;
    await incoming.done(name, { suffix: ".report.json", text });
    return "taken";
  } catch (error) {
    if (!(error instanceof RuleViolation)) throw error;
    await incoming.refuse(name, error);
    return undefined;
  }
}

/** Facts that are there already, as after a crash, count as duplicates. */
async function recordLines(
  { db, registry, clock, incoming }: Taking,
  arrived: Arrived,
): Promise<TakenCounts> {
  const body = new PassThrough();
  const reading = incoming
    .read(arrived, {
      async line(content) {
        if (!body.write(`${factText(content)}\n`)) await drained(body);
      },
    })
    .then(() => void body.end())
    .catch((error: unknown) => void body.destroy(error as Error));
  const options = {
    db,
    registry,
    source: arrived.header.origin,
    batch: randomUUID(),
    now: () => clock.now(),
  };
  const { lines, accepted, duplicate, quarantined } = await takeBatch(
    body,
    options,
    () => undefined,
  );
  await reading;
  return { lines, accepted, duplicate, quarantined };
}

/** Until the reader has taken what waits, or takes no more. */
async function drained(body: PassThrough): Promise<void> {
  if (body.destroyed) throw new Error("the intake broke off");
  await Promise.race([once(body, "drain"), once(body, "close")]);
}
