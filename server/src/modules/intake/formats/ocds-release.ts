/** One OCDS 1.1 release (bids extension, and Prozorro's spelling of it) → facts. */
import type { FactInput } from "../../../../../contract/src/facts/fact.ts";
import type { Money } from "../../../../../contract/src/values.ts";
import { moneyOf, parseDecimal } from "./decimal.ts";
import { lotIdOf, processSubject, sourceIdOf } from "./ids.ts";
import { FieldRefused, type ImportContext } from "./item.ts";
import { type JsonObject, objectOf, objectsOf, textOf, textsOf } from "./json-values.ts";
import { createPartyLookup, type PartyLookup } from "./ocds-party.ts";
import { clip } from "./parties.ts";
import { instantOf } from "./time.ts";

/** What the parts of a release share. */
export interface ReleaseContext {
  readonly release: JsonObject;
  readonly tender: JsonObject;
  readonly parties: PartyLookup;
  readonly subject: string;
  readonly ocid: string;
  /** Instant of the release. */
  readonly date: string;
  readonly zone: string;
  readonly personKey: string;
  readonly lots: readonly JsonObject[];
  readonly money: (value: unknown) => Money | undefined;
  readonly fact: (part: FactPart, payload: Readonly<Record<string, unknown>>) => FactInput;
}

export interface FactPart {
  readonly kind: string;
  /** Name of the part, unique in the release. */
  readonly name: string;
  readonly occurredAt: string | undefined;
}

/** @throws FieldRefused without an ocid or any date. */
export function releaseContext(release: JsonObject, context: ImportContext): ReleaseContext {
  const ocid = textOf(release["ocid"]);
  if (ocid === undefined) throw new FieldRefused("ocid", "intake.ocds-no-ocid");
  const tender = objectOf(release["tender"]);
  const date = releaseDate(release, tender, context.zone);
  const id = textOf(release["id"]) ?? date;
  const subject = processSubject(ocid);
  const fallback = currencyOf(tender["value"]);
  return {
    release,
    tender,
    parties: createPartyLookup(release, context.personKey),
    subject,
    ocid,
    date,
    zone: context.zone,
    personKey: context.personKey,
    lots: objectsOf(tender["lots"]),
    money: (value) => moneyOfValue(value, fallback),
    fact: (part, payload) => ({
      kind: `procurement.${part.kind}`,
      sourceId: sourceIdOf("ocds", ocid, id, part.name),
      subject,
      occurredAt: part.occurredAt ?? date,
      payload,
    }),
  };
}

function releaseDate(release: JsonObject, tender: JsonObject, zone: string): string {
  const candidates = [
    release["date"],
    release["publishedDate"],
    tender["datePublished"],
    tender["dateModified"],
    objectOf(tender["tenderPeriod"])["startDate"],
    objectsOf(release["awards"])[0]?.["date"],
    objectsOf(release["contracts"])[0]?.["dateSigned"],
  ];
  for (const candidate of candidates) {
    const instant = instantOf(textOf(candidate) ?? "", zone);
    if (instant !== undefined) return instant;
  }
  throw new FieldRefused("date", "intake.missing-field", { field: "date" });
}

function currencyOf(value: unknown): string | undefined {
  const currency = textOf(objectOf(value)["currency"])?.toUpperCase();
  return currency !== undefined && /^[A-Z]{3}$/.test(currency) ? currency : undefined;
}

function moneyOfValue(value: unknown, fallback: string | undefined): Money | undefined {
  const currency = currencyOf(value) ?? fallback;
  const decimal = parseDecimal(textOf(objectOf(value)["amount"]) ?? "");
  if (currency === undefined || decimal === undefined) return undefined;
  return moneyOf(decimal, currency);
}

/** An instant of the release, if it is one. */
export const timeOf = (context: ReleaseContext, value: unknown): string | undefined =>
  instantOf(textOf(value) ?? "", context.zone);

export const WHOLE_TENDER = "1";
const ALL_LOTS = "all";

/** Lots a bid, award or contract is about; without any: the only lot, or the tender as a whole. */
export function lotsOf(context: ReleaseContext, thing: JsonObject): readonly [string, ...string[]] {
  const named = [
    ...textsOf(thing["relatedLots"]),
    ...textsOf(thing["relatedLot"]),
    ...textsOf(thing["lotID"]),
    ...objectsOf(thing["lotValues"]).flatMap((value) => textsOf(value["relatedLot"])),
  ].map(lotIdOf);
  const [first, ...others] = [...new Set(named)];
  if (first !== undefined) return [first, ...others];
  if (context.lots.length > 1) return [ALL_LOTS];
  return [lotIdOf(textOf(context.lots[0]?.["id"]) ?? WHOLE_TENDER)];
}

