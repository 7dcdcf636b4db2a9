/** Tables of a notice: heads and cells, one per line, empty cells gone. */
import type { Offer } from "../../../../../contract/src/values.ts";
import { chineseNumber } from "./bid-rows.ts";
import { decimalText, parseDecimal } from "./decimal.ts";
import { bareName, isOrganisationName, offerIn } from "./notice-text.ts";
import { instantOf } from "./time.ts";

/** One row of a table of bidders, candidates or winners. */
export interface TableRow {
  readonly name: string;
  readonly code?: string;
  readonly rank?: number;
  readonly offer?: Offer;
  readonly score?: string;
  readonly reviewed?: string;
  readonly receivedAt?: string;
  readonly notDecrypted: boolean;
  /** Cells of the row, for what only one table has. */
  readonly cells: readonly string[];
}

export interface NoticeTable {
  readonly heads: readonly string[];
  readonly rows: readonly TableRow[];
  /** Index of the line behind the table. */
  readonly end: number;
}

const NAME_HEAD =
  /^(?:中标|成交|中选|投标|中标候选|成交候选)?(?:（成交）|\(成交\))?(?:候选人|供应商|投标人|投标单位|中标人|单位|企业|人)?(?:名称|全称)$|^(?:中标人|供应商|投标人|中标单位|中标候选人|成交供应商)$/u;
const AMOUNT_HEAD =
  /(?:中标|成交|投标|总|响应|最终|最后)(?:（成交）|\(成交\))?(?:总)?(?:报价|金额|价格?)|^报价|下浮比例|费率/u;
const OTHER_HEAD =
  /^(?:序号|排序|排名|名次|包号|标段号|标项名称|采购内容|单位|备注(?:信息)?|其他事项|地\s*址|质量(?:标准)?|姓名|拟任|评分结果|评审总得分|评审得分|综合得分|得分|评审价格|评审报价|签到|顺序|企业名称|信用得分|解密状态|工期.*|保证金.*|授权委托书|控制价.*|项目(?:经理|负责人|总监).*|证书(?:名称|编号).*|投标文件递交时间|文件接收时间|提交解密指令时间|联合体成员单位|组织机构代码.*|.*统一(?:社会)?信用代码|本招标项目.*|中标成交备注信息|.*(?:供应商|投标人|候选人|中标人|企业).{0,4}(?:地址|名称|排序)|.*(?:评标得分|投标价（元）|评标价).*)$/u;
const UNIT_LINE = /^[（(](?:人民币)?(?:万)?(?:元|%|％)[）)]$/u;

type Column = "name" | "amount" | "other";

function columnOf(head: string): Column | undefined {
  if (NAME_HEAD.test(head) || head === "企业名称") return "name";
  if (AMOUNT_HEAD.test(head) && head.length < 40) return "amount";
  return OTHER_HEAD.test(head) ? "other" : undefined;
}

const MIN_HEADS = 3;
const MAX_HEADS = 16;

/** Every table whose heads hold a name and an amount. */
export function tablesIn(lines: readonly string[], zone: string): readonly NoticeTable[] {
  const tables: NoticeTable[] = [];
  for (let at = 0; at < lines.length; at++) {
    const heads = headsAt(lines, at);
    if (heads === undefined) continue;
    const table = readTable(lines, { heads: heads.labels, start: heads.end }, zone);
    if (table !== undefined) tables.push(table);
    at = Math.max(heads.end, table?.end ?? 0) - 1;
  }
  return tables;
}

function headsAt(lines: readonly string[], from: number) {
  const labels: string[] = [];
  let at = from;
  for (; at < lines.length && labels.length < MAX_HEADS; at++) {
    const line = lines[at] ?? "";
    if (UNIT_LINE.test(line) && labels.length > 0) labels.push(`${labels.pop() ?? ""}${line}`);
    else if (columnOf(line) === undefined) break;
    else labels.push(line);
  }
  const columns = labels.map(columnOf);
  const isTable =
    labels.length >= MIN_HEADS && columns.includes("name") && columns.includes("amount");
  return isTable ? { labels, end: at } : undefined;
}

interface Body {
  readonly heads: readonly string[];
  readonly start: number;
}

