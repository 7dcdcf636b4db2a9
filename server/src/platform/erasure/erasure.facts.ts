/** The fact of an erasure → the erasure, and the tables that follow from what was erased. */
import {
  type PersonalDataErased,
  personalDataErased,
} from "../../../../contract/src/facts/erasure.personal-data-erased.ts";
import type { Tx } from "../database.ts";
import type { FactProjection, FactRegistry, StoredFact } from "../facts/registry.ts";
import { erase, readTargets } from "./erasure.store.ts";

/** Rows made of the old texts go, rows of the blanked ones come. A restored backup is erased again by this. */
async function eraseAll(tx: Tx, registry: () => FactRegistry, { id, payload }: StoredFact) {
  const { facts } = payload as unknown as PersonalDataErased;
  for (const target of facts) {
    const [before] = await readTargets(tx, [target.id]);
    if (before === undefined) continue;
    const projection = registry().projectionOf(before.kind);
    await projection?.retract(tx, [before]);
    await erase(tx, id, target);
    await projection?.apply(tx, await readTargets(tx, [target.id]));
  }
}

export const erasureFacts = (registry: () => FactRegistry): FactProjection => ({
  kinds: [personalDataErased],
  tables: [],
  async apply(tx, facts) {
    for (const fact of facts) await eraseAll(tx, registry, fact);
  },
  retract: () => Promise.reject(new Error("an erasure is never taken back")),
});
