/** What followed the notice in an OCDS release: bids, awards, failures, contracts, complaints. */
import type { FactInput } from "../../../../../contract/src/facts/fact.ts";
import type { Offer, Party } from "../../../../../contract/src/values.ts";
import { shortHash } from "./ids.ts";
import type { RejectedItem } from "./item.ts";
import { type JsonObject, isObject, objectOf, objectsOf, textOf } from "./json-values.ts";
import { lotsOf, present, type ReleaseContext, timeOf } from "./ocds-release.ts";
import { clip } from "./parties.ts";
import { dayOf } from "./time.ts";

/** Statuses of the bids extension and of Prozorro; the others mean valid. */
const BID_STATUS: Readonly<Record<string, string>> = {
  disqualified: "disqualified",
  unsuccessful: "disqualified",
  rejected: "disqualified",
  invalid: "disqualified",
  withdrawn: "withdrawn",
  deleted: "withdrawn",
  cancelled: "withdrawn",
};
const NOT_SUBMITTED = new Set(["invited", "draft", "pending.documents"]);
const MAX_BIDS = 5000;

export type PartRejection = Pick<RejectedItem["rejected"], "field" | "code">;

interface OpenedBid {
  readonly bidder: Party;
  readonly offer?: Offer;
  readonly status: string;
  readonly receivedAt?: string;
}

/** One bids-opened per lot. Bids without bidder are told in `refused`, the others are kept. */
export function bidFacts(context: ReleaseContext, refused: PartRejection[]): FactInput[] {
  const held = context.release["bids"];
  const details = Array.isArray(held) ? held : objectOf(held)["details"];
  const byLot = new Map<string, OpenedBid[]>();
  for (const [index, bid] of objectsOf(details).entries()) {
    const status = textOf(bid["status"]) ?? "valid";
    if (NOT_SUBMITTED.has(status)) continue;
    const bidder = context.parties.joint(bid["tenderers"] ?? bid["tenderer"]);
    if (bidder === undefined) {
      refused.push({ field: `bids.details.${index}.tenderers`, code: "intake.missing-field" });
      continue;
    }
    const lots = lotsOf(context, bid);
    for (const lotId of lots) {
      const opened = openedBid(context, bid, { bidder, lotId, isOnlyLot: lots.length === 1 });
      const others = byLot.get(lotId);
      if (others === undefined) byLot.set(lotId, [opened]);
      else others.push(opened);
    }
  }
  return [...byLot].flatMap(([lotId, bids]) => openings(context, lotId, bids));
}

function openedBid(
  context: ReleaseContext,
  bid: JsonObject,
  lot: { readonly bidder: Party; readonly lotId: string; readonly isOnlyLot: boolean },
): OpenedBid {
  const status = BID_STATUS[textOf(bid["status"]) ?? ""] ?? "valid";
  const own = objectsOf(bid["lotValues"]).find(
    (value) => textOf(value["relatedLot"]) === lot.lotId,
  );
  // One sum over several lots is the price of none of them.
  const value = own?.["value"] ?? (lot.isOnlyLot ? bid["value"] : undefined);
  const amount = context.money(value);
  const isAbsent =
    amount === undefined || (BigInt(amount.amountMinor) === 0n && status !== "valid");
  const receivedAt = timeOf(context, own?.["date"] ?? bid["date"]);
  return {
    bidder: lot.bidder,
    ...(isAbsent ? {} : { offer: { kind: "total", amount } }),
    status,
    ...(receivedAt === undefined ? {} : { receivedAt }),
  };
}

function openings(context: ReleaseContext, lotId: string, bids: readonly OpenedBid[]): FactInput[] {
  const lot = context.lots.find((candidate) => textOf(candidate["id"]) === lotId);
  const ceilingPrice = context.money(
    lot?.["value"] ?? (context.lots.length > 1 ? undefined : context.tender["value"]),
  );
  const facts: FactInput[] = [];
  for (let from = 0; from < bids.length; from += MAX_BIDS) {
    const name = from === 0 ? `bids:${lotId}` : `bids:${lotId}:${from / MAX_BIDS + 1}`;
    facts.push(
      context.fact(
        { kind: "bids-opened", name, occurredAt: openedAt(context) },
        present({ lotId, ceilingPrice, bids: bids.slice(from, from + MAX_BIDS) }),
      ),
    );
  }
  return facts;
}

