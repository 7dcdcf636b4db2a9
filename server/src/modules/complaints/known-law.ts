/** By what clocks are counted: the calendar and the law as they are known at the moment of counting. */
import type { Calendar, Law } from "../../../../clocks/src/index.ts";

export interface KnownLaw {
  readonly calendar: Calendar;
  readonly law: Law;
}
