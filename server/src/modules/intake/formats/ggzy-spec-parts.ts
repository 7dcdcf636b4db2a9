/** Tables of processes, lots and the parts of a fact. */
import { bidder, code, firm, integer, money, offer, text, time } from "./ggzy-forms.ts";
import { type Member, PURCHASE, type TableSpec, WORKS } from "./ggzy-spec-types.ts";

/** 招标方式 of the specification; the codes of procurement methods follow the purchase tables. */
const TENDER_MODES = { open: "1", invited: "2", other: "9" } as const;
const PURCHASE_MODES = {
  open: "1",
  invited: "2",
  negotiation: "3",
  enquiry: "4",
  singleSource: "5",
  consultation: "6",
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

export const TENDER_LIST: TableSpec = {
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
export const PURCHASE_TENDER_LIST: TableSpec = {
  ...PURCHASE,
  table: "PURCHASE_TENDER_LIST",
  title: "采购投标（响应）名单",
  members: bids({ price: "BID_PRICE", currency: "PRICE_CURRENCY", unit: "PRICE_UNIT" }),
  amounts: [["BID_PRICE", "PRICE_CURRENCY", "PRICE_UNIT"]],
};
export const TENDER_CANDIDATE: TableSpec = {
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
export const EVALUATION_RESULT: TableSpec = {
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
export const PROJECT: TableSpec = {
  ...WORKS,
  process: "PROJECT_CODE",
  table: "PROJECT",
  title: "项目",
  members: [],
};

/** Tables whose rows are parts of a fact. */
export const PART_SPECS: readonly TableSpec[] = [
  TENDER_LIST,
  PURCHASE_TENDER_LIST,
  TENDER_CANDIDATE,
  EVALUATION_RESULT,
];
