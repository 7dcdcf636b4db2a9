/**
 * Makes facts of what came in, once its hour is over, in an order that says nothing: neither the instant of a fact nor
 * its place in the log tells when a tip-off came.
 */
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import { recordOwnFacts } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Job } from "../../platform/module.ts";
import { hourOf } from "./tipoff.ts";
import { addBoxes, listWaiting, takeWaiting, type Waiting } from "./waiting.store.ts";

export interface PassOnDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  /** In the demo nobody needs the hour, and a visitor wants to see what happens. */
  readonly isDemo: () => boolean;
}

const AN_HOUR_ON = 3_600_000;

/** @returns how many were passed on */
export async function passOn(deps: PassOnDeps, now: Date): Promise<number> {
  const before = deps.isDemo() ? new Date(now.getTime() + AN_HOUR_ON).toISOString() : hourOf(now);
  let passed = 0;
  for (const id of await listWaiting(deps.db, before)) {
    passed += await inTransaction(deps.db, async (tx) => {
      const waiting = await takeWaiting(tx, id);
      if (waiting === undefined) return 0;
      await recordWaiting(tx, deps.registry, waiting);
      return 1;
    });
  }
  return passed;
}

/** Facts and ciphertexts of one. */
export async function recordWaiting(
  tx: Tx,
  registry: FactRegistry,
  waiting: Waiting,
): Promise<void> {
  await addBoxes(tx, subjectId(waiting), boxesOf(waiting));
  await recordOwnFacts(tx, registry, factsOf(waiting));
}

const subjectId = ({ id, body }: Waiting): string => (body.kind === "tipoff" ? id : body.tipoffId);
const boxesOf = ({ body }: Waiting) => (body.kind === "tipoff" ? body.boxes : [body.box]);

function factsOf(waiting: Waiting) {
  const { id, hour, body } = waiting;
  const common = {
    source: "mingjing",
    subject: `tipoff:${subjectId(waiting)}`,
    occurredAt: hour,
  };
  if (body.kind === "message")
    return [
      {
        ...common,
        kind: "tipoffs.message-left",
        sourceId: `tipoff/message/${id}`,
        payload: { by: "writer", toOffice: { keyId: body.keyId, box: body.box.ref } },
      },
    ];
  return [
    {
      ...common,
      kind: "tipoffs.received",
      sourceId: `tipoff/${id}`,
      payload: { ...body.received },
    },
    { ...common, kind: "tipoffs.routed", sourceId: `tipoff/${id}/0`, payload: { ...body.routed } },
  ];
}

const EVERY_SECONDS = 5;

export const passOnJob = (deps: PassOnDeps): Job => ({
  name: "tipoffs.pass-on",
  everySeconds: EVERY_SECONDS,
  run: async (now) => void (await passOn(deps, now)),
});
