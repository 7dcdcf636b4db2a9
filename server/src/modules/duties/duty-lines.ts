/** The list as lines of cells for spreadsheets, with Chinese heads. Pure. */
import type { DutyItem, DutyLimit } from "../../../../contract/src/facts/duties.list-published.ts";
import { basisText } from "./duty.ts";

const HEADS = [
  "编号",
  "事项",
  "交易类别",
  "行业",
  "地区",
  "地区代码",
  "金额起档",
  "金额止档",
  "环节",
  "部门",
  "部门代码",
  "层级",
  "依据",
  "法定时限（天）",
  "法定时限单位",
  "承诺时限（天）",
  "承诺时限单位",
  "电话",
  "地址",
  "窗口",
  "追责情形",
] as const;

const limitCells = (limit: DutyLimit | undefined) => [limit?.days, limit?.unit];

/** One line an item; codes as in the JSON, so that both say the same. */
export function dutyLines(items: readonly DutyItem[]): (string | number | null)[][] {
  const lines = items.map((item) => [
    item.item,
    item.matterName ?? item.matter,
    item.regime,
    item.industry,
    item.placeName,
    item.place,
    item.bandFrom,
    item.bandTo,
    item.stage,
    item.department.name,
    item.department.id,
    item.level,
    basisText(item),
    ...limitCells(item.statutoryLimit),
    ...limitCells(item.committedLimit),
    item.contact.phone,
    item.contact.address,
    item.contact.window,
    item.responsibilities.join("；"),
  ]);
  return [[...HEADS], ...lines.map((line) => line.map((cell) => cell ?? null))];
}
