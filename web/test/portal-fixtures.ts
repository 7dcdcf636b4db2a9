/** Fictional views of the portal. Names, codes and figures are invented. */
import { listPublished } from "../../contract/src/facts/duties.list-published.ts";
import type { Offer, Organisation } from "../../contract/src/values.ts";
import { buildCertificate } from "../../verifier/test/build-certificate.ts";
import type {
  DecisionRow,
  DutiesView,
  DutyChangesView,
  HomeView,
  LogStatus,
  Page,
  ProcessView,
  ProjectRow,
  ProjectsView,
  PublicBid,
  PublicLot,
  WhoView,
} from "../src/apps/portal/index.ts";

export const NOW = "2026-11-18T02:20:00.000Z";
export const OCID = "ocds-mj0001-QLSK-2026-0031";
export const HOSTILE = `<img src=x onerror="globalThis.broken=1">"'&</title><script>globalThis.broken=1</script>`;

export const pageOf = (path: string, rest: Partial<Page> = {}): Page => ({
  lang: "zh-CN",
  path,
  query: {},
  serverTime: NOW,
  demo: true,
  dataAsOf: "2026-11-18T02:19:30.000Z",
  ...rest,
});

/** The file the site hands out; its key is the one the pages name. */
export const CERTIFICATE = buildCertificate({
  subject: OCID,
  title: "青芦水库除险加固工程施工",
  facts: [
    { kind: "procurement.notice-published", occurredAt: "2026-10-08T01:00:00.000Z" },
    { kind: "procurement.bids-opened", occurredAt: "2026-11-10T01:30:00.000Z" },
    { kind: "procurement.candidates-published", occurredAt: "2026-11-16T01:00:00.000Z" },
  ],
});

const checkpoint = CERTIFICATE.certificate.checkpoint.split("\n");

export const LOG: LogStatus = {
  origin: CERTIFICATE.certificate.log.origin,
  vkey: CERTIFICATE.vkey,
  size: 48_213,
  root: Buffer.from(checkpoint[2] ?? "", "base64").toString("hex"),
  signedAt: "2026-11-18T02:19:00.000Z",
  note: CERTIFICATE.certificate.checkpoint,
};

const total = (fen: string): Offer => ({
  kind: "total",
  amount: { amountMinor: fen, currency: "CNY" },
});

const firm = (name: string, uscc: string): Organisation => ({ kind: "organisation", name, uscc });

const FIRMS = [
  firm("云澜溪谷水利工程有限公司", "91999901MA0TEST01A"),
  firm("石屏建设集团有限公司", "91999901MA0TEST02B"),
  firm("蒲塘水电安装有限公司", "91999901MA0TEST03C"),
  firm("晴川工程有限公司", "91999901MA0TEST04D"),
] as const;

const PRICES = ["3184260055", "3209915000", "3251800040", "3312405000"];

const bids: readonly PublicBid[] = [
  ...FIRMS.map((bidder, index) => ({
    bidder,
    status: "valid",
    offer: total(PRICES[index] ?? "1"),
  })),
  {
    bidder: {
      kind: "consortium",
      name: "芦岸联合体",
      members: [{ kind: "organisation", name: "芦岸建筑有限公司" }, FIRMS[3]],
    },
    status: "valid",
    offer: total("3268800000"),
  },
  {
    bidder: firm("白沙河工程有限公司", "91999901MA0TEST05E"),
    status: "disqualified",
    statusReason: "未按招标文件要求提交投标保证金",
    offer: total("0"),
  },
];

export const OPENED_LOT: PublicLot = {
  lotId: "1",
  ceilingPrice: { amountMinor: "3420000000", currency: "CNY" },
  state: "evaluated",
  openedAt: "2026-11-10T01:30:00.000Z",
  bids,
  candidates: FIRMS.slice(0, 3).map((bidder, index) => ({
    rank: index + 1,
    bidder,
    offer: total(PRICES[index] ?? "1"),
  })),
  disclosureFrom: "2026-11-16",
  disclosureTo: "2026-11-19",
};

