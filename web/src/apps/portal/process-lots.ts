import type { Offer, Party } from "../../../../contract/src/values.ts";
/** Lots with their offers, candidates, award and contract. */
import { bidChart } from "./bid-chart.ts";
import {
  amountText,
  longDay,
  longInstant,
  moneyText,
  offerText,
  partyKey,
  partyName,
} from "./format.ts";
import { type Html, html, joinHtml, type Value } from "./html.ts";
import { cell, sealed, sectionHead, tag } from "./parts.ts";
import type { ProcessView, PublicLot } from "./views.ts";
import type { Speech } from "./words.ts";

/** Procedures whose quotes are never public (contracts.md §2). */
const WITHOUT_QUOTES = new Set(["negotiation", "consultation", "enquiry", "singleSource"]);

export const showsQuotes = (view: ProcessView): boolean =>
  !WITHOUT_QUOTES.has(view.process.method ?? "");

/** True once a lot's opening record is public and its instant has come. */
export const isOpened = (lot: PublicLot, serverTime: string): boolean =>
  lot.openedAt !== undefined && Date.parse(lot.openedAt) <= Date.parse(serverTime);

interface Row {
  readonly rank: number | undefined;
  readonly party: Party;
  readonly offer: Offer | undefined;
  readonly status: Value;
}

/** 0.00 beside a rejected bid means that there is no price (contracts.md §3). */
const isAbsent = (offer: Offer, status: string): boolean =>
  status !== "valid" && "amount" in offer && /^0+$/u.test(offer.amount.amountMinor);

function rowsOf(lot: PublicLot, quotes: boolean, { word }: Speech): readonly Row[] {
  const ranks = new Map(lot.candidates.map(({ bidder, rank }) => [partyKey(bidder), rank]));
  const opened = lot.bids.map((bid): Row => {
    const shown = quotes && bid.offer !== undefined && !isAbsent(bid.offer, bid.status);
    const status = joinHtml([word("bid", bid.status) ?? bid.status, bid.statusReason], " · ");
    const rank = ranks.get(partyKey(bid.bidder));
    return { rank, party: bid.bidder, offer: shown ? bid.offer : undefined, status };
  });
  const listed = new Set(lot.bids.map(({ bidder }) => partyKey(bidder)));
  const others = lot.candidates
    .filter(({ bidder }) => !listed.has(partyKey(bidder)))
    .map(({ bidder, offer, rank }): Row => ({
      rank,
      party: bidder,
      offer: quotes ? offer : undefined,
      status: null,
    }));
  return [...opened, ...others].toSorted(byRankThenPrice);
}

/** Candidates by rank, then the others from the lowest price; what has no price stands last. */
function byRankThenPrice(left: Row, right: Row): number {
  if (left.rank !== undefined || right.rank !== undefined) {
    return (left.rank ?? Number.MAX_SAFE_INTEGER) - (right.rank ?? Number.MAX_SAFE_INTEGER);
  }
  return priceOf(left) - priceOf(right);
}

const priceOf = ({ offer }: Row): number =>
  offer !== undefined && "amount" in offer
    ? Number(offer.amount.amountMinor)
    : Number.MAX_SAFE_INTEGER;

function party(speech: Speech, who: Party): Value {
  const name = partyName(speech, who);
  if (who.kind !== "consortium") return name;
  const members = who.members.map((member) => member.name).join(speech.say("list.comma"));
  return html`${name}<span class="meta block">${speech.say("party.members", { members })}</span>`;
}

const codeOf = (who: Party): string | undefined =>
  who.kind === "organisation" ? (who.uscc ?? who.identifier?.id) : undefined;

function code(who: Party): Value {
  const known = codeOf(who);
  return known === undefined ? "—" : html`<code>${known}</code>`;
}

/** Class of a cell without content; cards on phones leave it out. */
const absent = (content: unknown): string => (content === undefined ? "none" : "");

function rankMark(place: number | undefined): Value {
  return place === undefined ? "—" : html`<span class="rank">${place}</span>`;
}

