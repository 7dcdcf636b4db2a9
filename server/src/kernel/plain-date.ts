/** Calendar days in Asia/Shanghai (contracts.md §3). China keeps UTC+8 all year since 1992. */

export type PlainDate = string & { readonly __plainDate?: never };

const formatter = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});

/** The day in Asia/Shanghai on which an instant falls. */
export function plainDateOf(instant: Date): PlainDate {
  return formatter.format(instant);
}