const NEGOTIATED: readonly (readonly [RegExp, string])[] = [
  [/单一来源|single.?source|sole.?source|direct/iu, "singleSource"],
  [/磋商|consultation/iu, "consultation"],
  [/询价|询比|quotation|enquiry|inquiry/iu, "enquiry"],
  [/谈判|negotiation/iu, "negotiation"],
  [/拍卖|auction/iu, "auction"],
  [/挂牌|listing/iu, "listing"],
];

function methodOf(tender: JsonObject): string | undefined {
  const method = textOf(tender["procurementMethod"])?.toLowerCase();
  if (method === undefined) return undefined;
  if (method === "open") return "open";
  if (method === "selective") return "invited";
  if (method === "direct") return "singleSource";
  const details = `${textOf(tender["procurementMethodDetails"]) ?? ""} ${textOf(tender["procurementMethodType"]) ?? ""}`;
  return NEGOTIATED.find(([words]) => words.test(details))?.[1] ?? "other";
}

function noticeType(context: ReleaseContext): string {
  const tags = new Set(textsOf(context.release["tag"]));
  if (tags.has("tenderCancellation")) return "cancellationNotice";
  if (tags.has("tenderAmendment") || tags.has("tenderUpdate")) return "amendment";
  if (Object.keys(context.tender).length === 0) return "other";
  return tags.size === 1 && tags.has("planning") ? "other" : "tenderNotice";
}

function titleOf(context: ReleaseContext): string | undefined {
  const planning = objectOf(context.release["planning"]);
  return (
    textOf(context.tender["title"]) ??
    textOf(context.release["title"]) ??
    textOf(objectOf(planning["budget"])["project"]) ??
    textOf(context.tender["description"]) ??
    textOf(planning["rationale"]) ??
    (Object.keys(context.tender).length === 0 ? undefined : context.ocid)
  );
}

/** The notice of the tender (or of the planning); none if the release speaks of neither. */
export function noticeFact(context: ReleaseContext): FactInput[] {
  const { tender, release, parties } = context;
  const title = titleOf(context);
  if (title === undefined) return [];
  const buyerReference = tender["procuringEntity"] ?? release["buyer"];
  const period = objectOf(tender["tenderPeriod"]);
  const budget =
    context.money(tender["value"]) ??
    context.money(objectOf(objectOf(release["planning"])["budget"])["amount"]);
  const payload = {
    noticeType: noticeType(context),
    title: clip(title, 600),
    method: methodOf(tender),
    category: textOf(tender["mainProcurementCategory"]),
    place: parties.place(buyerReference),
    procuringEntity: parties.organisation(buyerReference),
    procurementAgency: agencyOf(context),
    lots: lotsPayload(context, budget),
    budget,
    bidDeadline: timeOf(context, period["endDate"]),
    openingAt: timeOf(context, objectOf(tender["bidOpening"])["date"]),
    originalOcid: clip(context.ocid, 240),
  };
  const part = {
    kind: "notice-published",
    name: "notice",
    occurredAt: timeOf(context, tender["date"]),
  };
  return [context.fact(part, present(payload))];
}

function agencyOf(context: ReleaseContext) {
  const agent = objectsOf(context.release["parties"]).find((party) => {
    const roles = textsOf(party["roles"]);
    return roles.includes("procurementAgency") || roles.includes("agent");
  });
  return agent === undefined ? undefined : context.parties.organisation(agent);
}

function lotsPayload(context: ReleaseContext, budget: Money | undefined) {
  if (Object.keys(context.tender).length === 0) return undefined;
  if (context.lots.length === 0) {
    return [present({ lotId: WHOLE_TENDER, ceilingPrice: budget })];
  }
  return context.lots.slice(0, 2000).map((lot, index) => {
    const title = textOf(lot["title"]);
    return present({
      lotId: lotIdOf(textOf(lot["id"]) ?? String(index + 1)),
      title: title === undefined ? undefined : clip(title, 400),
      ceilingPrice: context.money(lot["value"]),
    });
  });
}

/** The members that have a value. */
export function present(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
