/**
 * Notices of the national platform www.ggzy.gov.cn as a JSON file `{ meta, items: [...] }`, an array
 * or JSON lines of notices. Process, parties, amounts, times and, where the text holds an opening
 * record or a result table, its bids. Rates are never read as prices.
 */
import type { FactInput } from "../../../../../contract/src/facts/fact.ts";
import { chineseNumber } from "./bid-rows.ts";
import type { ByteSource } from "./bytes.ts";
import { lotIdOf, processSubject, shortHash, sourceIdOf } from "./ids.ts";
import { FieldRefused, type ImportContext, type ImportItems, itemOf, reject } from "./item.ts";
import { readJsonRecords } from "./json-stream.ts";
import { isObject, type JsonObject, objectOf, textOf } from "./json-values.ts";
import { contractParts, openingParts, resultParts } from "./notice-outcome.ts";
import { ceilingOf, type NoticePart, type NoticeText, openingTime } from "./notice-parts.ts";
import {
  bareName,
  deadlineIn,
  fieldOf,
  isOrganisationName,
  moneyIn,
  textLines,
} from "./notice-text.ts";
import { present } from "./ocds-release.ts";
import { clip, organisation } from "./parties.ts";
import { instantOf } from "./time.ts";

export async function* importGgzyNotices(source: ByteSource, context: ImportContext): ImportItems {
  for await (const record of readJsonRecords(source, { arrays: ["items", "data", "records"] })) {
    if ("damaged" in record)
      yield reject(record.number, "intake.bad-json", { value: record.damaged });
    else if (!isObject(record.value)) yield reject(record.number, "intake.notice-not-object");
    else {
      const notice = record.value;
      yield itemOf(record.number, () => noticeFacts(notice, context));
    }
  }
}

const MAX_TEXT = 200_000;

/** @throws FieldRefused without title or time. */
export function noticeFacts(item: JsonObject, context: ImportContext): FactInput[] {
  const title = textOf(item["title"]);
  if (title === undefined)
    throw new FieldRefused("title", "intake.missing-field", { field: "title" });
  const publishedAt = instantOf(textOf(item["publish_date"]) ?? "", context.zone);
  if (publishedAt === undefined) {
    throw new FieldRefused("publish_date", "intake.bad-time", {
      value: textOf(item["publish_date"]) ?? "",
    });
  }
  const text = textOf(item["content_text"]) ?? "";
  const lines = textLines(text);
  const flat = lines.join("");
  const id = textOf(item["record_id"]) ?? shortHash(JSON.stringify(item), 32);
  const projectCode = textOf(item["project_code"]) ?? codeInText(lines, flat);
  const notice: NoticeText = {
    lines,
    flat,
    title: title.replaceAll(/\s+/gu, " "),
    zone: context.zone,
    personKey: context.personKey,
    lotId: lotOf(title, flat),
    publishedAt,
    structured: objectOf(item["structured_fields"]),
    projectCode,
  };
  const subject = processSubject(projectCode ?? `ggzy-${id}`);
  const parts = [announcement(item, notice), ...outcomeParts(item, notice)];
  return parts.map((part) => ({
    kind: `procurement.${part.kind}`,
    sourceId: sourceIdOf("ggzy", id, part.name),
    subject,
    occurredAt: part.occurredAt,
    payload: part.payload,
  }));
}

function codeInText(lines: readonly string[], flat: string): string | undefined {
  const field = fieldOf(lines, ["(?:招标|采购|交易)?项目编号", "招标编号", "编号"]);
  const code = field ?? /(?:项目|招标)编号[:：]\s*([A-Za-z0-9\-[\]]{6,40})/u.exec(flat)?.[1];
  return /^[A-Za-z0-9\-[\]（）()]{6,60}/u.exec(code ?? "")?.[0];
}

