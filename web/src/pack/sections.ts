/** What the page shows of the lead itself: prices, both sides, false alarms, clearing, law. */
import type { BidsOpened } from "../../../contract/src/facts/procurement.bids-opened.ts";
import type { LeadRaised } from "../../../contract/src/facts/screening.lead-raised.ts";
import type { LotScreened } from "../../../contract/src/facts/screening.lot-screened.ts";
import type { IndicatorResult } from "../../../contract/src/screening.ts";
import { factOf } from "../../../pack/src/check-facts.ts";
import type { PackContent } from "../../../pack/src/shape.ts";
import { element } from "../islands/verify/element.ts";
import { dotsOf, nameOf, priceStrip } from "./strip.ts";
import { codeWord, say, shareWord, timeWord, valueWord } from "./words.ts";

const TEN_THOUSAND = 1_000_000;

export const section = (title: string, ...children: readonly (Node | string)[]): HTMLElement =>
  element("section", {}, element("h2", {}, title), ...children);

export const paragraph = (text: string, kind?: string): HTMLElement =>
  element("p", { class: kind }, text);

const payloadOfKind = (content: PackContent, kind: string): unknown =>
  factOf(content, kind)?.fact.payload;

const raisedOf = (content: PackContent): LeadRaised | undefined =>
  payloadOfKind(content, "screening.lead-raised") as LeadRaised | undefined;
export const screenedOf = (content: PackContent): LotScreened | undefined =>
  payloadOfKind(content, "screening.lot-screened") as LotScreened | undefined;

const hitsOf = (content: PackContent): readonly IndicatorResult[] =>
  (screenedOf(content)?.results ?? []).filter(({ outcome }) => outcome === "hit");

function head(content: PackContent): HTMLElement {
  const { lead } = content;
  const raised = raisedOf(content);
  const opened = factOf(content, "procurement.bids-opened");
  const firms = (raised?.parties ?? []).map(nameOf);
  const facts = hitsOf(content).map(({ indicator }) => codeWord("fact", indicator));
  const meta = [
    lead.number,
    lead.procuringEntity,
    lead.procurementAgency,
    lead.department,
    raised && say("pack.lot", { lot: raised.lotId }),
    opened && say("pack.openedAt", { time: timeWord(opened.fact.occurredAt) }),
    say("pack.sealedAt", { time: timeWord(lead.sealedAt) }),
  ].filter((part) => part !== undefined);
  return element(
    "header",
    {},
    paragraph(lead.title, "kicker"),
    element("h1", {}, `${firms.join("、")}：${facts.join("，")}。`),
    paragraph(meta.join(" · "), "meta"),
    paragraph(
      say("pack.exported", { time: timeWord(lead.exportedAt), name: lead.exportedBy }),
      "meta",
    ),
    paragraph(say("pack.lede"), "note"),
  );
}

function prices(content: PackContent): HTMLElement | undefined {
  const opened = factOf(content, "procurement.bids-opened");
  const raised = raisedOf(content);
  if (opened === undefined) return undefined;
  const payload = opened.fact.payload as unknown as BidsOpened;
  const subjects = new Set((raised?.parties ?? []).map(nameOf));
  const dots = dotsOf(payload, subjects);
  if (dots.length < 2) return undefined;
  const ceiling = payload.ceilingPrice;
  const count = dots.filter(({ isSubject }) => isSubject).length;
  return section(
    say("pack.prices"),
    paragraph(say("pack.pricesSentence", { count: dots.length, subjects: count })),
    priceStrip(dots, ceiling && Number(ceiling.amountMinor) / TEN_THOUSAND),
    paragraph(say("pack.pricesLegend"), "meta"),
  );
}

/** Rows of a table; the first cell of each is its head. */
export function table(
  heads: readonly string[],
  rows: readonly (readonly (Node | string)[])[],
): HTMLElement {
  const cells = rows.map((row) =>
    element(
      "tr",
      {},
      ...row.map((cell, place) =>
        element(place === 0 ? "th" : "td", { "data-label": heads[place] }, cell),
      ),
    ),
  );
  const names = heads.map((name) => element("th", { scope: "col" }, name));
  return element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...names)),
    element("tbody", {}, ...cells),
  );
}