function readTable(lines: readonly string[], body: Body, zone: string): NoticeTable | undefined {
  const fixed = fixedRows(lines, body);
  const anchored = anchoredRows(lines, body);
  // Heads over several levels make rows narrower than the head; ranks then tell where rows begin.
  const isRanked = anchored.cellRows.every(([first = ""]) => RANK_LINE.test(first));
  const isNarrow = isRanked && anchored.cellRows.length > fixed.cellRows.length;
  const isFixed = fixed.cellRows.length > 0 && !isNarrow;
  const { cellRows, end } = isFixed ? fixed : anchored;
  const rows = cellRows.flatMap(
    (cells) => rowOf(cells, { heads: body.heads, isFixed }, zone) ?? [],
  );
  return rows.length === 0 ? undefined : { heads: body.heads, rows, end };
}

/** Rows as wide as the head, as long as the name column holds names. */
function fixedRows(lines: readonly string[], { heads, start }: Body) {
  const name = heads.findIndex((head) => columnOf(head) === "name");
  const amount = heads.findIndex((head) => columnOf(head) === "amount");
  const cellRows: string[][] = [];
  let at = start;
  for (; at + heads.length <= lines.length; at += heads.length) {
    const cells = lines.slice(at, at + heads.length);
    const isRow =
      isOrganisationName(bareName(cells[name] ?? "")) &&
      /\d|^[/无—-]+$/u.test(cells[amount] ?? "") &&
      !cells.some((cell, index) => index !== name && columnOf(cell) === "name");
    if (!isRow) break;
    cellRows.push(cells);
  }
  return { cellRows, end: at };
}

const SECTION =
  /^(?:[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[、.．]\s*\p{Script=Han}|（[一二三四五六七八九十]）|附注|监督|联系|评标委员会|评审专家|第[一二三]中标候选人(?:项目|类似|$)|中标候选人响应|其他投标人)/u;
const RANK_LINE = /^(?:第[一二三四五六七八九十\d]{1,3}名\.?|第[一二三四五]中标候选人|\d{1,4})$/u;
const CODE_LINE = /^[0-9A-Z]{18}$/;
const MEMBER = /^(?:牵头人|牵头单位|联合体成员\d*|成员单位?\d*)[:：]/u;

/** What a line is in a table whose rows have any width. */
type LineRole = "end" | "name" | "member" | "ahead" | "cell";

function roleOf(
  lines: readonly string[],
  at: number,
  current: readonly string[] | undefined,
): LineRole {
  const line = lines[at] ?? "";
  if (RANK_LINE.test(line) || CODE_LINE.test(line)) return startsRow(lines, at) ? "ahead" : "cell";
  if (SECTION.test(line)) return "end";
  if (isMemberLine(lines, at)) {
    // A further member of the same consortium: no price yet, no rank before it.
    const hasPrice = current?.some((cell) => /\d{2}%|\d\.\d/.test(cell)) ?? true;
    return hasPrice || RANK_LINE.test(lines[at - 1] ?? "") ? "name" : "member";
  }
  const [first = ""] = line.replace(/^第.{1,2}名[.．]\s*/u, "").split(/\s{2,}|\s(?=下浮)/u);
  return isOrganisationName(bareName(first)) ? "name" : "cell";
}

/** "牵头人：某公司", or the name on the line behind "牵头人：". */
const isMemberLine = (lines: readonly string[], at: number): boolean =>
  MEMBER.test(lines[at] ?? "") ||
  (/[:：]$/u.test(lines[at - 1] ?? "") && isOrganisationName(lines[at] ?? ""));

/** Rows of any width: a row begins at a name (and the rank or code before it) and ends at the next. */
function anchoredRows(lines: readonly string[], { start }: Body) {
  const cellRows: string[][] = [];
  let current: string[] | undefined;
  let ahead: string[] = [];
  let at = start;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const role = roleOf(lines, at, current);
    if (role === "end") break;
    if (role === "name") {
      current = [...ahead, line];
      ahead = [];
      cellRows.push(current);
    } else if (role === "ahead") ahead.push(line);
    else current?.push(line);
  }
  return { cellRows, end: at };
}

/** True if a name follows within two lines of rank or code. */
function startsRow(lines: readonly string[], at: number): boolean {
  for (let next = at + 1; next <= at + 2; next++) {
    const line = lines[next] ?? "";
    if (MEMBER.test(line) || isOrganisationName(bareName(line))) return true;
    if (!CODE_LINE.test(line)) return false;
  }
  return false;
}

const NUMBER = /^-?[\d,，]+(?:\.\d+)?$/;

