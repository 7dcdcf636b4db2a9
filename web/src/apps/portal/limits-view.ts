/** What the page of limits is made from: statute, promise of the city, and each department's own. */
import type { Page } from "./views.ts";

/** A department's own, absent: it promises nothing beyond the city. */
export interface OwnLimits {
  /** Hours until what was sent is signed for. */
  readonly takeHours: number;
  /** Working days. */
  readonly complaintDays?: number;
  readonly challengeDays?: number;
  /** Where the department publishes. */
  readonly siteUrl?: string;
}

export const LIMIT_MATTERS = ["take", "complaint", "challenge"] as const;
export type LimitMatter = (typeof LIMIT_MATTERS)[number];

/** A rule of law that is in force on the day of the page. */
export interface StatutoryLimit {
  readonly clock: string;
  readonly regimes: readonly string[];
  readonly unit: "workingDay" | "calendarDay" | "sameDay";
  readonly length: number;
  /** Names of the articles. */
  readonly articles: readonly string[];
}

export interface SetLimits extends OwnLimits {
  readonly validFrom: string;
  readonly enteredAt: string;
}

export interface DepartmentLimits {
  readonly department: string;
  /** In force on the day of the page; absent: the city's promise alone. */
  readonly current?: SetLimits;
  /** Entered, but not in force yet; the nearest first. */
  readonly coming: readonly SetLimits[];
}

export interface LimitsView {
  readonly page: Page;
  /** Day on which it is read. */
  readonly day: string;
  readonly statute: Readonly<Record<LimitMatter, readonly StatutoryLimit[]>>;
  readonly city: Readonly<Record<LimitMatter, number>>;
  /** Every department that handles complaints or challenges, and every one that set a limit; own promises first. */
  readonly departments: readonly DepartmentLimits[];
}
