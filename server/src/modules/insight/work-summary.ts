/** The source text with the numbers of a quarter, and a footnote for each of them. Pure. */
import { createHash } from "node:crypto";

import type {
  SummaryBlock,
  SummaryNote,
  WorkSummary,
} from "../../../../contract/src/work-summary.ts";
import words from "../../../../locales/zh-CN/report.json" with { type: "json" };
import { canonicalJson } from "../../kernel/canonical-json.ts";
import type { CountedVoice } from "../complaints/index.ts";
import type { CountedFollowUp } from "../followup/index.ts";
import { quarterDays } from "./quarter.ts";
import { SOURCE_LINES } from "./work-summary-source.ts";

export interface CountedLead {
  readonly id: string;
  readonly ocid: string;
  readonly state: string;
  /** Day on which it was raised. */
  readonly raisedOn: string;
}

export interface SummaryFacts {
  readonly quarter: string;
  readonly city: string;
  /** Of the year up to the end of the quarter. */
  readonly leads: readonly CountedLead[];
  /** Talks held and letters sent in the quarter. */
  readonly followUp: CountedFollowUp;
  /** Received in the quarter. */
  readonly voices: readonly CountedVoice[];
  /** Instant at which it is counted. */
  readonly asOf: string;
  readonly logSize: number | undefined;
  /** Whether an answer came by the promise; undefined: not to be counted. */
  readonly isKept: (voice: CountedVoice) => boolean | undefined;
  /** Working days of the city's promises, by clock. */
  readonly promises: Readonly<Record<"challenge" | "complaint" | "inspection", number>>;
}

type Params = Readonly<Record<string, string | number>>;

/** A word of the report with its gaps filled. */
export const fill = (pattern: string, params: Params): string =>
  pattern.replaceAll(/\{\{(\w+)\}\}/g, (gap, name: string) => String(params[name] ?? gap));

interface List {
  readonly path: "/leads" | "/voices" | "/followup";
  readonly filter: Readonly<Record<string, string>>;
  /** What is in it. */
  readonly ids: readonly string[];
}

interface Entry {
  /** Empty: the note stands behind words without a number. */
  readonly value: string;
  readonly text: string;
  readonly list?: List;
  readonly isMissing?: boolean;
}

const ALL_LEADS = "returned,routed,received,decided,published";
const HANDLED_LEADS = "received,decided,published";
const ALL_VOICES =
  "routed,returned,taken,correcting,accepted,refused,replied,published,withdrawn,transferred";

const NOTES = words.note;

function leadEntries({ quarter, leads }: SummaryFacts): Readonly<Record<string, Entry>> {
  const { year, from, to } = quarterDays(quarter);
  const own = leads.filter(({ raisedOn }) => raisedOn >= from);
  const handled = leads.filter(({ state }) => HANDLED_LEADS.split(",").includes(state));
  const list = (rows: readonly CountedLead[], filter: Readonly<Record<string, string>>): List => ({
    path: "/leads",
    filter,
    ids: rows.map(({ id }) => id).toSorted(),
  });
  const ofQuarter = list(own, { state: ALL_LEADS, from, to });
  const start = `${year}-01-01`;
  return {
    warnings: {
      value: String(handled.length),
      text: fill(NOTES.warnings, { year, to }),
      list: list(handled, { state: HANDLED_LEADS, from: start, to }),
    },
    projects: {
      value: String(new Set(own.map(({ ocid }) => ocid)).size),
      text: fill(NOTES.projects, { leads: own.length }),
      list: ofQuarter,
    },
  };
}

/** Each number is the length of a list of the page of letters and talks. */
function followUpEntries({ quarter, followUp }: SummaryFacts): Readonly<Record<string, Entry>> {
  const { from, to } = quarterDays(quarter);
  const entry = (name: keyof CountedFollowUp): Entry => ({
    value: String(followUp[name].length),
    text: NOTES[name],
    list: { path: "/followup", filter: { from, to, list: name }, ids: followUp[name].toSorted() },
  });
  return { firms: entry("firms"), experts: entry("experts"), letters: entry("letters") };
}

