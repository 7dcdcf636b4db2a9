/** Words, amounts and times in the text of a Chinese notice, whose tables came as one cell per line. */
import type { Money, Offer } from "../../../../../contract/src/values.ts";
import { type Decimal, decimalText, moneyOf, parseDecimal, type Unit } from "./decimal.ts";
import { tidyName } from "./parties.ts";
import { instantOf } from "./time.ts";

/** Lines with text, white space tidied, zero-width characters removed. */
export function textLines(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) =>
      line
        .replaceAll(/[\u200B-\u200D\uFEFF]|&nbsp;?/gu, "")
        .replaceAll(/\s+/gu, " ")
        .trim(),
    )
    .filter((line) => line !== "");
}

const NUMBERING = "^(?:[（(]?[\\d一二三四五六七八九十]{1,3}[)）]?[、.．)）]?\\s*)?";
const MAX_ASIDE = "(?:[（(][^（）()]{0,24}[)）])?";

/**
 * Value behind a label: on the same line after a colon, or on the next lines. The label must fill the
 * line up to the colon, so that words inside sentences do not count.
 */
export function fieldOf(lines: readonly string[], labels: readonly string[]): string | undefined {
  for (const label of labels) {
    const pattern = new RegExp(
      `${NUMBERING}(?:${label})(${MAX_ASIDE})\\s*(?:[:：]\\s*(.*))?$`,
      "u",
    );
    for (const [index, line] of lines.entries()) {
      const match = pattern.exec(line);
      if (match === null) continue;
      const value = match[2] ?? "";
      const found = value === "" ? nextValue(lines, index + 1) : value;
      if (found !== undefined) return `${found}${match[1] ?? ""}`.replace(/[。；;]$/u, "");
    }
  }
  return undefined;
}

/** The next line that is a value; a unit that stands alone behind it is joined. */
function nextValue(lines: readonly string[], from: number): string | undefined {
  const start = lines[from] === "：" || lines[from] === ":" ? from + 1 : from;
  const value = lines[start]?.replace(/^[:：]\s*/u, "");
  if (value === undefined || value === "" || /[:：]$/u.test(value)) return undefined;
  const unit = lines[start + 1] ?? "";
  return /^[（(]?(?:亿|万)?元[)）]?(?:每年|\/年)?$/u.test(unit) ? `${value}${unit}` : value;
}

const ORGANISATION_END =
  /(?:公司|研究院|设计院|勘察院|学院|医院|大学|学校|中学|小学|集团|中心|工厂|厂|研究所|事务所|合作社|经营部|服务部|工作室|商行|协会|学会|联合会|基金会|委员会|银行|支行|分行|支公司|分公司|总队|大队|报社|出版社|电视台|商店|超市|酒店|饭店|农场|林场|局|厅|政府|办公室|管理处|管理站|村民委员会|幼儿园|实验室|门诊部|个体工商户)(?:[（(][^（）()]{1,30}[)）])?$/u;
const NOT_A_NAME =
  /[。！？；：:=]|^\d|详见|如下|应当|不得|证书|^第.{1,3}名|供应商名称|^中标|^采购人/u;

/** True for the name of an organisation, or of several joined by semicolons. */
export function isOrganisationName(text: string): boolean {
  const parts = text.split(/[;；]/u).filter((part) => part !== "");
  return (
    parts.length > 0 &&
    parts.every((part) => {
      const length = Array.from(part.trim()).length;
      return (
        length >= 4 && length <= 60 && ORGANISATION_END.test(part.trim()) && !NOT_A_NAME.test(part)
      );
    })
  );
}

/** Name with what tables put around it taken away. */
export const bareName = (text: string): string =>
  tidyName(text.replace(/^[:：.\s]+/u, "").replace(/[，,。；;：:]+$/u, ""));

const AMOUNT =
  /(-?\d[\d,，]*(?:\.\d+)?)\s*[（(]?\s*(亿元|万元|元|%|％)?\s*[)）]?\s*(?:人民币)?\s*(?:\/|每)?\s*([\p{Script=Han}]{0,3})/u;
const UNIT_OF: Readonly<Record<string, Unit>> = { 元: "yuan", 万元: "wan" };
/** Below this a bare number in a price field is a place holder of the form, not a price. */
const LEAST_YUAN_MINOR = 100n;

/** Unit a label or column head states: "投标报价（万元）" → wan. */
export function unitOfLabel(label: string): "yuan" | "wan" | "percent" | undefined {
  if (/[（(]\s*(?:人民币)?万元\s*[)）]/u.test(label)) return "wan";
  if (/[（(]\s*(?:人民币)?元\s*[)）]/u.test(label)) return "yuan";
  if (/[（(]\s*[%％]\s*[)）]|费率|下浮率|优惠率|折扣率|下浮比例/u.test(label)) return "percent";
  return undefined;
}

