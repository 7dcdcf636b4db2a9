/**
 * Limits that run for a person and not for an office: until when an act is possible, and how long a pause may last. They
 * are rules like the clocks, so that a change of the law is entered in the same way; no voice runs them.
 */
import { type ClockRule, REGIMES } from "./clock-table.ts";

const LIMIT = {
  kinds: [],
  startsFrom: "receipt",
  pausesOn: {},
  binds: false,
  isCommitment: false,
} as const;

export const LIMITS: readonly ClockRule[] = [
  {
    ...LIMIT,
    id: "window.challenge",
    regimes: ["procurement"],
    unit: "workingDay",
    length: 7,
    articles: ["CG-52", "CG-T-53", "MOF94-10"],
  },
  {
    ...LIMIT,
    id: "window.complaint",
    regimes: ["procurement"],
    unit: "workingDay",
    length: 15,
    articles: ["CG-55", "CG-T-55", "MOF94-17", "MOF94-19"],
  },
  {
    ...LIMIT,
    id: "window.complaint",
    regimes: ["works"],
    unit: "calendarDay",
    length: 10,
    articles: ["ZTB-T-60"],
  },
  // Counted backwards from the deadline.
  {
    ...LIMIT,
    id: "window.documents",
    regimes: ["works"],
    unit: "calendarDay",
    length: 10,
    articles: ["ZTB-T-22"],
  },
  {
    ...LIMIT,
    id: "window.prequalification",
    regimes: ["works"],
    unit: "calendarDay",
    length: 2,
    articles: ["ZTB-T-22"],
  },
  // The other way round: what a change of the documents leaves to the bidders.
  {
    ...LIMIT,
    id: "lead.documents",
    regimes: ["works"],
    unit: "calendarDay",
    length: 15,
    articles: ["ZTB-T-21"],
  },
  {
    ...LIMIT,
    id: "lead.prequalification",
    regimes: ["works"],
    unit: "calendarDay",
    length: 3,
    articles: ["ZTB-T-21"],
  },
  {
    ...LIMIT,
    id: "window.opening",
    regimes: ["works"],
    unit: "sameDay",
    length: 0,
    articles: ["ZTB-T-44"],
  },
  // As long as the candidates are public.
  {
    ...LIMIT,
    id: "window.result",
    regimes: ["works"],
    unit: "sameDay",
    length: 0,
    articles: ["ZTB-T-54"],
  },
  // The law gives no number: a value of the city, which says so.
  {
    ...LIMIT,
    id: "pause.cap",
    regimes: REGIMES,
    unit: "calendarDay",
    length: 60,
    isCommitment: true,
    articles: ["LOCAL-PAUSE"],
  },
];
