/** Records what a screening found, and the lead it gives rise to. */
import { createHash } from "node:crypto";

import type { Party } from "../../../../contract/src/values.ts";
import { partyKey } from "../../kernel/party.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Tx } from "../../platform/database.ts";
import { type OwnFact, recordOwnFacts } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { ENGINE_VERSION, type LotScreening } from "./engine.ts";
import { inputKeptOf } from "./replay.ts";
import { type LoadedLot, lotKeyOf, lotsWithLead, nextLeadNumber } from "./screening.store.ts";

export interface Judged {
  readonly loaded: LoadedLot;
  readonly screening: LotScreening;
  /** ISO instant of the screening. */
  readonly occurredAt: string;
  /** What the indicators read; kept where a lead follows. */
  readonly read: () => Omit<Parameters<typeof inputKeptOf>[0], "screeningId">;
}

/** The product's own id of the screening of an opening: one fact, one screening. */
export const screeningIdOf = (openingFactId: string): string => `screening/${openingFactId}`;

/** Records what was found in these lots, and the leads it gives rise to, numbered in input order. */
export async function recordScreenings(
  tx: Tx,
  registry: FactRegistry,
  all: readonly Judged[],
): Promise<void> {
  const screeningIds = await recordOwnFacts(tx, registry, all.map(screeningOf));
  const told = await lotsWithLead(
    tx,
    all.filter(({ screening }) => screening.isLead).map(({ loaded }) => loaded.input),
  );
  const leads: Raised[] = [];
  for (const [place, judged] of all.entries()) {
    const lot = lotKeyOf(judged.loaded.input);
    if (!judged.screening.isLead || told.has(lot)) continue;
    told.add(lot);
    leads.push({ ...judged, screeningId: screeningIds[place] as string });
  }
  if (leads.length === 0) return;
  const next = await nextLeadNumber(tx);
  await recordOwnFacts(tx, registry, [
    ...leads.map(keptOf),
    ...leads.map((raised, place) => leadOf(raised, next + place)),
  ]);
}

/** The product's own id of what was kept of the input of a screening. */
export const inputKeptIdOf = (screeningId: string): string => `input/${screeningId}`;

const keptOf = ({ screeningId, occurredAt, read }: Raised): OwnFact => ({
  kind: "screening.input-kept",
  source: "mingjing",
  sourceId: inputKeptIdOf(screeningId),
  subject: `lead:${screeningId}`,
  occurredAt,
  payload: inputKeptOf({ screeningId, ...read() }),
});

function screeningOf({ loaded, screening, occurredAt }: Judged): OwnFact {
  const { ocid, lotId, bids } = loaded.input;
  const inputs = [...loaded.inputs].toSorted();
  return {
    kind: "screening.lot-screened",
    source: "mingjing",
    sourceId: screeningIdOf(loaded.opening.factId),
    subject: ocid,
    occurredAt,
    payload: {
      lotId,
      bids: bids.length,
      inputHash: createHash("sha256").update(inputs.join("\n")).digest("hex"),
      inputs,
      engineVersion: ENGINE_VERSION,
      results: screening.results,
      bits: screening.bits,
      groups: screening.groups,
      isLead: screening.isLead,
    },
  };
}

type Raised = Judged & { readonly screeningId: string };

function leadOf({ loaded, screening, screeningId, occurredAt }: Raised, number: number): OwnFact {
  const hits = screening.results.filter(({ outcome }) => outcome === "hit");
  const { process, input } = loaded;
  const year = plainDateOf(new Date(occurredAt)).slice(0, 4);
  return {
    kind: "screening.lead-raised",
    source: "mingjing",
    sourceId: `lead/${screeningId}`,
    subject: `lead:${screeningId}`,
    occurredAt,
    payload: {
      ocid: input.ocid,
      lotId: input.lotId,
      number: `线${year}-${String(number).padStart(5, "0")}`,
      level: screening.level ?? "lead",
      bits: screening.bits,
      indicators: hits.map(({ indicator }) => indicator),
      parties: partiesOf(loaded, screening),
      screeningId,
      regime: process?.regime ?? "other",
      ...(process?.industry == null ? {} : { industry: process.industry }),
      ...(process?.placeCode == null ? {} : { place: process.placeCode }),
      title: process?.title ?? input.ocid,
    },
  };
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
