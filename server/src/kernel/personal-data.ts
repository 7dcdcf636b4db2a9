/**
 * Personal data in a text that is to become public: identity numbers, telephone numbers, accounts, mail addresses and
 * names that stand where persons are named (个人信息保护法4, 政府信息公开条例15). It finds what follows a form; a name
 * in running text without a word that announces it is found only if it is given. Positions are those of the text.
 */
import { isUscc } from "./uscc.ts";

export const PERSONAL_DATA_KINDS = [
  "idNumber",
  "phone",
  "bankAccount",
  "email",
  "personName",
] as const;
export type PersonalDataKind = (typeof PERSONAL_DATA_KINDS)[number];

export interface PersonalDataFinding {
  readonly kind: PersonalDataKind;
  readonly from: number;
  /** After the last sign. */
  readonly to: number;
}

/** Surnames of the Hundred Family Surnames that are in use, two-sign ones apart. */
const SURNAMES =
  "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游裴席卫查屈鲍覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺";
const LONG_SURNAMES = [
  "欧阳",
  "上官",
  "司马",
  "诸葛",
  "东方",
  "皇甫",
  "尉迟",
  "公孙",
  "令狐",
  "慕容",
  "司徒",
  "夏侯",
];

/** Words after which a person is named. */
const TITLES = [
  "姓名",
  "法定代表人",
  "法人代表",
  "委托代理人",
  "授权代表",
  "代理人",
  "负责人",
  "项目经理",
  "联系人",
  "经办人",
  "承办人",
  "当事人",
  "被处罚人",
  "被告人",
  "被告",
  "原告",
  "犯罪嫌疑人",
  "投诉人",
  "异议人",
  "举报人",
  "证人",
  "评标专家",
  "评审专家",
  "评委",
  "行贿人",
  "受贿人",
];
/** After a title without a colon these begin a sentence more often than a name. */
const AMBIGUOUS = new Set("于方任应向时和安高成白文万段钱关全平常解单都明原来计有");

const EDGE = "(?<![0-9A-Za-z])";
const END = "(?![0-9A-Za-z])";
/** A space or a hyphen may stand between groups of digits. */
const GAP = "[ \\u00A0-]?";

const ID_NUMBER = new RegExp(
  `${EDGE}[1-8]\\d{5}${GAP}(?:\\d{8}${GAP}\\d{3}[\\dXx]|\\d{9})${END}`,
  "gu",
);
const MOBILE = new RegExp(`${EDGE}(?:\\+?86${GAP})?1[3-9]\\d${GAP}\\d{4}${GAP}\\d{4}${END}`, "gu");
const LANDLINE = new RegExp(
  `${EDGE}(?:\\+?86${GAP})?[(（]?0(?:10|2\\d|[3-9]\\d{2})[)）]?[ —–-]?[2-9]\\d{6,7}(?:-\\d{1,6})?${END}`,
  "gu",
);
const LOCAL_NUMBER = /(?<=(?:电话|手机|传真|联系方式|Tel|tel)[:：]?\s*)[2-9]\d{6,7}(?!\d)/gu;
const ACCOUNT = new RegExp(`${EDGE}\\d(?:${GAP}\\d){15,18}${END}`, "gu");
const NAMED_ACCOUNT = /(?<=(?:[账帐]号|[账帐]户|卡号)[:：]?\s*)\d(?:[ -]?\d){7,29}/gu;
const EMAIL = /[\w.%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}/gu;
/** Identifiers whose digits are nobody's. */
const OCID = /ocds-[a-z0-9]{6}-[A-Za-z0-9._-]+/gu;

const digitsOf = (text: string): string => text.replaceAll(/[^\dXx]/g, "");

/** Full-width digits, letters and signs as the half-width ones they stand for; the length stays. */
const narrow = (text: string): string =>
  text.replaceAll(/[０-９Ａ-Ｚａ-ｚ＠．－＋]/gu, (sign) =>
    String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
  );

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isSame = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isSame && year >= 1850 && year <= 2099;
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_SIGNS = "10X98765432";

/** GB 11643-1999: 18 signs, a day of birth and a check sign; 15 digits in the older form without one. */
export function isIdNumber(text: string): boolean {
  const digits = text.toUpperCase();
  const part = (from: number, to: number) => Number(digits.slice(from, to));
  if (/^[1-8]\d{14}$/u.test(digits)) return isDay(1900 + part(6, 8), part(8, 10), part(10, 12));
  if (!/^[1-8]\d{16}[\dX]$/u.test(digits)) return false;
  const sum = ID_WEIGHTS.reduce(
    (total, weight, index) => total + weight * Number(digits[index]),
    0,
  );
  return isDay(part(6, 10), part(10, 12), part(12, 14)) && ID_SIGNS[sum % 11] === digits[17];
}