const LABEL_UNITS: Readonly<Record<string, string>> = { wan: "万元", yuan: "元" };
const HUNDRED_MILLION = 8;
/** Below 1000 yuan a number without any unit may be of ten thousands: it is no money. */
const LEAST_BARE_MINOR = 100_000n;

/** Money in a text such as "23.5 万元", "7,620,699.90元"; nothing for 0 or without any unit below 1000. */
export function moneyIn(text: string | undefined, label = ""): Money | undefined {
  const match = AMOUNT.exec(text?.normalize("NFKC") ?? "");
  const decimal = parseDecimal(match?.[1]?.replaceAll("，", ",") ?? "");
  const written = match?.[2];
  if (decimal === undefined || written === "%") return undefined;
  const unit = written ?? LABEL_UNITS[unitOfLabel(label.normalize("NFKC")) ?? ""];
  return moneyWithUnit(decimal, unit);
}

function moneyWithUnit(decimal: Decimal, unit: string | undefined): Money | undefined {
  const exponent = decimal.exponent + (unit === "亿元" ? HUNDRED_MILLION : 0);
  const money = moneyOf({ ...decimal, exponent }, "CNY", UNIT_OF[unit ?? "元"] ?? "yuan");
  const least = unit === undefined ? LEAST_BARE_MINOR : LEAST_YUAN_MINOR + 1n;
  return money === undefined || BigInt(money.amountMinor) < least ? undefined : money;
}

/**
 * Offer in a cell. Percentages are rates or discounts, never prices; two percentages in one cell are
 * no single offer; "元/工日" and "元每年" are unit prices.
 */
export function offerIn(text: string | undefined, label: string): Offer | undefined {
  if (text === undefined) return undefined;
  const plain = text.normalize("NFKC");
  const percents = [...plain.matchAll(/(-?\d+(?:\.\d+)?)\s*%/gu)];
  const isRate = unitOfLabel(label.normalize("NFKC")) === "percent";
  if (percents.length > 1) return undefined;
  if (percents.length === 1 || (isRate && /^-?\d+(?:\.\d+)?$/.test(plain))) {
    const decimal = parseDecimal(percents[0]?.[1] ?? plain);
    const percent = decimal === undefined ? undefined : decimalText(decimal);
    const isDiscount = /下浮|优惠|折让|降价/u.test(`${label}${plain}`);
    return percent === undefined ? undefined : { kind: isDiscount ? "discount" : "rate", percent };
  }
  const amount = moneyIn(text, label);
  if (amount === undefined) return undefined;
  const per = /元\s*[)）]?\s*(?:\/|每)\s*(\p{Script=Han}{1,4})/u.exec(plain)?.[1];
  return per === undefined ? { kind: "total", amount } : { kind: "unit", amount, unit: per };
}

const DATE = "\\d{4}\\s*(?:年|-|/|\\.)\\s*\\d{1,2}\\s*(?:月|-|/|\\.)\\s*\\d{1,2}\\s*日?";
const CLOCK = "(?:\\s*\\d{1,2}\\s*(?:时|点|:|：)\\s*(?:\\d{1,2}\\s*分?)?(?:[:：]\\d{2})?)?";

/** A time in the flat text right behind one of the patterns. */
export function timeBehind(
  flat: string,
  before: readonly string[],
  zone: string,
): string | undefined {
  for (const words of before) {
    const match = new RegExp(`${words}(${DATE}${CLOCK})`, "u").exec(flat);
    if (match !== null) {
      const tidy = (match[1] ?? "").replaceAll(/\s*(年|月|日|时|点|分|:|：|-|\/)\s*/gu, "$1");
      const instant = instantOf(tidy, zone) ?? instantOf((match[1] ?? "").trim(), zone);
      if (instant !== undefined) return instant;
    }
  }
  return undefined;
}

/** When bids must be in: "于 2026年03月26日 09点30分（北京时间）前递交". */
export function deadlineIn(flat: string, zone: string): string | undefined {
  const until = new RegExp(
    `并?于\\s*(${DATE}${CLOCK})\\s*(?:[（(]北京时间[)）])?\\s*(?:之?前|以前)`,
    "u",
  );
  const inSentence = until.exec(flat)?.[1];
  const direct = timeBehind(
    flat,
    [
      "(?:投标|响应|递交|提交|文件)[^。；]{0,16}截止时间(?:[（(][^（）()]{0,20}[)）])?(?:为|是)?\\s*[:：]?\\s*",
      "截止时间\\s*[:：]\\s*",
    ],
    zone,
  );
  if (inSentence === undefined) return direct;
  return timeBehind(inSentence, ["^"], zone) ?? direct;
}
