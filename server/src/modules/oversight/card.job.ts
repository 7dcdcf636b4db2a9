/** Draws up the cards of the quarter that ended. */
import type { Database } from "../../platform/database.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Job } from "../../platform/module.ts";
import { draftCards } from "./card.service.ts";

const EVERY_SECONDS = 600;

export const cardJob = (deps: { readonly db: Database; readonly registry: FactRegistry }): Job => ({
  name: "oversight.cards",
  everySeconds: EVERY_SECONDS,
  run: async (now) => void (await draftCards(deps, now)),
});