export const DECISIONS: readonly DecisionRow[] = [
  {
    id: "019a0000-0000-7000-8000-00000000d001",
    title: "关于青芦水库除险加固工程施工招标投诉的处理决定",
    department: "云澜市水务局",
    decisionNo: "云水监〔2026〕7号",
    decidedOn: "2026-11-13",
    outcome: "notEstablished",
  },
  {
    id: "019a0000-0000-7000-8000-00000000d002",
    title: "关于柏子巷小学食堂食材采购有关情况的处理决定",
    department: "云澜市财政局",
    decisionNo: "云财采监〔2026〕21号",
    decidedOn: "2026-11-06",
    outcome: "established",
  },
];

export const DECISION_TEXT =
  "经核查，投诉人反映的评标委员会组成问题，与抽取记录不符。\n\n根据工程建设项目招标投标活动投诉处理办法第二十条，决定驳回投诉。\n不服本决定的，可以依法申请行政复议或者提起行政诉讼。";

export const EVENTS: ProcessView["events"] = [
  {
    factId: "019a0000-0000-7000-8000-000000000001",
    at: "2026-10-08T01:00:00.000Z",
    kind: "procurement.notice-published",
    detail: "tenderNotice",
    leafIndex: 40_110,
  },
  {
    factId: "019a0000-0000-7000-8000-000000000002",
    at: "2026-10-21T08:40:00.000Z",
    kind: "procurement.objection-recorded",
    leafIndex: 42_007,
    text: "对招标文件的异议，招标人已答复。",
  },
  {
    factId: "019a0000-0000-7000-8000-000000000003",
    at: "2026-11-10T01:30:00.000Z",
    kind: "procurement.bids-opened",
    lotId: "1",
    leafIndex: 46_550,
  },
  {
    factId: "019a0000-0000-7000-8000-000000000004",
    at: "2026-11-16T01:00:00.000Z",
    kind: "procurement.candidates-published",
    lotId: "1",
  },
];

export const evaluatedProcess = (page: Page): ProcessView => ({
  page,
  process: {
    ocid: OCID,
    title: "青芦水库除险加固工程施工",
    regime: "works",
    method: "open",
    state: "evaluated",
    industry: "water",
    place: "云澜市石屏区",
    procuringEntity: "云澜市水利建设服务中心",
    procurementAgency: "知衡工程咨询有限公司",
    venue: "开标二室",
    publishedAt: "2026-10-08T01:00:00.000Z",
    bidDeadline: "2026-11-10T01:30:00.000Z",
    openingAt: "2026-11-10T01:30:00.000Z",
  },
  lots: [OPENED_LOT],
  events: EVENTS,
  decisions: DECISIONS.slice(0, 1),
  voices: [
    {
      matter: "documents",
      state: "closed",
      firstOn: null,
      lastOn: "2026-10-31",
      query: { kind: "challenge", regime: "works", matter: "documents", ocid: OCID },
    },
    {
      matter: "result",
      state: "open",
      firstOn: "2026-11-16",
      lastOn: "2026-11-20",
      query: { kind: "challenge", regime: "works", matter: "result", ocid: OCID },
    },
  ],
  certificate: { url: `/api/public/processes/${OCID}/certificate`, facts: 3 },
  log: LOG,
});

/** Before the opening; the view wrongly holds bids, which must not be printed. */
export const announcedProcess = (page: Page): ProcessView => {
  const { openedAt: _, disclosureFrom: _from, disclosureTo: _to, ...lot } = OPENED_LOT;
  const evaluated = evaluatedProcess(page);
  const openingAt = "2026-11-18T06:00:00.000Z";
  return {
    ...evaluated,
    process: { ...evaluated.process, state: "announced", openingAt, bidDeadline: openingAt },
    lots: [{ ...lot, state: "announced", candidates: [] }],
    events: EVENTS.slice(0, 1),
    decisions: [],
    voices: [],
    certificate: null,
  };
};

/** Negotiated; the view wrongly holds quotes, which must not be printed. */
export const negotiatedProcess = (page: Page): ProcessView => {
  const evaluated = evaluatedProcess(page);
  return {
    ...evaluated,
    process: {
      ...evaluated.process,
      regime: "procurement",
      method: "consultation",
      state: "awarded",
    },
    lots: [
      {
        ...OPENED_LOT,
        state: "awarded",
        award: {
          supplier: FIRMS[0],
          offer: total(PRICES[0] ?? "1"),
          at: "2026-11-17T01:00:00.000Z",
        },
      },
    ],
  };
};

