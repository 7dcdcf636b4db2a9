/** A fact in one sentence, said from what the certificate holds of it and nothing else. Pure. */
import type { PaperFact } from "./certificate.ts";
import { instant, type WordKey, type Words, yuan } from "./words.ts";

type Json = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const object = (value: unknown): Json =>
  typeof value === "object" && value !== null ? (value as Json) : {};

/** A natural person stands under the masked name. */
const nameOf = (party: unknown): string =>
  text(object(party)["name"]) || text(object(party)["maskedName"]);

/** Amount in fen of an offer of a whole price in yuan. */
function priceOf(offer: unknown): bigint | undefined {
  const { kind, amount } = object(offer);
  const { amountMinor, currency } = object(amount);
  const isPrice = kind === "total" && currency === "CNY" && /^\d+$/u.test(text(amountMinor));
  return isPrice ? BigInt(text(amountMinor)) : undefined;
}

function opened(payload: Json, { say }: Words): string {
  const bids = list(payload["bids"]);
  const prices = bids.map((bid) => priceOf(bid["offer"])).filter((price) => price !== undefined);
  const [first] = prices;
  if (first === undefined) return say("fact.opened", { count: bids.length });
  const low = prices.reduce((least, price) => (price < least ? price : least), first);
  const high = prices.reduce((most, price) => (price > most ? price : most), first);
  return say("fact.openedPrices", {
    count: bids.length,
    low: yuan(String(low)),
    high: yuan(String(high)),
  });
}

function candidates(payload: Json, { say }: Words): string {
  const [first] = list(payload["candidates"]);
  const name = nameOf(first?.["bidder"]);
  const day = text(payload["disclosureTo"]);
  return day === "" ? say("fact.candidates", { name }) : say("fact.candidatesUntil", { name, day });
}

function notice(payload: Json, { say, word }: Words): string {
  const said = word("notice", text(payload["noticeType"]));
  const opening = text(payload["openingAt"]);
  return opening === ""
    ? said
    : `${said}；${say("notice.opening", { time: instant(opening).slice(0, 16) })}`;
}

const dispute =
  (key: WordKey) =>
  (payload: Json, { say, word }: Words): string =>
    say(key, { number: text(payload["number"]), state: word("state", text(payload["state"])) });

function picture(payload: Json, { say }: Words): string {
  const { recorded, seconds } = object(payload["coverage"]);
  return say("fact.picture", { recorded: Number(recorded), seconds: Number(seconds) });
}

type Sayer = (payload: Json, words: Words) => string;

const SAYERS: Readonly<Record<string, Sayer>> = {
  "procurement.notice-published": notice,
  "procurement.bids-opened": opened,
  "procurement.evaluation-completed": (payload, { say }) =>
    say("fact.evaluated", { count: list(payload["ranking"]).length }),
  "procurement.candidates-published": candidates,
  "procurement.objection-recorded": dispute("fact.objection"),
  "procurement.complaint-recorded": dispute("fact.complaint"),
  "procurement.award-decided": (payload, { say }) =>
    say("fact.award", { name: nameOf(payload["supplier"]) }),
  "procurement.tender-failed": (_, { say }) => say("fact.failed"),
  "procurement.contract-signed": (payload, { say }) =>
    say("fact.contract", { number: text(payload["contractNo"]) }),
  "opening.replay-sealed": (payload, { say }) =>
    say("fact.replay", { count: Number(payload["events"]) }),
  "video.replay-sealed": picture,
  "publication.decision-published": (payload, { say }) =>
    say("fact.decision", {
      department: nameOf(payload["department"]),
      number: text(payload["decisionNo"]),
    }),
  "procurement.bid-received": (_, { say }) => say("fact.received"),
  "procurement.document-downloaded": (_, { say }) => say("fact.downloaded"),
  "procurement.bid-decrypted": (_, { say }) => say("fact.decrypted"),
};

/** With its lot, where there is one. A kind without a sentence shows its code. */
export function sentenceOf({ kind, payload }: PaperFact, words: Words): string {
  const { say } = words;
  const sayer = Object.hasOwn(SAYERS, kind) ? SAYERS[kind] : undefined;
  const said = sayer?.(payload, words) ?? say("fact.other", { kind: words.kind(kind) });
  const lot = text(payload["lotId"]);
  return lot === "" ? said : `${said}（${say("fact.lot", { lot })}）`;
}