/** Bids are opened when the tender period ends; never later than the release that shows them. */
function openedAt(context: ReleaseContext): string {
  const { tender } = context;
  const opening =
    timeOf(context, objectOf(tender["bidOpening"])["date"]) ??
    timeOf(context, objectOf(tender["tenderPeriod"])["endDate"]);
  if (opening === undefined || Date.parse(opening) > Date.parse(context.date)) return context.date;
  return opening;
}

/** Awards that stand, and an evaluation result where bidders were turned down by an award of their own. */
export function awardFacts(context: ReleaseContext, refused: PartRejection[]): FactInput[] {
  const facts: FactInput[] = [];
  const ranking = new Map<string, { bidder: Party; status: string }[]>();
  for (const [index, award] of objectsOf(context.release["awards"]).entries()) {
    const status = textOf(award["status"]) ?? "active";
    const supplier = context.parties.joint(award["suppliers"]);
    if (supplier === undefined) {
      if (status === "active")
        refused.push({ field: `awards.${index}.suppliers`, code: "intake.missing-field" });
      continue;
    }
    const lots = lotsOf(context, award);
    for (const lotId of lots) {
      if (status === "active")
        facts.push(awardFact(context, award, { lotId, supplier, lots: lots.length }));
      if (status !== "active" && status !== "unsuccessful") continue;
      const ranked = { bidder: supplier, status: status === "active" ? "valid" : "disqualified" };
      ranking.set(lotId, [...(ranking.get(lotId) ?? []), ranked]);
    }
  }
  for (const [lotId, ranked] of ranking) {
    if (ranked.every((entry) => entry.status === "valid")) continue;
    const part = {
      kind: "evaluation-completed",
      name: `evaluation:${lotId}`,
      occurredAt: context.date,
    };
    facts.push(context.fact(part, { lotId, ranking: ranked.slice(0, MAX_BIDS) }));
  }
  return facts;
}

function awardFact(
  context: ReleaseContext,
  award: JsonObject,
  to: { readonly lotId: string; readonly supplier: Party; readonly lots: number },
): FactInput {
  const amount = to.lots === 1 ? context.money(award["value"]) : undefined;
  const id = textOf(award["id"]) ?? shortHash(JSON.stringify(award));
  return context.fact(
    {
      kind: "award-decided",
      name: `award:${id}:${to.lotId}`,
      occurredAt: timeOf(context, award["date"]),
    },
    present({
      lotId: to.lotId,
      supplier: to.supplier,
      offer: amount === undefined ? undefined : { kind: "total", amount },
    }),
  );
}

const FAILED = new Set(["unsuccessful", "cancelled"]);

/** Lots (or the whole tender) that ended without an award. */
export function failureFacts(context: ReleaseContext): FactInput[] {
  const awarded = new Set(
    objectsOf(context.release["awards"])
      .filter((award) => (textOf(award["status"]) ?? "active") === "active")
      .flatMap((award) => lotsOf(context, award)),
  );
  const wholeStatus = textOf(context.tender["status"]) ?? "";
  const lots = context.lots.length === 0 ? [{ status: wholeStatus }] : context.lots;
  return lots.flatMap((lot: JsonObject) => {
    const own = textOf(lot["status"]) ?? "";
    const status = FAILED.has(own) ? own : FAILED.has(wholeStatus) ? wholeStatus : undefined;
    const [lotId] = lotsOf(context, present({ relatedLot: lot["id"] }));
    if (status === undefined || awarded.has(lotId)) return [];
    const detail = textOf(context.tender["statusDetails"]);
    const noBids = Number(context.tender["numberOfTenderers"] ?? -1) === 0;
    const reason = status === "cancelled" ? "cancelled" : noBids ? "tooFewBids" : "other";
    return context.fact(
      { kind: "tender-failed", name: `failed:${lotId}`, occurredAt: context.date },
      present({ lotId, reason, detail: detail === undefined ? undefined : clip(detail, 1000) }),
    );
  });
}

