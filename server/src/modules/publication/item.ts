/**
 * Items of the public column 公示专栏: what of one is public when, who may publish which kind, when it must come down.
 * Default deny: an item is public from its recording until its last day or its withdrawal, and not at all if its text
 * holds an identity number, a mobile number or an account. Pure.
 */
import { type Calendar, CalendarNotPublished } from "../../../../clocks/src/index.ts";
import type { ItemPublished } from "../../../../contract/src/facts/publication.item-published.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import type { ConsoleItemKind, ItemState } from "../../../../contract/src/publications.ts";
import { findPersonalData, type PersonalDataKind } from "../../kernel/personal-data.ts";
import { dayAfter, type PlainDate, startOfDay } from "../../kernel/plain-date.ts";

export interface Withdrawal {
  readonly at: string;
  readonly publicReason: string;
}

export interface Item {
  readonly id: string;
  readonly factId: string;
  readonly publishedAt: string;
  readonly content: ItemPublished;
  readonly withdrawal: Withdrawal | null;
}

/** Who publishes what, each for its own unit. */
const KINDS_OF: Partial<Record<Role, readonly ConsoleItemKind[]>> = {
  officer: ["penalty", "inspectionResult"],
  chief: ["penalty", "inspectionResult"],
  police: ["policeResult"],
  court: ["courtResult"],
};

export const kindsOf = (role: Role): readonly ConsoleItemKind[] => KINDS_OF[role] ?? [];

/** Results that go to every member unit besides. */
export const isCopied = (kind: ItemPublished["kind"]): boolean =>
  kind === "penalty" || kind === "courtResult" || kind === "policeResult";

/** A number of an office may stand in a text; these never. */
const NEVER_PUBLIC: ReadonlySet<PersonalDataKind> = new Set(["idNumber", "bankAccount"]);

/** True if the text holds what no release may let through, whoever recorded it. */
export function isHeld({ title, text }: Pick<ItemPublished, "title" | "text">): boolean {
  return [title, text].some((words) =>
    findPersonalData(words).some(
      ({ kind, from, to }) =>
        NEVER_PUBLIC.has(kind) || (kind === "phone" && /^(?:\+?86)?1/u.test(words.slice(from, to))),
    ),
  );
}

export function stateOf({ content, withdrawal }: Item, today: PlainDate): ItemState {
  if (withdrawal !== null) return "withdrawn";
  if (content.expiresOn !== undefined && content.expiresOn < today) return "expired";
  return isHeld(content) ? "held" : "shown";
}

/** Instant from which it is no longer public; undefined while it is. */
export function goneAt({ content, withdrawal }: Item, state: ItemState): string | undefined {
  if (state === "withdrawn") return withdrawal?.at;
  if (state === "expired" && content.expiresOn !== undefined)
    return startOfDay(dayAfter(content.expiresOn));
  return undefined;
}

/** Working days for taking down what was changed, annulled or found wrong (处罚法48; counted by 处罚法85). */
export const TAKE_DOWN_WORKING_DAYS = 3;

/** Last day for taking it down; null: a year without a notice of its holidays. */
export function takeDownDueOn(since: PlainDate, calendar: Calendar): PlainDate | null {
  try {
    return calendar.addWorkingDays(since, TAKE_DOWN_WORKING_DAYS);
  } catch (error) {
    if (error instanceof CalendarNotPublished) return null;
    throw error;
  }
}

/** What the public sees of a shown item: organisations only, no person. */
export const publicViewOf = ({ content }: Item) => ({
  title: content.title,
  text: content.text,
  documentNo: content.documentNo,
  decidedOn: content.decidedOn,
  legalBasis: content.legalBasis,
  articles: content.articles,
  subjects: (content.subjects ?? []).map(({ kind, name, uscc }) => ({
    kind,
    name,
    ...(uscc === undefined ? {} : { uscc }),
  })),
  ...(content.outcome === undefined ? {} : { outcome: content.outcome }),
  ...(content.ocid === undefined ? {} : { ocid: content.ocid }),
  ...(content.unitUrl === undefined ? {} : { unitUrl: content.unitUrl }),
});

/** Words by which readers find it. */
export const searchTextOf = ({ content }: Item): string =>
  [
    content.title,
    content.documentNo,
    content.unit.name,
    ...(content.subjects ?? []).flatMap(({ name, uscc }) => [name, uscc ?? ""]),
    content.text,
  ].join(" ");
