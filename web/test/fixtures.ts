/** Invented leads and processes in the shape of the contract; no firm or project here exists. */
import type { LeadEvent, LeadRow, LeadView } from "../../contract/src/leads.ts";
import type { IndicatorResult } from "../../contract/src/screening.ts";
import type { SessionView } from "../../contract/src/session.ts";
import type { Organisation } from "../../contract/src/values.ts";

export const HOUSING = { id: "housing", name: "云澜市住房和城乡建设局" };
export const DISCIPLINE = { id: "discipline", name: "驻局纪检监察组" };

const COORDINATOR = { id: "coordinator", name: "云澜市公共资源交易监督管理办公室" };
const BIDDER = { id: "bidder-1", name: "砚池建筑工程有限公司" };

export const DEMO_ACCOUNTS: SessionView["demoAccounts"] = [
  {
    account: "housing-1",
    name: "陈岚",
    post: "建筑市场监管科",
    role: "officer",
    department: HOUSING,
  },
  {
    account: "discipline-1",
    name: "沈望",
    post: "监督岗",
    role: "inspector",
    department: DISCIPLINE,
  },
  {
    account: "coordinator-1",
    name: "江予安",
    post: "综合协调科",
    role: "coordinator",
    department: COORDINATOR,
  },
  {
    account: "housing-3",
    name: "顾知行",
    post: "建筑市场监管科",
    role: "officer",
    department: HOUSING,
  },
  {
    account: "bidder-1",
    name: "秦致远",
    post: "投标专员",
    role: "bidder",
    department: BIDDER,
  },
];

const TITLES = [
  "青岚路改造工程施工",
  "云溪污水处理厂二期设备采购",
  "南屏中学实训楼监理",
  "澄湖片区雨污分流",
  "松壑水库除险加固",
  "锦屏社区卫生服务中心装修",
];
const FIRMS = ["砚池建筑工程有限公司", "松壑建设有限公司", "朗峤市政工程有限公司"];
const STATES: readonly LeadRow["state"][] = ["routed", "routed", "received", "received", "decided"];
const DAY_MS = 86_400_000;