function table(rows: readonly Row[], quotes: boolean, speech: Speech): Html {
  const { say } = speech;
  const prices = rows.map((row) => row.offer).filter((offer) => offer !== undefined);
  const yuan = prices.every((offer) => offer.kind === "total" && offer.amount.currency === "CNY");
  const price = (offer: Offer | undefined) => {
    if (offer === undefined) return "—";
    return yuan && offer.kind === "total" ? amountText(offer.amount) : offerText(speech, offer);
  };
  const head = say(yuan && prices.length > 0 ? "column.offerYuan" : "column.offer");
  const ranked = rows.some((row) => row.rank !== undefined);
  const lines = rows.map(
    (row) =>
      html`<tr class="${row.rank === 1 && "first"}">
        ${ranked && cell(say("column.rank"), rankMark(row.rank), absent(row.rank))}
        <td class="title">${party(speech, row.party)}</td>
        ${cell(say("column.uscc"), code(row.party), absent(codeOf(row.party)))}
        ${quotes && cell(head, price(row.offer), "right")}
        ${cell(say("column.bidState"), row.status ?? "—")}
      </tr>`,
  );
  return html`<table class="list bids">
    <thead>
      <tr>
        ${ranked && html`<th>${say("column.rank")}</th>`}
        <th>${say("column.bidder")}</th>
        <th>${say("column.uscc")}</th>
        ${quotes && html`<th class="right">${head}</th>`}
        <th>${say("column.bidState")}</th>
      </tr>
    </thead>
    <tbody>
      ${lines}
    </tbody>
  </table>`;
}

/** Award and contract, as far as they are public. */
function outcome(lot: PublicLot, quotes: boolean, speech: Speech): Html | null {
  const { lang, say, word } = speech;
  const { award, contract, failure } = lot;
  const dash = (parts: readonly Value[]) => joinHtml(parts, " · ");
  const rows: (readonly [string, Value])[] = [];
  if (award !== undefined) {
    const price = quotes && award.offer !== undefined && offerText(speech, award.offer);
    const when = longInstant(lang, award.at);
    rows.push([say("lot.award"), dash([partyName(speech, award.supplier), price, when])]);
  }
  if (contract !== undefined) {
    const amount = contract.amount !== undefined && moneyText(speech, contract.amount);
    const signed = say("lot.signedOn", { day: longDay(lang, contract.signedOn) });
    rows.push([
      say("lot.contract"),
      dash([html`<code>${contract.contractNo}</code>`, amount, signed]),
    ]);
  }
  if (lot.state === "failed") {
    rows.push([say("lot.failed"), word("failure", failure) ?? say("lot.failedPlain")]);
  }
  if (rows.length === 0) return null;
  return html`<dl class="outcome">
    ${rows.map(
      ([term, value]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function offers(lot: PublicLot, view: ProcessView, speech: Speech): Value {
  const { say } = speech;
  const quotes = showsQuotes(view);
  const opened = isOpened(lot, view.page.serverTime);
  if (!opened && lot.state === "announced") return sealed(speech);
  const shown = opened ? lot : { ...lot, bids: [] };
  const rows = rowsOf(shown, quotes, speech);
  if (rows.length === 0) return html`<p class="empty">${say("lot.noBids")}</p>`;
  return [
    opened &&
      html`<p class="soft">
        ${say("lot.openedAt", { time: longInstant(speech.lang, lot.openedAt ?? "") })}
      </p>`,
    quotes && opened && bidChart(lot, speech),
    !quotes && html`<p class="soft">${say("lot.noQuotes")}</p>`,
    table(rows, quotes, speech),
  ];
}

function lotSection(lot: PublicLot, view: ProcessView, speech: Speech): Html {
  const { say, word } = speech;
  const only = view.lots.length === 1 && view.lotPaging === undefined;
  const ceiling =
    lot.ceilingPrice !== undefined &&
    html`<p>${say("lot.ceiling", { amount: moneyText(speech, lot.ceilingPrice) })}</p>`;
  const name = lot.title === undefined ? "" : ` ${lot.title}`;
  return html`<article class="lot">
    ${!only && html`<h3>${say("lot.name", { lot: lot.lotId })}${name} ${tag(word("state", lot.state) ?? lot.state)}</h3>`}
    ${ceiling}${outcome(lot, showsQuotes(view), speech)}${offers(lot, view, speech)}
  </article>`;
}

/** Section with all lots of the view. */
export function lots(view: ProcessView, speech: Speech): Html {
  const { say } = speech;
  const total = view.lotPaging?.total ?? view.lots.length;
  const count = html`<span class="meta">${say("process.lotCount", { count: total })}</span>`;
  const each = view.lots.map((lot) => lotSection(lot, view, speech));
  return html`<section aria-labelledby="lots">
    ${sectionHead("lots", say("process.lots"), total > 1 && count)}
    ${view.lots.length === 0 ? html`<p class="empty">${say("lot.none")}</p>` : each}
  </section>`;
}
