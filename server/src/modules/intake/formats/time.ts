/** Times of sources: with offset as they are, without offset in the declared zone (contracts.md §3). */

const RFC3339 =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?\d*)?([Zz]|[+-]\d{2}:?\d{2})$/;
const LOCAL =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]+(\d{1,2})[:：](\d{1,2})(?:[:：](\d{1,2})(?:\.\d+)?)?)?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:[\s-]*(\d{2}):?(\d{2})(?::?(\d{2}))?)?$/;
const CHINESE =
  /^(\d{4})年(\d{1,2})月(\d{1,2})日?(?:\s*(\d{1,2})(?:[:：]|[时点])(?:(\d{1,2})分?)?(?:[:：]?(\d{1,2})秒?)?)?/;
const ENGLISH = /^([A-Z][a-z]{2})[a-z]* (\d{1,2}), (\d{4})(?:,? (\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
const UNIX_SECONDS = /^\d{9,10}$/;
const UNIX_MILLISECONDS = /^\d{13}$/;

interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const two = (value: number): string => String(value).padStart(2, "0");

/** RFC 3339 text of what a source wrote; `undefined` if it is no time. A bare day is midnight in the zone. */
export function instantOf(text: string, zone: string): string | undefined {
  const trimmed = text.normalize("NFKC").trim();
  const exact = RFC3339.exec(trimmed);
  if (exact !== null) return exactInstant(exact);
  if (UNIX_SECONDS.test(trimmed)) return new Date(Number(trimmed) * 1000).toISOString();
  if (UNIX_MILLISECONDS.test(trimmed)) return new Date(Number(trimmed)).toISOString();
  const local = localTime(trimmed);
  return local === undefined ? undefined : zonedInstant(local, zone);
}

/** The calendar day a source wrote, as written; `undefined` if there is none. */
export function dayOf(text: string): string | undefined {
  const trimmed = text.normalize("NFKC").trim();
  const local = localTime(RFC3339.exec(trimmed)?.[1] ?? trimmed);
  return local === undefined ? undefined : `${local.year}-${two(local.month)}-${two(local.day)}`;
}

function exactInstant([, day = "", minutes = "", seconds = ":00", offset = "Z"]: RegExpExecArray) {
  const local = localTime(day);
  const [hour = 24, minute = 60] = minutes.split(":").map(Number);
  if (local === undefined || hour > 23 || minute > 59 || Number(seconds.slice(1, 3)) > 59) {
    return undefined;
  }
  const sign = offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
  if (sign.length === 6 && (Number(sign.slice(1, 3)) > 23 || Number(sign.slice(4)) > 59)) {
    return undefined;
  }
  return `${day}T${minutes}${seconds.slice(0, 13)}${sign.toUpperCase()}`;
}

function localTime(text: string): LocalTime | undefined {
  const english = ENGLISH.exec(text);
  if (english !== null) {
    const month = MONTHS.indexOf(english[1] ?? "?") / 3 + 1;
    return checked([english[3], String(month), ...english.slice(2, 3), ...english.slice(4)]);
  }
  const match = LOCAL.exec(text) ?? CHINESE.exec(text) ?? COMPACT.exec(text);
  return match === null ? undefined : checked(match.slice(1));
}

function checked(parts: readonly (string | undefined)[]): LocalTime | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    Number(part ?? 0),
  );
  const date = new Date(Date.UTC(year, month - 1, day));
  if (year < 1900 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day)
    return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return { year, month, day, hour, minute, second };
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Minutes east of UTC of a zone at an instant. @throws RangeError for an unknown zone. */
export function offsetMinutes(zone: string, at: number): number {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      timeZoneName: "longOffset",
      year: "numeric",
    });
    formatters.set(zone, formatter);
  }
  const name =
    formatter.formatToParts(at).find((part) => part.type === "timeZoneName")?.value ?? "";
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === "-" ? -minutes : minutes;
}

function zonedInstant(local: LocalTime, zone: string): string {
  const asUtc = Date.UTC(
    local.year,
    local.month - 1,
    local.day,
    local.hour,
    local.minute,
    local.second,
  );
  // A second look settles the hour beside a change of summer time.
  const first = zone === "Asia/Shanghai" && local.year > 1991 ? 480 : offsetMinutes(zone, asUtc);
  const offset =
    zone === "Asia/Shanghai" && local.year > 1991
      ? 480
      : offsetMinutes(zone, asUtc - first * 60_000);
  const magnitude = Math.abs(offset);
  const sign = `${offset < 0 ? "-" : "+"}${two(Math.floor(magnitude / 60))}:${two(magnitude % 60)}`;
  const day = `${local.year}-${two(local.month)}-${two(local.day)}`;
  return `${day}T${two(local.hour)}:${two(local.minute)}:${two(local.second)}${sign}`;
}

/** True if Node knows the zone. */
export function isZone(zone: string): boolean {
  try {
    offsetMinutes(zone, 0);
    return true;
  } catch {
    return false;
  }
}
