/**
 * Exchange tables of the national data specification (公共资源交易平台系统数据规范) that carry our
 * facts: works and government procurement. Table and column codes are those of the specification.
 * `M_KEY` and `M_DATA_SOURCE` are its columns for the record's key and origin; `MJ_REST` is ours and
 * holds, as JSON, what a fact has and the table has no column for.
 */
import {
  bidder,
  code,
  complainant,
  day,
  expert,
  firm,
  type Form,
  integer,
  money,
  offer,
  text,
  time,
} from "./ggzy-forms.ts";

export const OWN_SOURCE = "mingjing";
export const REST = "MJ_REST";
/** Last columns of every table we write. */
export const KEY_COLUMNS = ["DATA_TIMESTAMP", "M_KEY", "M_DATA_SOURCE", REST] as const;

/** One value of the payload: name of the member and its columns. */
export type Member = readonly [name: string, form: Form];

export interface TableSpec {
  readonly table: string;
  readonly title: string;
  /** Columns of the process and of the lot. */
  readonly process: string;
  readonly lot: string;
  /** Column with the time of the fact. Absent = DATA_TIMESTAMP. */
  readonly occurred?: string;
  readonly members: readonly Member[];
  /** Amount columns for reconciliation, with currency and unit. */
  readonly amounts?: readonly (readonly [string, string?, string?])[];
}

/** Kind of fact ↔ its table, and the table of its parts if it has any. */
export interface FactSpec extends TableSpec {
  readonly kind: string;
  readonly parts?: { readonly member: string; readonly spec: TableSpec };
  /** Members that are the same for every row of this table. */
  readonly constants?: Readonly<Record<string, unknown>>;
}

const WORKS = { process: "TENDER_PROJECT_CODE", lot: "BID_SECTION_CODE" } as const;
const PURCHASE = { process: "PURCHASE_PROJECT_CODE", lot: "PURCHASE_SECTION_CODE" } as const;

/** 招标方式 of the specification; the codes of procurement methods follow the purchase tables. */
export const TENDER_MODES = { open: "1", invited: "2", other: "9" } as const;
export const PURCHASE_MODES = {
  open: "1",
  invited: "2",
  negotiation: "3",
  enquiry: "4",
  singleSource: "5",
  consultation: "6",
  other: "9",
} as const;

const NOTICE_TYPES = {
  tenderNotice: "1",
  prequalificationNotice: "2",
  amendment: "3",
  clarification: "4",
  awardCandidateNotice: "5",
  awardNotice: "6",
  contractNotice: "7",
  cancellationNotice: "8",
  other: "9",
} as const;

const bids = (columns: {
  price: string;
  currency: string;
  unit: string;
  received?: string;
}): Member[] => [
  ["bidder", bidder("BIDDER_NAME", "BIDDER_ORG_CODE")],
  ["offer", offer("OTHER_BID_PRICE", columns.price, columns.currency, columns.unit)],
  ...(columns.received === undefined ? [] : [["receivedAt", time(columns.received)] as const]),
];

const TENDER_LIST: TableSpec = {
  ...WORKS,
  table: "TENDER_LIST",
  title: "投标人名单",
  members: bids({
    price: "BID_PRICE",
    currency: "PRICE_CURRENCY",
    unit: "PRICE_UNIT",
    received: "CHECKIN_TIME",
  }),
  amounts: [["BID_PRICE", "PRICE_CURRENCY", "PRICE_UNIT"]],
};
const PURCHASE_TENDER_LIST: TableSpec = {
  ...PURCHASE,
  table: "PURCHASE_TENDER_LIST",
  title: "采购投标（响应）名单",
  members: bids({ price: "BID_PRICE", currency: "PRICE_CURRENCY", unit: "PRICE_UNIT" }),
  amounts: [["BID_PRICE", "PRICE_CURRENCY", "PRICE_UNIT"]],
};
const TENDER_CANDIDATE: TableSpec = {
  ...WORKS,
  table: "TENDER_CANDIDATE",
  title: "中标候选人",
  members: [
    ["rank", integer("WIN_CANDIDATE_ORDER")],
    ["bidder", bidder("WIN_CANDIDATE_NAME", "WIN_CANDIDATE_CODE")],
    ["offer", offer("OTHER_BID_PRICE", "BID_PRICE", "PRICE_CURRENCY", "PRICE_UINT")],
  ],
  amounts: [["BID_PRICE", "PRICE_CURRENCY", "PRICE_UINT"]],
};
const EVALUATION_RESULT: TableSpec = {
  ...WORKS,
  table: "EVALUATION_RESULT",
  title: "评标结果",
  members: [
    ["bidder", bidder("BIDDER_NAME", "BIDDER_ORG_CODE")],
    ["rank", integer("RANK")],
    ["status", code("IS_VETO", { valid: "0", disqualified: "1" })],
    ["statusReason", text("VETO_REASON_DETAIL", 1000)],
  ],
};

