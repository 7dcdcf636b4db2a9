/** Records what a screening found, and the lead it gives rise to. */
import { createHash } from "node:crypto";

import type { Party } from "../../../../contract/src/values.ts";
import { partyKey } from "../../kernel/party.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Tx } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { ENGINE_VERSION, type LotScreening } from "./engine.ts";
import { hasLead, type LoadedLot, nextLeadNumber } from "./screening.store.ts";

export interface Judged {
  readonly loaded: LoadedLot;
  readonly screening: LotScreening;
  /** ISO instant of the screening. */
  readonly occurredAt: string;
}

/** The product's own id of the screening of an opening: one fact, one screening. */
export const screeningIdOf = (openingFactId: string): string => `screening/${openingFactId}`;

export async function recordScreening(
  tx: Tx,
  registry: FactRegistry,
  judged: Judged,
): Promise<void> {
  const { loaded, screening, occurredAt } = judged;
  const { ocid, lotId, bids } = loaded.input;
  const inputs = [...loaded.inputs].toSorted();
  const screeningId = await recordFact(tx, registry, {
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
  });
  if (screening.isLead && !(await hasLead(tx, ocid, lotId))) {
    await raiseLead(tx, registry, { ...judged, screeningId });
  }
}

async function raiseLead(
  tx: Tx,
  registry: FactRegistry,
  { loaded, screening, screeningId, occurredAt }: Judged & { readonly screeningId: string },
): Promise<void> {
  const hits = screening.results.filter(({ outcome }) => outcome === "hit");
  const { process, input } = loaded;
  const year = plainDateOf(new Date(occurredAt)).slice(0, 4);
  const number = String(await nextLeadNumber(tx)).padStart(5, "0");
  await recordFact(tx, registry, {
    kind: "screening.lead-raised",
    source: "mingjing",
    sourceId: `lead/${screeningId}`,
    subject: `lead:${screeningId}`,
    occurredAt,
    payload: {
      ocid: input.ocid,
      lotId: input.lotId,
      number: `线${year}-${number}`,
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
