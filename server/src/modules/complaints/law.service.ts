import type { Tx } from "../../platform/database.ts";
import { readCalendar, readLaw } from "../statutes/index.ts";
/** Calendar and law as they are known in a transaction. */
import type { KnownLaw } from "./known-law.ts";

export async function readKnownLaw(tx: Tx): Promise<KnownLaw> {
  const { calendar } = await readCalendar(tx);
  return { calendar, law: await readLaw(tx) };
}