const LOT_PATTERNS: readonly RegExp[] = [
  /(?:采购包|合同包|分包|包组)\s*(\d{1,3})/u,
  /第?([一二三四五六七八九十\d]{1,3})(?:标段|标包|包(?![括含装]))/u,
  /[（(](\d{1,2})[)）](?=(?:公开招标|竞争性|询价|单一来源|招标|中标|成交|结果)[^（(]{0,12}公告$)/u,
];

/** Lot named in the title, else "1". */
function lotOf(title: string, flat: string): string {
  const compact = title.replaceAll(/\s+/gu, "");
  for (const pattern of LOT_PATTERNS) {
    const words = pattern.exec(compact)?.[1];
    if (words === undefined) continue;
    const number = /^\d+$/.test(words) ? Number(words) : chineseNumber(words);
    if (number !== undefined) return lotIdOf(String(number));
  }
  return /标段号.{0,40}?(?:联合体成员单位中标价\(元\))?(\d{3})第1名/u.exec(flat)?.[1] ?? "1";
}

const REGIMES: readonly (readonly [RegExp, string])[] = [
  [/工程建设/u, "works"],
  [/政府采购/u, "procurement"],
  [/土地/u, "land"],
  [/矿/u, "mineral"],
  [/产权/u, "property"],
];

const METHODS: readonly (readonly [RegExp, string])[] = [
  [/单一来源/u, "singleSource"],
  [/竞争性磋商|磋商/u, "consultation"],
  [/竞争性谈判|谈判/u, "negotiation"],
  [/询价|询比/u, "enquiry"],
  [/邀请招标/u, "invited"],
  [/公开招标/u, "open"],
];

const named = (table: readonly (readonly [RegExp, string])[], text: string): string | undefined =>
  table.find(([words]) => words.test(text))?.[1];

function methodOf(notice: NoticeText, infoType: string): string | undefined {
  const stated = fieldOf(notice.lines, ["采购方式", "招标方式"]) ?? "";
  const inName = /采购方式[:：]\s*([^）)]{2,12})/u.exec(notice.flat)?.[1] ?? "";
  const method = named(METHODS, notice.title) ?? named(METHODS, stated) ?? named(METHODS, inName);
  return method ?? (/招标/u.test(infoType) && /招标公告/u.test(notice.title) ? "open" : undefined);
}

function noticeTypeOf(infoType: string, title: string): string {
  if (/终止|废标|流标|撤销/u.test(title)) return "cancellationNotice";
  if (/更正|变更/u.test(infoType)) return "amendment";
  if (/澄清|答疑/u.test(infoType)) return "clarification";
  if (/合同/u.test(infoType)) return "contractNotice";
  if (/候选人|评标结果/u.test(title)) return "awardCandidateNotice";
  if (/中标|成交|结果/u.test(infoType)) return "awardNotice";
  if (/资格预审/u.test(title)) return "prequalificationNotice";
  return /公告/u.test(infoType) ? "tenderNotice" : "other";
}

const BUYER_LABELS = ["采购人名称", "招标人名称", "采购人", "招标人", "招标单位", "建设单位"];
const AGENCY_LABELS = [
  "采购代理机构名称",
  "招标代理机构名称",
  "招标代理机构",
  "招标代理单位",
  "代理机构",
];

function partyNamed(notice: NoticeText, labels: readonly string[], head: RegExp) {
  for (const label of labels) {
    const name = bareName(fieldOf(notice.lines, [label.split("").join("\\s*")]) ?? "");
    if (isOrganisationName(name)) return name;
  }
  const at = notice.lines.findIndex((line) => head.test(line));
  if (at < 0) return undefined;
  const name = bareName(
    fieldOf(notice.lines.slice(at + 1, at + 4), ["名\\s*称", "单位名称"]) ?? "",
  );
  return isOrganisationName(name) ? name : undefined;
}

