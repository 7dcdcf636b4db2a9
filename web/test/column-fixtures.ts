/** Views of the public column, fictional. */
import type { ColumnRow, ColumnView, GoneView, ItemView, Page } from "../src/apps/portal/index.ts";
import { LOG, OCID } from "./portal-fixtures.ts";

const ROWS: readonly ColumnRow[] = [
  {
    id: "0a1b2c3d4e5f60718293",
    kind: "penalty",
    title: "对云澜第三建设有限公司的行政处罚决定",
    unit: "云澜市住房和城乡建设局",
    documentNo: "云建罚〔2026〕7号",
    decidedOn: "2026-11-12",
    publishedAt: "2026-11-13T01:00:00.000Z",
    outcome: "罚款二万元",
    regime: "works",
    expiresOn: "2029-11-12",
  },
  {
    id: "9f8e7d6c5b4a30211203",
    kind: "reply",
    title: "关于投诉事项的答复",
    unit: "云澜市财政局",
    documentNo: "云财诉〔2026〕3号",
    decidedOn: "2026-11-10",
    publishedAt: "2026-11-11T01:00:00.000Z",
    outcome: "notUpheld",
  },
];

export const column = (page: Page): ColumnView => ({
  page,
  filter: { kind: "penalty" },
  rows: ROWS,
  paging: { number: 1, size: 20, total: 41 },
  counts: { penalty: 41, reply: 3 },
  units: ["云澜市住房和城乡建设局", "云澜市财政局"],
});

export const emptyColumn = (page: Page): ColumnView => ({
  ...column(page),
  filter: { q: "没有这个词" },
  rows: [],
  paging: { number: 1, size: 20, total: 0 },
  counts: {},
});

export const columnItem = (page: Page): ItemView => ({
  page,
  log: LOG,
  item: {
    ...(ROWS[0] as ColumnRow),
    text: "经查，当事人在投标中提供虚假业绩材料。\n处罚款二万元。",
    legalBasis: "行政处罚法第48条",
    articles: ["招标投标法第54条"],
    subjects: [{ name: "云澜第三建设有限公司", uscc: "91340100MA2N5XQ84K" }],
    ocid: OCID,
    processTitle: "青芦水库除险加固工程施工",
    unitUrl: "https://housing.yunlan.example/notice/7",
    leafIndex: 47_002,
  },
});

export const goneItem = (page: Page): GoneView => ({
  page,
  state: "withdrawn",
  goneAt: "2026-11-14T01:00:00.000Z",
  publicReason: "原决定经行政复议撤销。",
});