function voiceEntries(facts: SummaryFacts): Readonly<Record<string, Entry>> {
  const { quarter, voices, isKept, promises } = facts;
  const { from, to } = quarterDays(quarter);
  const list = (rows: readonly CountedVoice[], filter: Readonly<Record<string, string>>): List => ({
    path: "/voices",
    filter: { state: ALL_VOICES, from, to, ...filter },
    ids: rows.map(({ id }) => id).toSorted(),
  });
  const promise = (kinds: readonly string[], pattern: string) => {
    const rows = voices.filter(({ kind }) => kinds.includes(kind));
    const kept = rows.filter((voice) => isKept(voice) === true);
    const missed = rows.filter((voice) => isKept(voice) === false);
    const params = { count: rows.length, kept: kept.length, missed: missed.length };
    return { rows, text: fill(pattern, params) };
  };
  const challenges = promise(["challenge", "objection"], NOTES.challengeDays);
  const complaints = promise(["complaint"], NOTES.complaintDays);
  const pushed = voices.filter(({ rungs }) => rungs.includes("T+1"));
  const published = voices.filter(({ isPublished }) => isPublished);
  const counted = (rows: readonly CountedVoice[], pattern: string) =>
    fill(pattern, { count: rows.length });
  return {
    challengeDays: {
      value: String(promises.challenge),
      text: challenges.text,
      list: list(challenges.rows, { kind: "challenge,objection" }),
    },
    complaintDays: {
      value: String(promises.complaint),
      text: complaints.text,
      list: list(complaints.rows, { kind: "complaint" }),
    },
    inspectionDays: {
      value: String(promises.inspection),
      text: NOTES.inspectionDays,
      isMissing: true,
    },
    forwarded: { value: "", text: counted(voices, NOTES.forwarded), list: list(voices, {}) },
    pushed: { value: "", text: counted(pushed, NOTES.pushed), list: list(pushed, { rung: "T+1" }) },
    published: {
      value: "",
      text: counted(published, NOTES.published),
      list: list(published, { has: "publication" }),
    },
  };
}

/** Query and result as anybody can write them down again: RFC 8785, then SHA-256. */
export function hashOf({ path, filter, ids }: List): string {
  const text = canonicalJson({ query: { path, filter }, result: { count: ids.length, ids } });
  return createHash("sha256").update(text).digest("hex");
}

const noteOf = ({ text, list, isMissing = false }: Entry): SummaryNote => ({
  text,
  isMissing,
  ...(list === undefined
    ? {}
    : {
        list: `/console${list.path}?${new URLSearchParams(list.filter).toString()}`,
        hash: hashOf(list),
      }),
});

const kindOf = (line: string, index: number): SummaryBlock["kind"] => {
  if (index === 0) return "title";
  return /^[一二三四]、/.test(line) && line.length < 30 ? "heading" : "paragraph";
};

export function workSummary(facts: SummaryFacts): WorkSummary {
  const entries = { ...leadEntries(facts), ...followUpEntries(facts), ...voiceEntries(facts) };
  const notes: SummaryNote[] = [];
  const blocks = SOURCE_LINES.map((line, index): SummaryBlock => {
    const text = line.replaceAll("{{city}}", facts.city);
    const pieces = text.split(/\{\{(\w+)\}\}/).flatMap((part, nth): SummaryBlock["pieces"] => {
      if (nth % 2 === 0) return part === "" ? [] : [part];
      const entry = entries[part];
      if (entry === undefined) throw new Error(`the source text has an unknown gap ${part}`);
      notes.push(noteOf(entry));
      return [{ value: entry.value, note: notes.length }];
    });
    return { kind: kindOf(line, index), pieces };
  });
  const { quarter, asOf, logSize } = facts;
  return { quarter, asOf, ...(logSize === undefined ? {} : { logSize }), blocks, notes };
}
