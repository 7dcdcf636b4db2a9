/** Working days and law as they are known now. */
import type { Database } from "../../platform/database.ts";
import { readCalendar, readLaw } from "../statutes/index.ts";
import type { KnownLaw } from "./tipoff.ts";

export async function readKnownLaw(db: Database): Promise<KnownLaw> {
  const { calendar } = await readCalendar(db);
  return { calendar, law: await readLaw(db) };
}
