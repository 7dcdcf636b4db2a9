/**
 * Whatever was screened is committed, hit or not; what is an alert is sealed too, within seconds. Handed a fact again,
 * it adds nothing.
 */
import type { AlertsCommitted } from "../../../../contract/src/facts/evidence.alerts-committed.ts";
import type { LotScreened } from "../../../../contract/src/facts/screening.lot-screened.ts";
import type { Tx } from "../../platform/database.ts";
import type { FeedFact, Subscriber } from "../../platform/facts/feed.ts";
import { knownSourceIds } from "../../platform/facts/known.ts";
import { type OwnFact, recordOwnFacts } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { inputKeptIdOf } from "../screening/index.ts";
import { CHAIN_START, chainOf, type ChainEnd, commitmentsOf, quarterOf } from "./commitment.ts";
import { type HashedFact, readChainEnds, readHashed, readSalts } from "./sealing.store.ts";
import { holdUntil, isAlert, roleOf, sealOf } from "./sealing.ts";

/** Leads carry their evidence: a page of few thousand would be hundreds of megabytes. */
const BATCH = 1000;

interface Screened {
  readonly id: string;
  readonly ocid: string;
  readonly occurredAt: string;
  readonly payload: LotScreened;
}

const commitmentIdOf = (screeningId: string): string => `commitment/${screeningId}`;
const sealIdOf = (screeningId: string): string => `seal/${screeningId}`;
const leadIdOf = (screeningId: string): string => `lead/${screeningId}`;

export function sealingSubscriber(registry: FactRegistry): Subscriber {
  return {
    name: "evidence.sealing",
    kinds: ["screening.lot-screened"],
    batch: BATCH,
    async handle(tx, facts) {
      const done = await knownSourceIds(
        tx,
        "mingjing",
        facts.map(({ id }) => commitmentIdOf(id)),
      );
      const fresh = facts.filter(({ id }) => !done.has(commitmentIdOf(id))).map(screenedOf);
      if (fresh.length === 0) return;
      const committed = await commitAll(tx, fresh);
      const alerts = fresh.filter(({ payload }) => isAlert(payload));
      const sealed = alerts.length === 0 ? [] : await sealAll(tx, alerts);
      await recordOwnFacts(tx, registry, [...committed, ...sealed]);
    },
  };
}

const screenedOf = ({ id, subject, occurredAt, payload }: FeedFact): Screened => ({
  id,
  ocid: subject,
  occurredAt,
  payload: payload as unknown as LotScreened,
});

async function commitAll(tx: Tx, fresh: readonly Screened[]): Promise<readonly OwnFact[]> {
  const salts = await readSalts(
    tx,
    fresh.map(({ id }) => id),
  );
  const quarters = fresh.map(({ occurredAt }) => quarterOf(occurredAt));
  const ends = new Map<string, ChainEnd>(await readChainEnds(tx, quarters));
  return fresh.map(({ id, ocid, occurredAt, payload }, place) => {
    const quarter = quarters[place] ?? "";
    const factSalt = salts.get(id);
    if (factSalt === undefined) throw new Error(`no salt of ${id}`);
    const committed = commitmentsOf(
      { screeningId: id, ocid, payload, factSalt, quarter },
      ends.get(quarter) ?? CHAIN_START,
    );
    ends.set(quarter, { sequence: committed.sequence, chain: chainOf(committed) });
    return committedFact(committed, occurredAt);
  });
}

const committedFact = (payload: AlertsCommitted, occurredAt: string): OwnFact => ({
  kind: "evidence.alerts-committed",
  source: "mingjing",
  sourceId: commitmentIdOf(payload.screeningId),
  subject: `screening:${payload.screeningId}`,
  occurredAt,
  payload,
});

async function sealAll(tx: Tx, alerts: readonly Screened[]): Promise<readonly OwnFact[]> {
  const ids = alerts.flatMap(({ id, payload }) => [id, ...payload.inputs]);
  const sourceIds = alerts.flatMap(({ id }) => [inputKeptIdOf(id), leadIdOf(id)]);
  const hashed = await readHashed(tx, { ids, sourceIds });
  const byId = new Map(hashed.map((fact) => [fact.factId, fact]));
  const bySourceId = new Map(hashed.map((fact) => [fact.sourceId, fact]));
  return alerts.map((alert) => {
    const { id, payload } = alert;
    const lead = bySourceId.get(leadIdOf(id));
    const facts = [
      ...[id, ...payload.inputs].map((one) => byId.get(one)),
      bySourceId.get(inputKeptIdOf(id)),
      lead,
    ];
    return sealedFact(alert, {
      isLead: lead !== undefined,
      facts: facts.filter((fact) => fact !== undefined),
    });
  });
}

function sealedFact(
  { id, ocid, occurredAt, payload }: Screened,
  { isLead, facts }: { readonly isLead: boolean; readonly facts: readonly HashedFact[] },
): OwnFact {
  const items = facts
    .toSorted((one, other) => (one.factId < other.factId ? -1 : 1))
    .map(({ sourceId: _sourceId, ...fact }) => ({ role: roleOf(fact.kind), ...fact }));
  return {
    kind: "evidence.sealed",
    source: "mingjing",
    sourceId: sealIdOf(id),
    subject: `${isLead ? "lead" : "screening"}:${id}`,
    occurredAt,
    payload: {
      screeningId: id,
      ocid,
      lotId: payload.lotId,
      cause: isLead ? "lead" : "hit",
      time: { at: occurredAt, source: "databaseClock" },
      items,
      seal: sealOf(items),
      holdUntil: holdUntil(occurredAt),
    },
  };
}
