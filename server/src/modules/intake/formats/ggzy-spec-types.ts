/** Shape of the description of exchange tables, and the words all of them share. */
import type { Form } from "./ggzy-forms.ts";

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

/** Columns of process and lot in the tables of works and of government procurement. */
export const WORKS = { process: "TENDER_PROJECT_CODE", lot: "BID_SECTION_CODE" } as const;
export const PURCHASE = { process: "PURCHASE_PROJECT_CODE", lot: "PURCHASE_SECTION_CODE" } as const;

/** Points columns of 评分明细 and the criterion each stands for. */
export const POINTS: Readonly<Record<string, string>> = {
  PRICE_POINTS: "报价分",
  QUALIFICATION_POINTS: "资格分",
  BUSINESS_POINTS: "商务分",
  TECHNICAL_POINTS: "技术分",
  RESPONSE_POINTS: "响应性评审",
  OTHER_POINTS: "其他分",
};
