/** What the pages of the public column 公示专栏 are made from. */
import type { ItemKind } from "../../../../contract/src/facts/publication.item-published.ts";
import type { LogStatus, Page, Paging } from "./views.ts";

/** Decisions about leads stand in the column beside the items. */
export type ColumnKind = ItemKind | "decision";

export interface ColumnFilter {
  readonly kind?: ColumnKind;
  /** Name of the publishing unit. */
  readonly unit?: string;
  readonly regime?: string;
  readonly q?: string;
  /** First and last day of publication. */
  readonly from?: string;
  readonly to?: string;
}

export interface ColumnRow {
  readonly id: string;
  readonly kind: ColumnKind;
  readonly title: string;
  readonly unit: string;
  readonly documentNo: string;
  readonly decidedOn: string;
  readonly publishedAt: string;
  readonly outcome?: string;
  readonly regime?: string;
  /** Last day on which it is shown. */
  readonly expiresOn?: string;
}

export interface ColumnView {
  readonly page: Page;
  readonly filter: ColumnFilter;
  readonly rows: readonly ColumnRow[];
  readonly paging: Paging;
  /** How many of each kind the rest of the filter finds. */
  readonly counts: Readonly<Partial<Record<ColumnKind, number>>>;
  readonly units: readonly string[];
}

export interface ItemView {
  readonly page: Page;
  readonly log: LogStatus | null;
  readonly item: ColumnRow & {
    readonly text: string;
    readonly legalBasis: string;
    readonly articles: readonly string[];
    readonly subjects: readonly { readonly name: string; readonly uscc?: string }[];
    readonly ocid?: string;
    /** Title of the project, if it is public. */
    readonly processTitle?: string;
    readonly unitUrl?: string;
    readonly leafIndex?: number;
  };
}

/** What is left at the address of an item that is no longer public. */
export interface GoneView {
  readonly page: Page;
  readonly state: "expired" | "withdrawn";
  readonly goneAt: string;
  readonly publicReason: string | null;
}