const UNSIGNED = new Set(["pending", "cancelled"]);

/** Contracts with a day of signature; a contract that is only prepared is no fact yet. */
export function contractFacts(context: ReleaseContext, refused: PartRejection[]): FactInput[] {
  const awards = new Map(
    objectsOf(context.release["awards"]).map((award) => [textOf(award["id"]) ?? "", award]),
  );
  return objectsOf(context.release["contracts"]).flatMap((contract, index) => {
    const signed = textOf(contract["dateSigned"]) ?? "";
    const signedOn = dayOf(signed);
    if (signedOn === undefined || UNSIGNED.has(textOf(contract["status"]) ?? "")) return [];
    const award = awards.get(textOf(contract["awardID"]) ?? "") ?? {};
    const supplier =
      context.parties.joint(contract["suppliers"]) ?? context.parties.joint(award["suppliers"]);
    if (supplier === undefined) {
      refused.push({ field: `contracts.${index}.suppliers`, code: "intake.missing-field" });
      return [];
    }
    const id = textOf(contract["id"]) ?? String(index + 1);
    const title = textOf(contract["title"]);
    const [lotId] = lotsOf(context, { ...award, ...contract });
    return context.fact(
      { kind: "contract-signed", name: `contract:${id}`, occurredAt: timeOf(context, signed) },
      present({
        lotId,
        contractNo: clip(
          textOf(contract["contractNumber"]) ?? textOf(contract["contractID"]) ?? id,
          120,
        ),
        supplier,
        amount: context.money(contract["value"]),
        signedOn,
        title: title === undefined ? undefined : clip(title, 400),
      }),
    );
  });
}

const COMPLAINT_STATE: Readonly<Record<string, string>> = {
  accepted: "accepted",
  satisfied: "decided",
  resolved: "decided",
  declined: "decided",
  invalid: "decided",
  stopped: "withdrawn",
  cancelled: "withdrawn",
  mistaken: "withdrawn",
  answered: "answered",
};

/** Complaints of Prozorro and of the complaints extension; a "claim" is an objection to the buyer. */
export function complaintFacts(context: ReleaseContext): FactInput[] {
  const holders = [context.release, context.tender, ...objectsOf(context.release["awards"])];
  const seen = new Set<string>();
  return holders.flatMap((holder) =>
    objectsOf(holder["complaints"]).flatMap((complaint) => {
      const id = textOf(complaint["id"]) ?? textOf(complaint["complaintID"]);
      if (id === undefined || seen.has(id)) return [];
      seen.add(id);
      return complaintFact(context, complaint, { id, holder });
    }),
  );
}

function complaintFact(
  context: ReleaseContext,
  complaint: JsonObject,
  { id, holder }: { readonly id: string; readonly holder: JsonObject },
): FactInput {
  const kind = textOf(complaint["type"]) === "claim" ? "objection-recorded" : "complaint-recorded";
  const limited = (value: unknown, length: number) => {
    const text = textOf(value);
    return text === undefined ? undefined : clip(text, length);
  };
  const about = holder === context.release ? complaint : { ...holder, ...complaint };
  return context.fact(
    {
      kind,
      name: `complaint:${id}`,
      occurredAt: timeOf(context, complaint["dateSubmitted"] ?? complaint["date"]),
    },
    present({
      lotId: isObject(about) && context.lots.length > 0 ? lotsOf(context, about)[0] : undefined,
      number: clip(textOf(complaint["complaintID"]) ?? id, 120),
      matter: limited(complaint["title"], 400),
      content: limited(complaint["description"], 20_000),
      by: context.parties.party(complaint["author"]),
      state: COMPLAINT_STATE[textOf(complaint["status"]) ?? ""] ?? "submitted",
      reply: limited(complaint["resolution"] ?? complaint["decision"], 20_000),
    }),
  );
}
