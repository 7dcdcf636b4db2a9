/** Dates, amounts and parties as readers see them. Instants are shown in Asia/Shanghai. */
import type { Money, Offer, Party } from "../../../../contract/src/values.ts";
import type { Language } from "./views.ts";
import type { Speech } from "./words.ts";

const shanghai = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Asia/Shanghai",
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

interface Moment {
  /** `YYYY-MM-DD` in Asia/Shanghai. */
  readonly day: string;
  /** `HH:MM:SS`. */
  readonly time: string;
}

/** Day and time of an instant; empty for text that is no instant. */
function momentOf(instant: string): Moment {
  const epoch = Date.parse(instant);
  if (Number.isNaN(epoch)) return { day: "", time: "" };
  const parts = new Map(shanghai.formatToParts(epoch).map(({ type, value }) => [type, value]));
  const read = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
  return {
    day: `${read("year")}-${read("month")}-${read("day")}`,
    time: `${read("hour")}:${read("minute")}:${read("second")}`,
  };
}

/** Calendar day of an instant. */
export const dayOf = (instant: string): string => momentOf(instant).day;

/** `HH:MM:SS`. */
export const secondsOf = (instant: string): string => momentOf(instant).time;

/** `HH:MM`. */
export const clockOf = (instant: string): string => secondsOf(instant).slice(0, 5);

const dayFormats: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  "zh-CN": new Intl.DateTimeFormat("zh-CN", { timeZone: "UTC", dateStyle: "long" }),
  en: new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", dateStyle: "long" }),
};
const weekdayFormats: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  "zh-CN": new Intl.DateTimeFormat("zh-CN", { timeZone: "UTC", weekday: "long" }),
  en: new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", weekday: "long" }),
};

const atNoon = (day: string) => Date.parse(`${day}T12:00:00Z`);

/** 2026年10月14日 / 14 October 2026. */
export function longDay(lang: Language, day: string): string {
  const noon = atNoon(day);
  return Number.isNaN(noon) ? day : dayFormats[lang].format(noon);
}

export function weekday(lang: Language, day: string): string {
  const noon = atNoon(day);
  return Number.isNaN(noon) ? "" : weekdayFormats[lang].format(noon);
}

/** A day in words with its weekday. */
export const dayText = ({ lang }: Pick<Speech, "lang">, day: string): string =>
  `${longDay(lang, day)}${lang === "en" ? ", " : " "}${weekday(lang, day)}`;

/** 2026年10月14日 09:30 / 14 October 2026, 09:30. */
export function longInstant(lang: Language, instant: string): string {
  const { day, time } = momentOf(instant);
  if (day === "") return instant;
  return `${longDay(lang, day)}${lang === "en" ? ", " : " "}${time.slice(0, 5)}`;
}

/** 10-14 09:30; with the year when it is not that of `now`. */
export function shortInstant(instant: string, now: string): string {
  const { day, time } = momentOf(instant);
  if (day === "") return instant;
  return `${shortDay(day, now)} ${time.slice(0, 5)}`;
}

/** 10-14; with the year when it is not that of `now`. */
export function shortDay(day: string, now: string): string {
  return day.slice(0, 4) === dayOf(now).slice(0, 4) ? day.slice(5) : day;
}

const decimalsOf = new Map<string, number>();

/** Digits after the point of a currency (ISO 4217); 2 for a code that is not known. */
function decimals(currency: string): number {
  const known = decimalsOf.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat("en-US", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  decimalsOf.set(currency, digits);
  return digits;
}

/** Amount in major units with thousands commas and all decimals: 79,862,310.45. */
export function amountText({ amountMinor, currency }: Money): string {
  const digits = decimals(currency);
  const negative = amountMinor.startsWith("-");
  const padded = amountMinor.replace("-", "").padStart(digits + 1, "0");
  const whole = padded.slice(0, padded.length - digits).replaceAll(/\B(?=(\d{3})+$)/gu, ",");
  const fraction = digits === 0 ? "" : `.${padded.slice(-digits)}`;
  return `${negative ? "−" : ""}${whole}${fraction}`;
}

/** Amount with its currency: 79,862,310.45 元 / CNY 79,862,310.45. */
export function moneyText({ lang, say }: Speech, money: Money): string {
  const amount = amountText(money);
  if (money.currency === "CNY") return say("money.yuan", { amount });
  return lang === "en" ? `${money.currency} ${amount}` : `${amount} ${money.currency}`;
}

/** An offer in words; a rate is never printed as a price. */
export function offerText(speech: Speech, offer: Offer): string {
  const { say } = speech;
  if (offer.kind === "total") return moneyText(speech, offer.amount);
  if (offer.kind === "rate") return say("offer.rate", { percent: offer.percent });
  if (offer.kind === "discount") return say("offer.discount", { percent: offer.percent });
  const amount = moneyText(speech, offer.amount);
  return offer.unit === undefined
    ? say("offer.unitPrice", { amount })
    : say("offer.perUnit", { amount, unit: offer.unit });
}

/** Name for readers. A natural person's name, masked or not, is never public (contracts.md §2). */
export const partyName = ({ say }: Speech, party: Party): string =>
  party.kind === "naturalPerson" ? say("party.person") : party.name;

/** What tells two parties apart: the code where there is one, else the name. */
export function partyKey(party: Party): string {
  if (party.kind === "naturalPerson") return `person ${party.token}`;
  if (party.kind === "organisation" && party.uscc !== undefined) return `uscc ${party.uscc}`;
  return `name ${party.name}`;
}
