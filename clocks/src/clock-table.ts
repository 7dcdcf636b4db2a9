/**
 * The clocks of the law and of the city's commitments, as data (law register, "Conventions for clocks"). A clock is chosen
 * by what was sent and under which statute, never by a default: one clock for all would break the law.
 */
import type { Day } from "./day.ts";

export const KINDS = [
  "enquiry",
  "challenge",
  "objection",
  "complaint",
  "tipoff",
  "inspection-result",
] as const;
export type Kind = (typeof KINDS)[number];

export const REGIMES = ["works", "procurement", "land", "mineral", "property", "other"] as const;
export type Regime = (typeof REGIMES)[number];

/** What an objection is about (条例 22, 44, 54). */
export const MATTERS = ["documents", "prequalification", "opening", "result"] as const;
export type Matter = (typeof MATTERS)[number];

/** Grounds on which a statute stops a clock (ZTB-T-61, CG-T-58). Any other stops nothing. */
export const GROUNDS = [
  "inspection",
  "testing",
  "appraisal",
  "expert-review",
  "correction",
] as const;
export type Ground = (typeof GROUNDS)[number];

export interface ClockRule {
  readonly id: string;
  readonly kinds: readonly Kind[];
  readonly regimes: readonly Regime[];
  /** Absent: whatever the matter. */
  readonly matters?: readonly (Matter | "unsaid")[];
  /** For an inspection result the receipt is the end of the check. */
  readonly startsFrom: "receipt" | "acceptance";
  readonly unit: "workingDay" | "calendarDay" | "sameDay";
  readonly length: number;
  /** Ids of the articles it rests on; one of them must be in force on the day of receipt. */
  readonly articles: readonly string[];
  readonly pausesOn: Partial<Readonly<Record<Regime, readonly Ground[]>>>;
  /** False: a step inside the office, owed to nobody outside. */
  readonly binds: boolean;
  /** True: a promise of the city, not law; it never lengthens a statutory time. */
  readonly isCommitment: boolean;
  /** Days of receipt between which it counts; absent: as long as one of its articles is in force. */
  readonly validFrom?: Day;
  readonly validTo?: Day;
}

const TESTS = ["inspection", "testing", "appraisal", "expert-review"] as const;
const COMPLAINT_PAUSES = { works: TESTS, procurement: [...TESTS, "correction"] } as const;

const STATUTORY = {
  startsFrom: "receipt",
  unit: "workingDay",
  pausesOn: {},
  binds: true,
  isCommitment: false,
} as const;

const LOCAL = {
  regimes: REGIMES,
  startsFrom: "acceptance",
  unit: "workingDay",
  pausesOn: {},
  binds: true,
  isCommitment: true,
} as const;

/** 质疑 and 异议 are one voice under the names of two statutes: whichever name was used, the statute decides. */
const CHALLENGES = ["challenge", "objection"] as const;

export const CLOCKS: readonly ClockRule[] = [
  {
    ...STATUTORY,
    id: "enquiry.reply",
    kinds: ["enquiry"],
    regimes: ["procurement"],
    length: 3,
    articles: ["CG-T-52"],
  },
  {
    ...STATUTORY,
    id: "challenge.reply",
    kinds: CHALLENGES,
    regimes: ["procurement"],
    length: 7,
    articles: ["CG-53", "MOF94-13"],
  },
  {
    ...STATUTORY,
    id: "objection.reply",
    kinds: CHALLENGES,
    regimes: ["works"],
    matters: ["documents", "prequalification", "unsaid"],
    unit: "calendarDay",
    length: 3,
    articles: ["ZTB-T-22"],
  },
  {
    ...STATUTORY,
    id: "objection.reply",
    kinds: CHALLENGES,
    regimes: ["works"],
    matters: ["result"],
    unit: "calendarDay",
    length: 3,
    articles: ["ZTB-T-54"],
  },
  {
    ...STATUTORY,
    id: "objection.on-the-spot",
    kinds: CHALLENGES,
    regimes: ["works"],
    matters: ["opening"],
    unit: "sameDay",
    length: 0,
    articles: ["ZTB-T-44"],
  },
  {
    ...STATUTORY,
    id: "complaint.accept",
    kinds: ["complaint"],
    regimes: ["works"],
    length: 3,
    articles: ["ZTB-T-61"],
  },
  {
    ...STATUTORY,
    id: "complaint.decide",
    kinds: ["complaint"],
    regimes: ["works"],
    startsFrom: "acceptance",
    length: 30,
    articles: ["ZTB-T-61"],
    pausesOn: COMPLAINT_PAUSES,
  },
  {
    ...STATUTORY,
    id: "complaint.decide",
    kinds: ["complaint"],
    regimes: ["procurement"],
    length: 30,
    articles: ["CG-56", "MOF94-26"],
    pausesOn: COMPLAINT_PAUSES,
  },
  {
    ...STATUTORY,
    id: "complaint.review",
    kinds: ["complaint"],
    regimes: ["procurement"],
    length: 5,
    articles: ["MOF94-21"],
    binds: false,
  },
  {
    ...STATUTORY,
    id: "complaint.dispatch",
    kinds: ["complaint"],
    regimes: ["procurement"],
    length: 8,
    articles: ["MOF94-21"],
    binds: false,
  },
  { ...LOCAL, id: "local.challenge", kinds: CHALLENGES, length: 7, articles: ["LOCAL-Z7"] },
  {
    ...LOCAL,
    id: "local.complaint",
    kinds: ["complaint"],
    length: 15,
    articles: ["LOCAL-T15"],
    pausesOn: COMPLAINT_PAUSES,
  },
  { ...LOCAL, id: "local.tipoff", kinds: ["tipoff"], length: 15, articles: ["LOCAL-J15"] },
  {
    ...LOCAL,
    id: "local.inspection",
    kinds: ["inspection-result"],
    startsFrom: "receipt",
    length: 5,
    articles: ["LOCAL-S5"],
  },
  {
    ...STATUTORY,
    id: "disclosure.outer",
    kinds: ["inspection-result"],
    regimes: REGIMES,
    length: 20,
    articles: ["XXGK-26"],
  },
];