const bareField = (field: string): string => {
  const bare = field.replace(/^bids\.\d+\.?/, "");
  return bare === "" ? "bidder" : bare;
};

type Side = IndicatorResult["evidence"][number]["left"];

function sideCell({ party, value, occurredAt }: Side): HTMLElement {
  return element(
    "span",
    {},
    element("b", {}, nameOf(party)),
    element("span", { class: "value" }, valueWord(value)),
    occurredAt === undefined
      ? null
      : element("small", {}, say("pack.at", { time: timeWord(occurredAt) })),
  );
}

function sides(hits: readonly IndicatorResult[]): HTMLElement | undefined {
  const rows = hits.flatMap(({ indicator, evidence }) =>
    evidence.map(({ left, right, firmsSeen, firmsTotal }) => [
      element(
        "span",
        {},
        codeWord("evidenceField", bareField(left.field)),
        element("small", {}, codeWord("indicator", indicator)),
        firmsSeen === undefined || firmsTotal === undefined
          ? null
          : element("small", {}, say("pack.rarity", { seen: firmsSeen, total: firmsTotal })),
      ),
      sideCell(left),
      sideCell(right),
    ]),
  );
  if (rows.length === 0) return undefined;
  return section(
    say("pack.sides"),
    table([say("pack.compared"), say("pack.left"), say("pack.right")], rows),
  );
}

function chance(hits: readonly IndicatorResult[]): HTMLElement {
  const lines = hits.map(({ indicator, probability, falseAlarm, bits = 0 }) =>
    element(
      "li",
      {},
      element("b", {}, codeWord("indicator", indicator)),
      `：${say("pack.chanceLine", {
        probability: probability === undefined ? say("pack.unknown") : shareWord(probability),
        rate: falseAlarm === undefined ? say("pack.unknown") : shareWord(falseAlarm.rate),
        basis:
          falseAlarm === undefined
            ? say("pack.unknown")
            : codeWord("falseAlarmBasis", falseAlarm.basis),
        bits: bits.toFixed(1),
      })}`,
      element("small", {}, codeWord("explain", indicator)),
    ),
  );
  return section(
    say("pack.chance"),
    element("ul", {}, ...lines),
    paragraph(say("pack.chanceNote"), "meta"),
  );
}

function listOf(group: "clearing" | "innocent", hits: readonly IndicatorResult[]): HTMLElement {
  const codes = [...new Set(hits.flatMap((hit) => hit[group]))];
  return element("ul", {}, ...codes.map((code) => element("li", {}, codeWord(group, code))));
}

const clearing = (hits: readonly IndicatorResult[]): HTMLElement =>
  section(
    say("pack.clearing"),
    listOf("clearing", hits),
    element("h3", {}, say("pack.innocent")),
    listOf("innocent", hits),
  );

function reply({ lead: { replies } }: PackContent): HTMLElement {
  const said = replies.map(({ at, text }) =>
    element("blockquote", {}, text, element("small", {}, timeWord(at))),
  );
  const none = said.length === 0 ? [paragraph(say("pack.noReply"))] : [];
  return section(say("pack.reply"), ...said, ...none);
}

function law({ law: articles }: PackContent): HTMLElement {
  const entries = articles.map(({ citation, validFrom, text, edition }) =>
    element(
      "article",
      {},
      element("h3", {}, citation),
      ...(text === undefined
        ? [paragraph(say("pack.noText"), "meta")]
        : text.split("\n").map((line) => paragraph(line, "wording"))),
      paragraph(
        [
          validFrom === undefined ? undefined : say("pack.lawFrom", { day: validFrom }),
          edition === undefined ? undefined : say("pack.lawEdition", { edition }),
        ]
          .filter((part) => part !== undefined)
          .join(" · "),
        "meta",
      ),
    ),
  );
  const none = entries.length === 0 ? [paragraph(say("pack.noLaw"))] : [];
  return section(say("pack.law"), ...entries, ...none);
}

/** In the order of the lead's page in the console. */
export function leadSections(content: PackContent): readonly HTMLElement[] {
  const hits = hitsOf(content);
  const all = [
    head(content),
    prices(content),
    sides(hits),
    chance(hits),
    clearing(hits),
    reply(content),
    law(content),
  ];
  return all.filter((one) => one !== undefined);
}