const RECORDED: readonly Member[] = [
  ["content", text("CONTENT", 20_000)],
  ["matter", text("TITTLE", 400)],
  ["number", text("OBJECTIONG_GUID", 120)],
  ["by", complainant("CREATOR", "CREATOR_CODE")],
];

/** Points columns of 评分明细 and the criterion each stands for. */
export const POINTS: Readonly<Record<string, string>> = {
  PRICE_POINTS: "报价分",
  QUALIFICATION_POINTS: "资格分",
  BUSINESS_POINTS: "商务分",
  TECHNICAL_POINTS: "技术分",
  RESPONSE_POINTS: "响应性评审",
  OTHER_POINTS: "其他分",
};

const traceOf = (tool: Member[], submitted: string): Pick<FactSpec, "members" | "occurred"> => ({
  occurred: submitted,
  members: [
    ["bidder", bidder("BIDDER_NAME", "BIDDER_ORG_CODE")],
    ["trace.cpu", text("CPU_ID", 200)],
    ["trace.disk", text("HARD_DISK_SERIAL_NUMBER", 200)],
    ["trace.ip", text("NET_ID", 200)],
    ["trace.mac", text("MAC_ADDRESS", 200)],
    ...tool,
  ],
});

/** Every table that yields facts. The first of a kind and regime is the one we write. */
export const FACT_SPECS: readonly FactSpec[] = [
  {
    ...WORKS,
    lot: "BID_SECTION_CODES",
    kind: "notice-published",
    table: "TENDER_ANN_QUA_INQUERY_ANN",
    title: "招标公告与资格预审公告",
    occurred: "NOTICE_SEND_TIME",
    members: [
      ["title", text("NOTICE_NAME", 600)],
      ["text", text("NOTICE_CONTENT", 200_000)],
      ["url", text("URL", 1000)],
      ["noticeType", code("BULLETIN_TYPE", NOTICE_TYPES)],
      ["bidDeadline", time("BID_DOC_REFER_END_TIME")],
      ["openingAt", time("BID_OPEN_TIME")],
      ["procuringEntity", firm("TENDERER_NAME", "TENDERER_CODE")],
      ["procurementAgency", firm("TENDER_AGENCY_NAME", "TENDER_AGENCY_CODE")],
    ],
  },
  {
    ...PURCHASE,
    kind: "notice-published",
    table: "PURCHASE_QUALI_INQUERY_ANN",
    title: "采购公告与资格预审公告",
    occurred: "BULLETIN_START_TIME",
    members: [
      ["title", text("BULLETIN_TITLE", 600)],
      ["text", text("BULLETIN_CONTENT", 200_000)],
      ["url", text("URL", 1000)],
      ["bidDeadline", time("BID_CLOSING_TIME")],
    ],
    constants: { regime: "procurement" },
  },
  {
    ...PURCHASE,
    kind: "notice-published",
    table: "CORRECTION_ITEM",
    title: "更正事项",
    occurred: "MODIFICATION_START_TIME",
    members: [
      ["title", text("TERMINATION_BULLETIN_TITLE", 600)],
      ["text", text("TERMINATION_BULLETIN_CONTENT", 200_000)],
      ["url", text("URL", 1000)],
      ["bidDeadline", time("POST_BID_CLOSING_TIME")],
    ],
    constants: { regime: "procurement", noticeType: "amendment" },
  },
  {
    ...WORKS,
    lot: "BID_SECTION_CODES",
    kind: "bids-opened",
    table: "BID_OPENING_RECORD",
    title: "开标记录",
    occurred: "BID_OPENING_TIME",
    members: [],
    parts: { member: "bids", spec: TENDER_LIST },
  },
  {
    ...PURCHASE,
    kind: "bids-opened",
    table: "PURCHASE_BIDDING_RECORD",
    title: "采购开标记录",
    members: [],
    parts: { member: "bids", spec: PURCHASE_TENDER_LIST },
  },
  {
    ...WORKS,
    kind: "bid-received",
    table: "BIDDER_MAKE_TOOL_INFO",
    title: "投标文件制作工具信息",
    ...traceOf([["trace.toolId", text("TOOL_VERSION", 200)]], "SUBMITTIME"),
  },
  {
    ...WORKS,
    kind: "bid-received",
    table: "BID_DOC_CHARACT_CODE",
    title: "投标文件特征码",
    ...traceOf([], "TENDER_DOC_SUBMITTIME"),
  },
  {
    ...WORKS,
    lot: "BID_SECTION_CODES",
    kind: "candidates-published",
    table: "TENDER_CANDIDATE_ANNOUNCE",
    title: "中标候选人公示",
    occurred: "PUBLICITY_REFER_TIME",
    members: [
      ["disclosureFrom", day("PUBLICITY_START_TIME")],
      ["disclosureTo", day("PUBLICITY_END_TIME")],
    ],
    parts: { member: "candidates", spec: TENDER_CANDIDATE },
  },
  {
    ...WORKS,
    kind: "award-decided",
    table: "WIN_RESULT_ANNO",
    title: "中标结果公告",
    occurred: "NOTICE_SEND_TIME",
    members: [
      ["supplier", bidder("WIN_BIDDER_NAME", "WIN_BIDDER_CODE")],
      ["offer", offer("OTHER_BID_PRICE", "BID_AMOUNT", "BID_CURRENCY", "PRICE_UNIT")],
    ],
    amounts: [["BID_AMOUNT", "BID_CURRENCY", "PRICE_UNIT"]],
  },
  {
    ...PURCHASE,
    kind: "award-decided",
    table: "BID_DEAL_ANNOUNCE",
    title: "中标（成交）结果公告",
    occurred: "WIN_BID_BULLETIN_START_TIME",
    members: [
      ["supplier", bidder("WINNINGBIDDER_NAME", "WINNINGBIDDER_CODE")],
      ["offer", offer("WIN_BID_RATE", "WIN_BID_PRICE", "CURRENCY_CODE", "PRICE_UNIT")],
    ],
    amounts: [["WIN_BID_PRICE", "CURRENCY_CODE", "PRICE_UNIT"]],
  },
  {
    ...WORKS,
    kind: "contract-signed",
    table: "CONTRACT_PERFORMANCE",
    title: "合同与履约",
    members: [
      ["contractNo", text("CONTRACT_CODE", 120)],
      ["supplier", bidder("BIDDER_NAME", "BIDDER_CODE")],
      ["amount", money("CONTRACT_PRICE", "PRICE_CURRENCY", "PRICE_UNIT")],
      ["signedOn", day("CONTRACT_SIGN_TIME")],
      ["title", text("CONTRACT_NAME", 400)],
    ],
    amounts: [["CONTRACT_PRICE", "PRICE_CURRENCY", "PRICE_UNIT"]],
  },
  {
    ...PURCHASE,
    kind: "contract-signed",
    table: "PURCHASE_CONTRACT",
    title: "采购合同",
    members: [
      ["supplier", bidder("SUPPLIER_NAME", "SUPPLIER_CODE")],
      ["amount", money("CONTRACT_AMOUNT", "CURRENCY_CODE", "PRICE_UNIT")],
      ["signedOn", day("SIGNING_TIME")],
      ["title", text("CONTRACT_NAME", 400)],
    ],
    amounts: [["CONTRACT_AMOUNT", "CURRENCY_CODE", "PRICE_UNIT"]],
  },
  {
    ...WORKS,
    kind: "evaluation-completed",
    table: "EVALUATION_REPORT",
    title: "评标报告",
    occurred: "SUBMIT_TIME",
    members: [],
    parts: { member: "ranking", spec: EVALUATION_RESULT },
  },
  {
    ...WORKS,
    kind: "expert-scored",
    table: "EVALUATION_SCORE_DETAIL",
    title: "评分明细",
    members: [
      ["evaluator", expert("EXPERT_NAME", "ID_CARD")],
      ["bidder", bidder("BIDDER_NAME", "BIDDER_ORG_CODE")],
    ],
  },
  {
    ...WORKS,
    kind: "objection-recorded",
    table: "OBJECTION",
    title: "异议",
    occurred: "SUBMIT_TIME",
    members: RECORDED,
    constants: { state: "submitted" },
  },
  {
    ...WORKS,
    kind: "objection-recorded",
    table: "OBJECTION_REPLY",
    title: "异议答复",
    occurred: "RESPONSE_SUBMIT_TIME",
    members: [
      ["number", text("OBJECTIONG_GUID", 120)],
      ["reply", text("RESPONSE_CONTENT", 20_000)],
    ],
    constants: { state: "answered" },
  },
  {
    ...WORKS,
    kind: "complaint-recorded",
    table: "COMPLAINT_INFO",
    title: "投诉",
    occurred: "COMPLAINT_DATE",
    members: [
      ["matter", text("DISSENT_REASON", 400)],
      ["content", text("COMPLAINT_CONTENT", 20_000)],
      ["reply", text("HANDLE_RESULT", 20_000)],
      ["by", complainant("COMPLAINT_NAME", "COMPLAINT_CODE")],
    ],
  },
  {
    ...WORKS,
    kind: "tender-failed",
    table: "TENDER_ABNORMITY_REPORT",
    title: "招标异常情况报告",
    occurred: "APPROVAL_TIME",
    members: [
      ["detail", text("EXCEPITON_INFOR", 1000)],
      [
        "reason",
        code("EXCEPITON_TYPE", {
          tooFewBids: "1",
          allDisqualified: "2",
          cancelled: "3",
          other: "9",
        }),
      ],
    ],
  },
];