function rowOf(
  cells: readonly string[],
  table: { readonly heads: readonly string[]; readonly isFixed: boolean },
  zone: string,
): TableRow | undefined {
  const nameAt = cells.findIndex((cell) => MEMBER.test(cell) || isOrganisationName(bareName(cell)));
  const members = cells.filter(
    (cell, index) =>
      index === nameAt ||
      MEMBER.test(cell) ||
      (MEMBER.test(cells[index - 1] ?? "") && isOrganisationName(cell)),
  );
  const name = members.length > 1 ? members.join("") : bareName(cells[nameAt] ?? "");
  if (name === "") return undefined;
  const code = cells.find((cell) => CODE_LINE.test(cell));
  const amount = table.isFixed
    ? fixedAmount(cells, table.heads)
    : looseAmount(cells, nameAt, table.heads);
  const received = table.heads.findIndex((head) => /递交时间|接收时间/u.test(head));
  const times = cells.flatMap((cell) =>
    /\d{1,2}[:：]\d{2}/.test(cell) ? (instantOf(cell, zone) ?? []) : [],
  );
  const notDecrypted = cells.some((cell) => /^(?:未提交解密|未解密|解密失败)/u.test(cell));
  const rank = rankOf(cells, table);
  const score = table.isFixed ? decimalAt(cells, table.heads, /得分|评分结果/u) : undefined;
  const reviewed = table.isFixed
    ? cells[table.heads.findIndex((head) => /经评审的|评审价格|评审报价/u.test(head))]
    : undefined;
  return {
    name,
    notDecrypted,
    cells,
    ...(code === undefined ? {} : { code }),
    ...(rank === undefined ? {} : { rank }),
    ...(amount === undefined || notDecrypted ? {} : { offer: amount }),
    ...(score === undefined ? {} : { score }),
    ...(reviewed === undefined ? {} : { reviewed }),
    ...(received >= 0 && times[0] !== undefined ? { receivedAt: times[0] } : {}),
  };
}

function fixedAmount(cells: readonly string[], heads: readonly string[]): Offer | undefined {
  const at = heads.findIndex((head) => columnOf(head) === "amount");
  const unit = heads.findIndex((head, index) => index > at && head === "单位");
  const suffix = unit < 0 ? "" : (cells[unit] ?? "");
  return offerIn(`${cells[at] ?? ""}${suffix}`, heads[at] ?? "");
}

/** In rows of any width: the last number behind the last time, or the first amount behind the name. */
function looseAmount(
  cells: readonly string[],
  nameAt: number,
  heads: readonly string[],
): Offer | undefined {
  const label = heads.find((head) => columnOf(head) === "amount") ?? "";
  const lastTime = cells.findLastIndex((cell) => /^\d{4}-\d{1,2}-\d{1,2} \d/.test(cell));
  if (lastTime > nameAt) {
    return offerIn(
      cells.slice(lastTime + 1).findLast((cell) => NUMBER.test(cell)),
      label,
    );
  }
  const behind = cells.slice(nameAt + 1);
  const found = behind.find(
    (cell) => NUMBER.test(cell) || /\d\s*(?:万元|元|[%％])/u.test(cell.normalize("NFKC")),
  );
  return offerIn(found, label);
}

function rankOf(
  cells: readonly string[],
  table: { readonly heads: readonly string[]; readonly isFixed: boolean },
): number | undefined {
  const head = table.heads.findIndex((label) => /^(?:排序|排名|名次|.*候选人排序)$/u.test(label));
  const first = head >= 0 && table.isFixed ? cells[head] : cells[0];
  const words = /^第?([一二三四五六七八九十]{1,3}|\d{1,3})(?:名|中标候选人)?\.?$/u.exec(
    first ?? "",
  )?.[1];
  if (words === undefined || (head < 0 && first?.startsWith("第") !== true)) return undefined;
  return /^\d+$/.test(words) ? Number(words) || undefined : chineseNumber(words);
}

function decimalAt(cells: readonly string[], heads: readonly string[], head: RegExp) {
  const cell = cells[heads.findIndex((label) => head.test(label))];
  const decimal = parseDecimal((cell ?? "").replace(/分$/u, ""));
  const text = decimal === undefined ? undefined : decimalText(decimal);
  return text !== undefined && /^\d{1,6}(?:\.\d{1,6})?$/.test(text) ? text : undefined;
}