function announcement(item: JsonObject, notice: NoticeText): NoticePart {
  const infoType = textOf(item["info_type"]) ?? "";
  const issuer = textOf(item["issuer"]) ?? "";
  const buyer = isOrganisationName(issuer)
    ? issuer
    : partyNamed(notice, BUYER_LABELS, /^\d[.、]\s*采购人信息|^招标人信息/u);
  const agency = partyNamed(
    notice,
    AGENCY_LABELS,
    /^\d[.、]\s*采购代理机构信息|^招标代理机构信息/u,
  );
  const ceilingPrice = ceilingOf(notice);
  const category = textOf(item["business_type"]);
  const bidDeadline = /公告/u.test(infoType) ? deadlineIn(notice.flat, notice.zone) : undefined;
  const payload = {
    noticeType: noticeTypeOf(infoType, notice.title),
    title: clip(notice.title, 600),
    regime: named(REGIMES, category ?? "") ?? "other",
    method: methodOf(notice, infoType),
    category,
    place: placeOf(item),
    procuringEntity: buyer === undefined ? undefined : organisation({ name: bareName(buyer) }),
    procurementAgency: agency === undefined ? undefined : organisation({ name: agency }),
    lots: [present({ lotId: notice.lotId, ceilingPrice })],
    budget: budgetOf(item, notice),
    bidDeadline,
    openingAt: /开标时间|开启时间/u.test(notice.flat)
      ? statedOpening(notice, bidDeadline)
      : undefined,
    venue: venueOf(notice),
    originalOcid: notice.projectCode === undefined ? undefined : clip(notice.projectCode, 240),
    text: notice.lines.length === 0 ? undefined : clip(notice.lines.join("\n"), MAX_TEXT),
    url: urlOf(item),
  };
  return {
    kind: "notice-published",
    name: "notice",
    occurredAt: notice.publishedAt,
    payload: present(payload),
  };
}

/** Opening as stated; a day without hour is the hour of the deadline on that day, or nothing. */
function statedOpening(notice: NoticeText, deadline: string | undefined): string | undefined {
  const opening = openingTime(notice);
  if (opening === notice.publishedAt) return undefined;
  if (!opening.includes("T00:00:00")) return opening;
  return deadline?.slice(0, 10) === opening.slice(0, 10) ? deadline : undefined;
}

function budgetOf(item: JsonObject, notice: NoticeText) {
  const labels = ["预算金额", "采购预算", "项目预算", "采购预算金额"];
  for (const label of labels) {
    const money = moneyIn(fieldOf(notice.lines, [label]));
    if (money !== undefined) return money;
  }
  const sentence = /预算金额[:：]?[^。]{0,12}?为?\s*(\d[\d,.]*\s*(?:万元|元))/u.exec(
    notice.flat,
  )?.[1];
  const kind = textOf(item["info_type"]) ?? "";
  // In result and contract notices the field `budget` holds the price of the award.
  return (
    moneyIn(sentence) ??
    (/采购\/资审公告|招标\/资审公告/u.test(kind) ? moneyIn(textOf(item["budget"])) : undefined)
  );
}

function placeOf(item: JsonObject) {
  const name = textOf(item["region"]);
  const code = /\/html\/[ab]\/(\d{6})\//u.exec(textOf(item["detail_url"]) ?? "")?.[1];
  return name === undefined ? undefined : present({ code, name: clip(name, 120) });
}

function venueOf(notice: NoticeText): string | undefined {
  const venue =
    textOf(notice.structured["开标地点"]) ?? fieldOf(notice.lines, ["开标地点", "开启地点"]);
  return venue === undefined ? undefined : clip(venue, 200);
}

function urlOf(item: JsonObject): string | undefined {
  const url = textOf(item["detail_url"]) ?? textOf(item["original_link"]);
  return url === undefined || url.length > 1000 ? undefined : url;
}

function outcomeParts(item: JsonObject, notice: NoticeText): NoticePart[] {
  const infoType = textOf(item["info_type"]) ?? "";
  if (/开标记录/u.test(infoType)) return openingParts(notice);
  if (/合同/u.test(infoType)) return contractParts(notice);
  return /中标|成交|结果/u.test(infoType) ? resultParts(notice) : [];
}
