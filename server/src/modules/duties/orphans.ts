/**
 * Orphan maps, both ways: powers that no data feeds, and alerts that nobody is empowered to take. Pure: what
 * the stores counted in, the maps out.
 */
import type { BlindPower, UnownedAlerts } from "../../../../contract/src/duties.ts";
import type { DutyItem } from "../../../../contract/src/facts/duties.list-published.ts";
import type { PlainDate } from "../../kernel/plain-date.ts";

/**
 * Which facts let a department see a matter. A matter that is not here has no kind of fact yet: its powers are blind
 * by construction, and the map says so.
 */
export const FEEDS: Readonly<Record<string, readonly string[]>> = {
  lead: ["procurement.bids-opened"],
  complaint: ["procurement.complaint-recorded"],
  challenge: ["procurement.objection-recorded"],
  inspection: ["procurement.notice-published", "procurement.evaluation-completed"],
  penalty: ["publication.decision-published"],
  contractPerformance: ["procurement.contract-signed"],
  documentFiling: ["procurement.notice-published"],
  agencyConduct: ["procurement.notice-published"],
  expertConduct: ["procurement.evaluation-completed"],
  entityConduct: ["procurement.notice-published"],
  bidderCredit: ["procurement.award-decided"],
  siteService: ["procurement.bids-opened"],
  fairCompetition: ["procurement.notice-published"],
};

/** Every kind that feeds some power. */
export const FEEDING_KINDS: readonly string[] = [
  ...new Set(Object.values(FEEDS).flat()),
].toSorted();

export const kindsOf = (matter: string): readonly string[] => FEEDS[matter] ?? [];

/** Facts of one kind about one sort of process in one week. `""`: not known. */
export interface FeedWeek {
  readonly kind: string;
  readonly regime: string;
  readonly industry: string;
  readonly place: string;
  /** Monday. */
  readonly week: PlainDate;
  readonly facts: number;
  readonly lastOn: PlainDate;
}

const DAY_MS = 86_400_000;

/** The day `days` after (negative: before) a day. */
export const dayAfter = (day: PlainDate, days: number): PlainDate =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** Last days of the latest weeks, oldest first; the last one is `day` itself. */
export const weekEnds = (day: PlainDate, weeks: number): PlainDate[] =>
  Array.from({ length: weeks }, (_, index) => dayAfter(day, -7 * (weeks - 1 - index)));

/** Facts of an unknown regime, industry or place feed only powers that name none: we do not guess. */
function feeds(item: DutyItem, fact: Omit<FeedWeek, "week" | "facts" | "lastOn">): boolean {
  return (
    kindsOf(item.matter).includes(fact.kind) &&
    (item.regime === undefined || item.regime === fact.regime) &&
    (item.industry === undefined || item.industry === fact.industry) &&
    (item.place === undefined || fact.place.startsWith(item.place))
  );
}

/** How a power stood on a day: when its last fact came in, if ever. */
export interface FeedState {
  readonly lastOn: PlainDate | undefined;
  readonly isBlind: boolean;
}

/** @param days A feed without a fact for more than so many days is silent. */
export function feedStateOf(
  item: DutyItem,
  weeks: readonly FeedWeek[],
  { day, days }: { readonly day: PlainDate; readonly days: number },
): FeedState {
  const lastOn = weeks.reduce<PlainDate | undefined>((last, row) => {
    if (row.week > day || !feeds(item, row)) return last;
    // Of a week that goes on beyond the day only its beginning is known to count.
    const seen = row.lastOn <= day ? row.lastOn : row.week;
    return last === undefined || seen > last ? seen : last;
  }, undefined);
  return { lastOn, isBlind: lastOn === undefined || lastOn < dayAfter(day, -days) };
}

export interface PowerQuestion {
  readonly weeks: readonly FeedWeek[];
  readonly ends: readonly PlainDate[];
  readonly day: PlainDate;
  readonly days: number;
  /** First day of the list in which the item first stood. */
  readonly listedSince: ReadonlyMap<string, PlainDate>;
}

/** The powers of a list that no data feeds on a day. */
export function blindPowers(
  items: readonly DutyItem[],
  question: PowerQuestion,
): Omit<BlindPower, "owner">[] {
  const { weeks, day, days, listedSince } = question;
  return items.flatMap((item) => {
    const { lastOn, isBlind } = feedStateOf(item, weeks, { day, days });
    if (!isBlind) return [];
    const kinds = [...kindsOf(item.matter)];
    const listed = listedSince.get(item.item);
    const since = lastOn === undefined ? listed : dayAfter(lastOn, days + 1);
    return [
      {
        key: `power:${item.item}`,
        item,
        kinds,
        reason: kinds.length === 0 ? "noKind" : lastOn === undefined ? "noFeed" : "silent",
        trend: factsAWeek(item, question),
        ...(since === undefined ? {} : { since }),
        ...(lastOn === undefined ? {} : { lastFactOn: lastOn }),
      } satisfies Omit<BlindPower, "owner">,
    ];
  });
}

/** Facts that fed an item in the seven days up to each end, by the week in which they stand. */
const factsAWeek = (item: DutyItem, { weeks, ends }: PowerQuestion): number[] =>
  ends.map((end) => {
    const from = dayAfter(end, -6);
    const own = weeks.filter(({ week }) => week >= from && week <= end);
    return own.reduce((sum, row) => (feeds(item, row) ? sum + row.facts : sum), 0);
  });

/** Open alerts alike in unit and sort of process, and how many were open at the end of each week. */
export interface AlertGroup {
  readonly department: { readonly id: string; readonly name: string };
  /** True: the list named nobody. */
  readonly isFallback: boolean;
  readonly regime: string | null;
  readonly industry: string | null;
  readonly place: string | null;
  readonly open: number;
  readonly since: PlainDate | null;
  readonly trend: readonly number[];
  readonly leads: readonly { readonly id: string; readonly title: string }[];
}

/** What of the organisation decides about a group on a day. */
export interface Empowered {
  isUnit(unit: string): boolean;
  /** A person who may act on leads of this unit and sort of process. */
  hasPerson(group: AlertGroup): boolean;
}

export function whyUnowned(group: AlertGroup, on: Empowered): UnownedAlerts["reason"] | undefined {
  if (group.isFallback) return "noDuty";
  if (!on.isUnit(group.department.id)) return "noUnit";
  return on.hasPerson(group) ? undefined : "noPerson";
}

const part = (text: string | null): string =>
  encodeURIComponent(text ?? "").replaceAll(/[^A-Za-z0-9_-]/gu, "_");

export const alertKey = ({ department, regime, industry, place }: AlertGroup): string =>
  `alert:${[department.id, regime, industry, place].map(part).join("/")}`.slice(0, 166);

/** Groups that nobody is empowered to take today. */
export const unownedAlerts = (
  groups: readonly AlertGroup[],
  today: Empowered,
): Omit<UnownedAlerts, "owner">[] =>
  groups.flatMap((group) => {
    const reason = whyUnowned(group, today);
    if (reason === undefined || group.open === 0) return [];
    const { regime, industry, place, since, open, department, trend, leads } = group;
    return [
      {
        key: alertKey(group),
        reason,
        department: { ...department },
        open,
        trend: [...trend],
        leads: leads.map((lead) => ({ ...lead })),
        ...(since === null ? {} : { since }),
        ...(regime === null ? {} : { regime }),
        ...(industry === null ? {} : { industry }),
        ...(place === null ? {} : { place }),
      },
    ];
  });