const TITLES = [
  "青芦水库除险加固工程施工",
  "柏子巷小学食堂食材采购",
  "石屏区 2026 年老旧供水管网改造（二期）设计施工总承包",
  "云澜市档案馆库房恒温恒湿设备采购",
  "西洲片区地块国有建设用地使用权出让",
];

export const PROJECTS: readonly ProjectRow[] = TITLES.map((title, index) => ({
  ocid: `ocds-mj0001-TEST-${index}`,
  title,
  regime: (["works", "procurement", "works", "procurement", "land"] as const)[index] ?? "other",
  state:
    (["evaluated", "awarded", "announced", "contracted", "failed"] as const)[index] ?? "opened",
  place: "云澜市石屏区",
  procuringEntity: "云澜市水利建设服务中心",
  publishedAt: "2026-10-08T01:00:00.000Z",
  ...(index === 4 ? {} : { openingAt: "2026-11-10T01:30:00.000Z" }),
  lots: index === 2 ? 3 : 1,
}));

export const home = (page: Page): HomeView => ({
  page,
  counts: { processes: 1286, results: 904, decisions: 2 },
  openings: {
    day: "2026-11-18",
    total: 6,
    rows: TITLES.slice(0, 4).map((title, index) => ({
      ocid: `ocds-mj0001-TEST-${index}`,
      title,
      openingAt: `2026-11-18T0${index + 1}:30:00.000Z`,
      venue: `开标${["一", "二", "三", "四"][index] ?? ""}室`,
      opened: index === 0,
    })),
  },
  results: TITLES.slice(0, 4).map((title, index) => ({
    ocid: `ocds-mj0001-TEST-${index}`,
    title,
    state: PROJECTS[index]?.state ?? "awarded",
    resultAt: "2026-11-17T01:00:00.000Z",
    lots: index === 2 ? 3 : 1,
    supplier: FIRMS[index] ?? FIRMS[0],
    ...(index === 3 ? {} : { offer: total(PRICES[index] ?? "1"), leafIndex: 48_000 + index }),
  })),
  decisions: DECISIONS,
  log: LOG,
});

export const projects = (page: Page): ProjectsView => ({
  page,
  filter: { ...(page.query["q"] === undefined ? {} : { q: page.query["q"] }), state: "result" },
  paging: { number: 2, size: 5, total: 23 },
  rows: PROJECTS,
});

const { items: _items, ...dutyHead } = listPublished.example;
const dutyItems = listPublished.example.items;
const dutyList = { ...dutyHead, count: dutyItems.length, publishedAt: "2025-12-05T01:00:00.000Z" };
const olderList = {
  ...dutyList,
  number: 1,
  validFrom: "2020-01-01",
  title: "权责清单（2020年版）",
  documentNo: "云公管委〔2019〕6号",
};

export const duties = (page: Page): DutiesView => ({
  page,
  lists: [dutyList, olderList],
  list: dutyList,
  items: dutyItems,
  by: "department",
  day: "2026-11-18",
});

export const dutyChanges = (page: Page): DutyChangesView => ({
  page,
  before: olderList,
  after: dutyList,
  same: 40,
  changes: dutyItems.flatMap((item) => [
    {
      item: item.item,
      change: "changed" as const,
      before: { ...item, contact: {} },
      after: item,
      fields: ["contact"],
    },
    {
      item: "YL-900",
      change: "added" as const,
      after: { ...item, item: "YL-900", bandFrom: 4 },
      fields: [],
    },
  ]),
});

export const whoAnswered = (page: Page): WhoView => ({
  page,
  q: "市政工程招标投诉",
  fallback: dutyList.fallback,
  result: {
    state: "one",
    understood: [{ word: "投诉", as: [{ group: "matter", code: "complaint" }] }],
    answers: dutyItems.map((item) => ({ item, conditions: ["regime" as const] })),
  },
});

export const whoUnknown = (page: Page): WhoView => ({
  page,
  q: "邻居半夜唱歌",
  fallback: dutyList.fallback,
  result: { state: "unknown", why: "nothingUnderstood", understood: [], answers: [] },
});
