/** Writes accesses as facts, durably, before the answer leaves. */
import { randomUUID } from "node:crypto";

import type { SealedRecord } from "../../../../contract/src/audit.ts";
import { isSealedRole } from "../../../../contract/src/audit.ts";
import type { Accessed } from "../../../../contract/src/facts/audit.accessed.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Clock } from "../clock.ts";
import { type Database, inTransaction, isTransient } from "../database.ts";
import { type RecordableFact, recordSealed, sealInput, type SealedInput } from "../facts/record.ts";
import type { FactRegistry } from "../facts/registry.ts";
import type { Actor } from "../identity/session.store.ts";
import { createJointCommit } from "../joint-commit.ts";
import { createSealKeys, type SealKeys } from "./seal-key.store.ts";
import { type Seal, sealRecord } from "./seal.ts";

/** One access, as the route saw it. */
export type Access = Omit<Accessed, "actor"> & {
  /** Instant, ISO. */
  readonly at: string;
  /** `visitor`: somebody at the doors of sign-in. */
  readonly actor: Actor | "operator" | "visitor";
};

export interface AccessLogDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
}

/** The organ has no key, so its access cannot be recorded. */
export class NoSealKeyError extends Error {
  override readonly name = "NoSealKeyError";
}

export interface AccessLog {
  readonly keys: SealKeys;
  /**
   * Resolves when the record is on the disk.
   * @throws NoSealKeyError for an access of a sealed role whose organ has no key; any other error: not recorded
   */
  write(access: Access): Promise<void>;
}

/** As many as one commit takes without keeping a reader waiting. */
const MOST_TOGETHER = 500;
const LANES = 2;

export function createAccessLog({ db, registry, clock }: AccessLogDeps): AccessLog {
  const keys = createSealKeys(db, clock);
  const records = createJointCommit<SealedInput, undefined>({
    weigh: () => 1,
    maxWeight: MOST_TOGETHER,
    lanes: LANES,
    company: 1,
    isCommon: isTransient,
    async commit(facts) {
      const outcomes = await inTransaction(db, (tx) => recordSealed(tx, registry, { facts }), 2);
      const bad = outcomes.find(({ status }) => status !== "accepted");
      if (bad !== undefined) throw new Error(`an access was not recorded: ${bad.status}`);
      return facts.map(() => undefined);
    },
  });
  return {
    keys,
    async write(access) {
      const { actor } = access;
      const isSealed = typeof actor === "object" && isSealedRole(actor.role);
      const seal = isSealed ? await keys.find(actor.department.id) : undefined;
      if (isSealed && seal === undefined) throw new NoSealKeyError("no seal key");
      const fact = seal === undefined ? plainFact(access) : sealedFact(access, seal);
      const [error] = registry.check(fact.kind, fact.payload) ?? [
        { path: "kind", code: "unknown" },
      ];
      if (error !== undefined) throw new Error(`${fact.kind}: ${error.path} ${error.code}`);
      await records.add(sealInput(fact));
    },
  };
}

function factOf(kind: string, occurredAt: string, payload: object): RecordableFact {
  const id = randomUUID();
  return {
    kind,
    version: 1,
    source: "mingjing",
    sourceId: `audit/${id}`,
    subject: `audit:${id}`,
    occurredAt,
    payload: payload as RecordableFact["payload"],
  };
}

function plainFact({ at, actor, ...access }: Access): RecordableFact {
  if (actor === "operator") return factOf("audit.accessed", at, access);
  if (actor === "visitor") return factOf("audit.accessed", at, { visitor: {}, ...access });
  const { account: person, postId: post, department, role } = actor;
  const payload: Accessed = { actor: { person, post, unit: department.id, role }, ...access };
  return factOf("audit.accessed", at, payload);
}

/** Nothing but organ, key and day stays in clear. */
function sealedFact({ at, actor, ...access }: Access, seal: Seal): RecordableFact {
  if (typeof actor !== "object") throw new Error("only accesses of persons are sealed");
  const record: SealedRecord = {
    at,
    person: actor.account,
    name: actor.name,
    post: actor.post,
    unit: actor.department.id,
    unitName: actor.department.name,
    role: actor.role,
    ...access,
  };
  const envelope = sealRecord(seal, record);
  const day = `${plainDateOf(new Date(at))}T00:00:00.000+08:00`;
  const { organ, keyId } = seal;
  return factOf("audit.sealed", new Date(day).toISOString(), { organ, keyId, envelope });
}