export const factId = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, "0")}`;

const firm = (name: string): Organisation => ({ kind: "organisation", name });
export const left = firm(FIRMS[0] ?? "");
const right = firm(FIRMS[1] ?? "");
const others = ["九皋建工有限公司", "临湖市政有限公司", "望川建设集团有限公司"].map(firm);

/** The day before the fixed end of the fixtures, counted back. */
const daysBefore = (now: number, days: number) => new Date(now - days * DAY_MS).toISOString();

export function leadRow(index: number, now: number): LeadRow {
  const state = STATES[index % STATES.length] ?? "routed";
  const level = (["lead", "lead", "hint", "determination"] as const)[index % 4] ?? "lead";
  return {
    id: factId(1000 + index),
    number: `线2026-${String(317 + index).padStart(5, "0")}`,
    ocid: `ocds-mj0001-YL2026-${String(312 + index).padStart(4, "0")}`,
    lotId: String((index % 3) + 1),
    title: TITLES[index % TITLES.length] ?? "",
    level,
    bits: 26.4 - index * 0.8,
    indicators: index % 2 === 0 ? ["DEV-03", "DEV-15", "PRC-06"] : ["DEV-01"],
    firms: FIRMS.slice(0, 2 + (index % 2)),
    raisedAt: daysBefore(now, Math.floor(index / 3)),
    state,
    department: HOUSING,
    ...(state === "routed" ? {} : { officerName: "陈岚" }),
    stateSince: daysBefore(now, Math.floor(index / 3)),
    version: 1,
  };
}

const article = (verified: boolean) => ({
  article: verified ? "ZTB-40-2" : "GS-2024-7",
  citation: verified ? "招标投标法实施条例第四十条第（二）项" : "串通投标七类情形通知第三条",
  place: verified ? "全国" : "甘肃省",
  validFrom: verified ? "2012-02-01" : "2024-05-01",
  verified,
});

const side = (party: Organisation, field: string, value: string) => ({
  party,
  factId: factId(7),
  field,
  value,
  occurredAt: "2026-09-28T08:12:40+08:00",
});

const base = { version: "1.0.0", n: 6, clearing: [], innocent: [], evidence: [], legalBasis: [] };

const sameAddress = (): IndicatorResult => ({
  ...base,
  indicator: "DEV-03",
  outcome: "hit",
  level: "hint",
  loweredFrom: "lead",
  value: "trace.ip=203.0.113.77",
  trigger: "dt<=72h & f<=0.005",
  bits: 10.3,
  expectedByChance: 0.012,
  falseAlarm: { rate: 0.012, basis: "rarityOfValue" },
  cell: { name: "", lots: 0, fallback: "notCompared" },
  legalBasis: [article(true), article(false)],
  evidence: [
    {
      left: side(left, "trace.ip", "203.0.113.77"),
      right: side(right, "trace.ip", "203.0.113.77"),
      rarity: 0.0008,
      firmsSeen: 2,
      firmsTotal: 2412,
      environment: { kind: "printShop", name: "云澜快印湖滨店" },
    },
  ],
  clearing: ["environmentRegistered", "sharedPremises", "subscriberRecord"],
  innocent: ["printShop", "coWorking"],
});

const sameContact = (): IndicatorResult => ({
  ...base,
  indicator: "DEV-15",
  outcome: "hit",
  level: "lead",
  value: "trace.contactPhone=138****2260",
  trigger: "f<=0.002",
  bits: 11.2,
  expectedByChance: 0.0062,
  falseAlarm: { rate: 0.0062, basis: "rarityOfValue" },
  cell: { name: "", lots: 0, fallback: "notCompared" },
  legalBasis: [article(true)],
  evidence: [
    {
      left: side(left, "trace.contactPhone", "138-0000-2260"),
      right: side(right, "trace.contactPhone", "138-0000-2261"),
      firmsSeen: 1,
      firmsTotal: 2412,
      rarity: 0.0004,
    },
  ],
  clearing: ["numberReassigned", "typingError"],
  innocent: ["registrationAgency", "formerEmployee"],
});

const priceGap = (): IndicatorResult => ({
  ...base,
  indicator: "PRC-06",
  outcome: "hit",
  level: "hint",
  value: "RDNOR=0.812; exact=0.0043",
  trigger: "p<=0.02",
  probability: 0.0043,
  manyTests: { batch: "2026-04-18", family: "PRC", tests: 46, adjusted: 0.19, limit: 0.05 },
  bits: 5.1,
  falseAlarm: { rate: 0.02, basis: "rankInCell" },
  cell: {
    name: "房建市政 · open · 30000000–100000000 CNY · n=3",
    lots: 86,
    of: {
      category: "房建市政",
      method: "open",
      sizeFrom: 30_000_000,
      sizeTo: 100_000_000,
      biddersFrom: 3,
      biddersTo: 3,
    },
  },
  clearing: ["costExplained", "cellShowsSame"],
  innocent: ["efficientBidder", "smallField"],
});

function results(): IndicatorResult[] {
  return [
    sameAddress(),
    sameContact(),
    priceGap(),
    {
      ...base,
      indicator: "DEV-01",
      outcome: "notComputable",
      reason: { code: "noThreeCodes", params: { have: "2", bids: "6" } },
      cell: { name: "", lots: 0, fallback: "notCompared" },
    },
    {
      ...base,
      indicator: "BEH-10",
      outcome: "noHit",
      value: "bidders=6; valid=6",
      cell: { name: "", lots: 0, fallback: "notCompared" },
    },
  ];
}

function bids(): LeadView["bids"] {
  const yuan = [6126, 6208, 5988, 6052, 6240, 6310];
  return [left, right, ...others, firm(FIRMS[2] ?? "")].map((bidder, index) => ({
    bidder,
    status: index === 5 ? "disqualified" : "valid",
    offer: {
      kind: "total",
      amount: { amountMinor: `${yuan[index] ?? 0}43250000`.slice(0, 10), currency: "CNY" },
    },
    receivedAt: `2026-09-28T08:${String(10 + index)}:00+08:00`,
    isInLead: index < 2,
    rank: index + 1,
    isWinner: index === 0,
  }));
}

function historyOf(row: LeadRow): LeadEvent[] {
  const officer = { account: "housing-1", name: "陈岚", department: HOUSING };
  const events: LeadEvent[] = [
    { at: row.raisedAt, kind: "screening.lead-raised", factId: factId(1), leafIndex: 1204877 },
    {
      at: row.raisedAt,
      kind: "casework.lead-routed",
      factId: factId(2),
      leafIndex: 1204878,
      department: HOUSING,
      legalBasis: "招标投标法实施条例第四条",
      matched: "duty",
    },
  ];
  if (row.state === "routed") return events;
  return [
    ...events,
    { at: row.stateSince, kind: "casework.lead-received", factId: factId(3), officer },
  ];
}

export function leadView(row: LeadRow): LeadView {
  return {
    lead: row,
    version: 1,
    may: {
      receive: false,
      recordStep: false,
      decide: false,
      publish: false,
      giveBack: false,
      reroute: false,
      urge: false,
    },
    process: {
      ocid: row.ocid,
      title: row.title,
      regime: "works",
      method: "open",
      industry: "housing",
      place: "云澜市",
      procuringEntity: "云澜市城西建设投资有限公司",
      procurementAgency: "诚衡招标代理有限公司",
      ceilingPrice: { amountMinor: "6480000000", currency: "CNY" },
      openedAt: "2026-09-29T09:30:00+08:00",
    },
    bids: bids(),
    screening: {
      factId: factId(1),
      leafIndex: 1204877,
      at: row.raisedAt,
      engineVersion: "1.0.0",
      inputHash: "3f".repeat(32),
      inputs: 41,
      bits: row.bits,
      groups: ["DEV", "PRC"],
      results: results(),
    },
    history: historyOf(row),
    ...(row.state === "decided" ? { decision: decisionOf() } : {}),
  };
}

const decisionOf = (): NonNullable<LeadView["decision"]> => ({
  outcome: "notEstablished",
  decisionNo: "云建监〔2026〕18号",
  decidedOn: "2026-10-20",
  findings: "两家在同一图文店制作文件，各自独立报价，未发现条例规定的情形。",
  articles: ["招标投标法实施条例第四十条"],
});
