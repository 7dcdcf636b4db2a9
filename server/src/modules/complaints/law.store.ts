/** By what clocks are counted: the calendar and the law as they are known now. */
import type { Calendar, Law } from "../../../../clocks/src/index.ts";
import type { Tx } from "../../platform/database.ts";
import { readCalendar, readLaw } from "../statutes/index.ts";

export interface KnownLaw {
  readonly calendar: Calendar;
  readonly law: Law;
}

export async function readKnownLaw(tx: Tx): Promise<KnownLaw> {
  const { calendar } = await readCalendar(tx);
  return { calendar, law: await readLaw(tx) };
}
