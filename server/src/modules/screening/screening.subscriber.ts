/** Screens each lot when its bids are opened; what it finds are facts. */
import { createHash } from "node:crypto";

import { sql } from "kysely";

import type { BidsOpened } from "../../../../contract/src/facts/procurement.bids-opened.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { partyKey } from "../../kernel/party.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Tx } from "../../platform/database.ts";
import type { FeedFact, Subscriber } from "../../platform/facts/feed.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { ENGINE_VERSION, type LotScreening, screenLot } from "./engine.ts";
import type { SeenField } from "./input.ts";
import { loadSeen } from "./rarity.store.ts";
import { listEnvironments, type LoadedLot, loadLot, type Opening } from "./screening.store.ts";

export interface ScreeningDeps {
  readonly registry: FactRegistry;
  readonly clock: Clock;
}

const DEMO_DELAY_MS = 60_000;

export function screeningSubscriber(deps: ScreeningDeps): Subscriber {
  return {
    name: "screening.openings",
    kinds: ["procurement.bids-opened"],
    batch: 2000,
    async handle(tx, facts) {
      const register = await listEnvironments(tx);
      for (const fact of facts) {
        const opening: Opening = {
          factId: fact.id,
          ocid: fact.subject,
          openedAt: fact.occurredAt,
          payload: fact.payload as unknown as BidsOpened,
        };
        const loaded = await loadLot(tx, opening, register);
        await recordScreening(tx, deps, { fact, loaded, screening: await screen(tx, loaded) });
      }
    },
  };
}

/** A first run only asks which values need their rarity; the second one judges. */
async function screen(tx: Tx, { input }: LoadedLot): Promise<LotScreening> {
  const asked = new Map<SeenField, Set<string>>();
  const first = screenLot({
    ...input,
    seen(field, value) {
      const values = asked.get(field) ?? new Set();
      asked.set(field, values.add(value));
      return { firms: 0, total: 1_000_000 };
    },
  });
  if (asked.size === 0) return first;
  return screenLot({ ...input, seen: await loadSeen(tx, input, asked) });
}

interface Judged {
  readonly fact: FeedFact;
  readonly loaded: LoadedLot;
  readonly screening: LotScreening;
}

async function recordScreening(tx: Tx, deps: ScreeningDeps, judged: Judged): Promise<void> {
  const { fact, loaded, screening } = judged;
  const { lotId } = loaded.input;
  const occurredAt = judgedAt(fact, deps.clock);
  const inputs = [...loaded.inputs].toSorted();
  const screeningId = await recordFact(tx, deps.registry, {
    kind: "screening.lot-screened",
    source: "mingjing",
    sourceId: `screening/${fact.id}`,
    subject: fact.subject,
    occurredAt,
    payload: {
      lotId,
      bids: loaded.input.bids.length,
      inputHash: createHash("sha256").update(inputs.join("\n")).digest("hex"),
      inputs,
      engineVersion: ENGINE_VERSION,
      results: screening.results,
      bits: screening.bits,
      groups: screening.groups,
      isLead: screening.isLead,
    },
  });
  if (screening.isLead && !(await hasLead(tx, fact.subject, lotId))) {
    await raiseLead(tx, deps, { ...judged, screeningId, occurredAt });
  }
}

/** The demo city's past is screened as if we had been there; everything else is screened now. */
function judgedAt({ source, occurredAt }: FeedFact, clock: Clock): string {
  if (source !== "demo") return clock.now().toISOString();
  return new Date(Date.parse(occurredAt) + DEMO_DELAY_MS).toISOString();
}

async function hasLead(tx: Tx, ocid: string, lotId: string): Promise<boolean> {
  const { rows } =
    await sql`SELECT 1 FROM screening.lead WHERE ocid = ${ocid} AND lot_id = ${lotId}`.execute(tx);
  return rows.length > 0;
}

async function raiseLead(
  tx: Tx,
  deps: ScreeningDeps,
  {
    fact,
    loaded,
    screening,
    screeningId,
    occurredAt,
  }: Judged & { screeningId: string; occurredAt: string },
): Promise<void> {
  const { rows } = await sql<{
    next: number;
  }>`SELECT nextval('screening.lead_number') AS next`.execute(tx);
  const hits = screening.results.filter(({ outcome }) => outcome === "hit");
  const { process, input } = loaded;
  await recordFact(tx, deps.registry, {
    kind: "screening.lead-raised",
    source: "mingjing",
    sourceId: `lead/${screeningId}`,
    subject: `lead:${screeningId}`,
    occurredAt,
    payload: {
      ocid: fact.subject,
      lotId: input.lotId,
      number: `线${occurredAt.slice(0, 4)}-${String(rows[0]?.next ?? 0).padStart(5, "0")}`,
      level: screening.level ?? "lead",
      bits: screening.bits,
      indicators: hits.map(({ indicator }) => indicator),
      parties: partiesOf(loaded, screening),
      screeningId,
      regime: process?.regime ?? "other",
      ...(process?.industry == null ? {} : { industry: process.industry }),
      ...(process?.placeCode == null ? {} : { place: process.placeCode }),
      title: process?.title ?? fact.subject,
    },
  });
}

/** The firms the evidence is about; all bidders when it is about the lot as a whole. */
function partiesOf({ input }: LoadedLot, screening: LotScreening): Party[] {
  const found = new Map<string, Party>();
  for (const { outcome, evidence } of screening.results) {
    if (outcome !== "hit") continue;
    for (const { left, right } of evidence) {
      found.set(partyKey(left.party), left.party);
      found.set(partyKey(right.party), right.party);
    }
  }
  return found.size > 0 ? [...found.values()] : input.bids.map(({ party }) => party);
}