/** A time written as one number: year to second, with or without milliseconds. */
const isTimestamp = (digits: string): boolean =>
  /^20\d{12}(?:\d{3})?$/u.test(digits) &&
  isDay(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6, 8)));

/** An amount or a number of a document goes on after the digits, or began before them. */
function isCounted(text: string, { from, to }: Span): boolean {
  const after = text.slice(to, to + 3);
  if (/^(?:\.\d|,\d{3}|，\d{3}|\s*[元万亿分%％])/u.test(after)) return true;
  return after.startsWith("号") && /[第〕\]字]$/u.test(text.slice(0, from));
}

interface Span {
  readonly from: number;
  readonly to: number;
}

const spansOf = (text: string, pattern: RegExp): Span[] =>
  [...text.matchAll(pattern)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
  }));

const named =
  (kind: PersonalDataKind) =>
  ({ from, to }: Span): PersonalDataFinding => ({ kind, from, to });

const HAN = "\\p{Script=Han}";
const NAME = `(?:${LONG_SURNAMES.join("|")}|[${SURNAMES}])${HAN}{1,2}?`;
/** What may follow a name in running text. */
const AFTER_NAME = `(?=[^${HAN}]|$|[因犯系与在及和于未经为]|不服|提出|的)`;
const NAME_AFTER_COLON = new RegExp(
  `(?<=(?:${TITLES.join("|")})(?:[（(][^）)]{0,12}[）)])?\\s*[:：]\\s*)${NAME}(?:·${HAN}{1,6})?${AFTER_NAME}`,
  "gu",
);
const NAME_AFTER_TITLE = new RegExp(`(?<=${TITLES.join("|")})${NAME}${AFTER_NAME}`, "gu");
/** 陈某, 陈某某, 陈×, 张**: already without the name. */
const isMasked = (name: string): boolean => /[某×*＊xX]/u.test(name.slice(1));

function namesIn(text: string, known: readonly string[]): Span[] {
  const announced = spansOf(text, NAME_AFTER_COLON);
  const direct = spansOf(text, NAME_AFTER_TITLE).filter(
    ({ from }) => !AMBIGUOUS.has(text[from] ?? ""),
  );
  const given = known
    .filter((name) => name.length >= 2)
    .flatMap((name) => {
      const spans: Span[] = [];
      for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length))
        spans.push({ from: at, to: at + name.length });
      return spans;
    });
  return [...announced, ...direct, ...given].filter(
    ({ from, to }) => !isMasked(text.slice(from, to)),
  );
}

/** Finds personal data. `knownNames`: persons who are known to be part of the matter. Sorted, without overlaps. */
export function findPersonalData(
  text: string,
  knownNames: readonly string[] = [],
): readonly PersonalDataFinding[] {
  const plain = narrow(text).replaceAll(OCID, (id) => "_".repeat(id.length));
  const read = ({ from, to }: Span) => digitsOf(plain.slice(from, to));
  const isNumber = (span: Span) => !isCounted(plain, span);
  const ids = spansOf(plain, ID_NUMBER).filter((span) => isIdNumber(read(span)));
  const phones = [MOBILE, LANDLINE, LOCAL_NUMBER]
    .flatMap((pattern) => spansOf(plain, pattern))
    .filter(isNumber);
  const accounts = spansOf(plain, ACCOUNT).filter(
    (span) => isNumber(span) && !isUscc(read(span)) && !isTimestamp(read(span)),
  );
  const found = [
    ...ids.map(named("idNumber")),
    ...spansOf(plain, NAMED_ACCOUNT).map(named("bankAccount")),
    ...accounts.map(named("bankAccount")),
    ...phones.map(named("phone")),
    ...spansOf(plain, EMAIL).map(named("email")),
    ...namesIn(text, knownNames).map(named("personName")),
  ];
  return withoutOverlaps(found);
}

/** Of two findings at one place the one named first stays. */
function withoutOverlaps(found: readonly PersonalDataFinding[]): readonly PersonalDataFinding[] {
  const kept: PersonalDataFinding[] = [];
  for (const one of found)
    if (kept.every(({ from, to }) => one.to <= from || one.from >= to)) kept.push(one);
  return kept.toSorted((a, b) => a.from - b.from);
}

const maskedName = (name: string): string => {
  const surname = LONG_SURNAMES.find((one) => name.startsWith(one)) ?? name.slice(0, 1);
  return surname + "某".repeat(Math.min(Math.max(name.length - surname.length, 1), 2));
};

/** The text with every finding made unrecognisable: 陈某, ****. */
export function redactPersonalData(text: string, findings: readonly PersonalDataFinding[]): string {
  let end = 0;
  let redacted = "";
  for (const { kind, from, to } of findings) {
    const hidden = kind === "personName" ? maskedName(text.slice(from, to)) : "****";
    redacted += text.slice(end, from) + hidden;
    end = to;
  }
  return redacted + text.slice(end);
}