/** Tables that describe processes and lots; notices take from them what they do not say themselves. */
export const PROCESS_TABLES: Readonly<Record<string, TableSpec>> = {
  TENDER_PROJECT: {
    ...WORKS,
    table: "TENDER_PROJECT",
    title: "招标项目",
    members: [
      ["title", text("TENDER_PROJECT_NAME", 600)],
      ["method", code("TENDER_MODE", TENDER_MODES)],
      ["place.code", text("REGION_CODE", 12)],
      ["procuringEntity", firm("TENDERER_NAME", "TENDERER_CODE")],
      ["procurementAgency", firm("TENDER_AGENCY_NAME", "TENDER_AGENCY_CODE")],
    ],
  },
  PURCHASE_PROJECT: {
    ...PURCHASE,
    table: "PURCHASE_PROJECT",
    title: "采购项目",
    members: [
      ["title", text("PURCHASE_PROJECT_NAME", 600)],
      ["method", code("PURCHASER_MODE", PURCHASE_MODES)],
      ["place.code", text("REGION_CODE", 12)],
      ["procuringEntity", firm("PURCHASER_NAME", "PURCHASER_CODE")],
      ["procurementAgency", firm("PURCHASER_AGENCY_NAME", "PURCHASER_AGENCY_CODE")],
      ["budget", money("PROGRAM_BUDGET", "BUDGET_CURRENCY", "UNIT_BUDGET")],
    ],
    amounts: [["PROGRAM_BUDGET", "BUDGET_CURRENCY", "UNIT_BUDGET"]],
  },
};

/** Sections: title of the lot, and its estimate, which stands for the ceiling price. */
export const SECTION: TableSpec = {
  ...WORKS,
  table: "SECTION",
  title: "标段（包）",
  members: [
    ["title", text("BID_SECTION_NAME", 400)],
    ["ceilingPrice", money("CONTRACT_RECKON_PRICE", "CURRENCY_CODE", "PRICE_UNIT")],
  ],
  amounts: [["CONTRACT_RECKON_PRICE", "CURRENCY_CODE", "PRICE_UNIT"]],
};

/** Why a bid was refused; joined to the bids of its section. */
export const REJECTED: TableSpec = {
  ...WORKS,
  table: "REJECTED_BID_INFO",
  title: "否决投标情况",
  members: [
    ["bidder", bidder("BIDDER_NAME", "BIDDER_ORG_CODE")],
    ["reason", text("REASON", 400)],
  ],
};

/** The upper project; counted and reconciled, its content is in the tender projects. */
const PROJECT: TableSpec = {
  ...WORKS,
  process: "PROJECT_CODE",
  table: "PROJECT",
  title: "项目",
  members: [],
};

const PART_SPECS = FACT_SPECS.flatMap((spec) => spec.parts?.spec ?? []);

/** All tables by name. */
export const TABLES: ReadonlyMap<string, TableSpec> = new Map(
  [...FACT_SPECS, ...PART_SPECS, ...Object.values(PROCESS_TABLES), SECTION, REJECTED, PROJECT].map(
    (spec) => [spec.table, spec],
  ),
);

const INDUSTRY_PREFIX = /^(?:GY|JT|SL|TL|XX|YG|ZJ|MH|NY)_/;

/** Table of a file name: `ZJ_TENDER_LIST_20260316.csv.gz` → TENDER_LIST; `undefined` if unknown. */
export function tableOfFile(name: string): string | undefined {
  const base = name.split(/[/\\]/).at(-1)?.toUpperCase() ?? "";
  const match = /^([A-Z_]+?)(?:[_-]?\d{4,14})?\.(?:CSV|TXT|JSONL|NDJSON|JSON)(?:\.GZ)?$/.exec(base);
  if (match === null) return undefined;
  const table = (match[1] ?? "").replace(INDUSTRY_PREFIX, "");
  const known = table === "TENDER_CANDIDATE_ANN" ? "TENDER_CANDIDATE_ANNOUNCE" : table;
  const renamed = known === "TENDER_QUA_INQUERY_ANN" ? "TENDER_ANN_QUA_INQUERY_ANN" : known;
  return TABLES.has(renamed) ? renamed : undefined;
}
