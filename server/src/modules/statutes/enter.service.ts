/** Entering a year or an article moves statutory dates: a person of another unit, who did not write it, approves. */
import { randomUUID } from "node:crypto";

import { sql } from "kysely";
import Type, { type TSchema } from "typebox";

import type { ChangeLine } from "../../../../contract/src/approval.ts";
import { ArticleContent } from "../../../../contract/src/facts/statutes.article-entered.ts";
import { CalendarYearContent } from "../../../../contract/src/facts/statutes.calendar-year-entered.ts";
import type { Move } from "../../../../contract/src/statutes.ts";
import { closed } from "../../../../contract/src/values.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type Approvals, type DangerousAct, defineAct } from "../../platform/approval/index.ts";
import type { Database, Tx } from "../../platform/database.ts";
import { recordFact, recordOwnFacts } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import {
  type Draft,
  dropDraft,
  findDraft,
  getDraft,
  keepDraft,
  noteRequest,
} from "./draft.store.ts";
import { checkEntry, type Entry, entryName, keyOf, nextVersion, withEntry } from "./entry.ts";
import { movesOf } from "./moves.ts";
import { type PreviewDeps, previewOf, type WholePreview } from "./preview.service.ts";
import { readStatutes } from "./statutes.store.ts";

const ENTER: Readonly<Record<Entry["kind"], string>> = {
  calendarYear: "statutes.enter-calendar-year",
  article: "statutes.enter-article",
};

export interface EnterDeps extends PreviewDeps {
  readonly registry: FactRegistry;
}

/** The content itself and not only its draft: what is entered is what the approver read. */
const paramsOf = (content: TSchema) =>
  Type.Object(
    {
      draft: Type.String({ format: "uuid" }),
      /** Account of whoever wrote it. */
      madeBy: Type.String({ minLength: 1, maxLength: 100 }),
      /** Version that it becomes. */
      version: Type.Integer({ minimum: 1 }),
      content,
    },
    closed,
  );

export interface EnterParams {
  readonly draft: string;
  readonly madeBy: string;
  readonly version: number;
  readonly content: Entry["content"];
}

export const enterActs = (deps: EnterDeps): readonly DangerousAct[] => [
  enterAct(deps, "calendarYear", CalendarYearContent),
  enterAct(deps, "article", ArticleContent),
];

function enterAct(deps: EnterDeps, kind: Entry["kind"], content: TSchema): DangerousAct {
  const entryOf = (params: EnterParams) => ({ kind, content: params.content }) as Entry;
  return defineAct<EnterParams>({
    kind: ENTER[kind],
    requestPermission: "statutes.enter",
    approvePermission: "statutes.enter",
    params: paramsOf(content),
    async describe(db, params) {
      const entry = entryOf(params);
      const at = new Date(0).toISOString();
      const preview = await previewOf(db, deps, { entry, at });
      return { subject: keyOf(entry), lines: linesOf(entry, params.version, preview) };
    },
    async check(tx, params, { approver }) {
      if (approver?.person === params.madeBy) throw new RuleViolation("statutes.own-draft");
      await requireEntry(tx, entryOf(params), params.version);
    },
    execute: (tx, params, { at }) => enter(tx, deps, { ...params, entry: entryOf(params), at }),
  });
}

/** Keeps a draft and asks that it be entered. @returns id of the request */
export async function askForEntry(
  { db, approvals }: { readonly db: Database; readonly approvals: Approvals },
  actor: Actor,
  { entry, reason, at }: { readonly entry: Entry; readonly reason: string; readonly at: Date },
): Promise<string> {
  const id = randomUUID();
  const { account, name } = actor;
  await keepDraft(db, { id, entry, by: { account, name }, at });
  return askForDraft({ db, approvals }, actor, { draft: await getDraft(db, id), reason });
}

/** Asks that a draft be entered as the next version. @returns id of the request */
export async function askForDraft(
  { db, approvals }: { readonly db: Database; readonly approvals: Approvals },
  actor: Actor,
  { draft, reason }: { readonly draft: Draft; readonly reason: string },
): Promise<string> {
  const { id, entry, madeBy } = draft;
  const params: EnterParams = {
    draft: id,
    madeBy: madeBy.account,
    version: nextVersion(await readStatutes(db), entry),
    content: entry.content,
  };
  const request = await approvals.request(actor, { act: ENTER[entry.kind], params, reason });
  await noteRequest(db, id, request);
  return request;
}

/** Serialises entries: the version of a year is given once. */
const ENTRY_LOCK = 7_301_021;

/** @throws RuleViolation statutes.bad-entry, statutes.version-taken */
async function requireEntry(tx: Tx, entry: Entry, version: number): Promise<void> {
  const statutes = await readStatutes(tx);
  const wanted = nextVersion(statutes, entry);
  if (version !== wanted)
    throw new RuleViolation("statutes.version-taken", { key: keyOf(entry), version, wanted });
  const errors = checkEntry(entry, statutes);
  if (errors.length > 0)
    throw new RuleViolation("statutes.bad-entry", { count: errors.length }, { errors });
}

interface Entering {
  readonly entry: Entry;
  readonly version: number;
  readonly draft: string;
  readonly at: string;
}

/** Records the entry and, of every clock that it moves, the old date and the new one. */
async function enter(
  tx: Tx,
  { registry, openVoices }: EnterDeps,
  { entry, version, draft, at }: Entering,
): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${ENTRY_LOCK})`.execute(tx);
  await requireEntry(tx, entry, version);
  const before = await readStatutes(tx);
  const moves = movesOf(await openVoices(), before, withEntry(before, entry, at));
  const name = entryName(entry, version);
  const isYear = entry.kind === "calendarYear";
  await recordFact(tx, registry, {
    kind: isYear ? "statutes.calendar-year-entered" : "statutes.article-entered",
    source: "mingjing",
    sourceId: `statutes/${isYear ? "calendar" : "article"}/${name}`,
    subject: `${isYear ? "calendarYear" : "article"}:${keyOf(entry)}`,
    occurredAt: at,
    payload: { ...entry.content, version },
  });
  await recordMoves(tx, registry, { name, moves, at });
  // A draft that was changed meanwhile is another entry, and stays.
  const now = await findDraft(tx, draft);
  if (now !== undefined && canonicalJson(now.entry.content) === canonicalJson(entry.content))
    await dropDraft(tx, draft);
}

const PART = 1000;

async function recordMoves(
  tx: Tx,
  registry: FactRegistry,
  {
    name,
    moves,
    at,
  }: { readonly name: string; readonly moves: readonly Move[]; readonly at: string },
): Promise<void> {
  const parts = Array.from({ length: Math.ceil(moves.length / PART) }, (_, index) => ({
    kind: "statutes.dates-moved",
    source: "mingjing",
    sourceId: `statutes/moved/${name}/${index + 1}`,
    subject: `statute:${name}`,
    occurredAt: at,
    payload: {
      entry: name,
      part: index + 1,
      moves: moves
        .slice(index * PART, (index + 1) * PART)
        .map(({ title: _title, ...move }) => move),
    },
  }));
  if (parts.length > 0) await recordOwnFacts(tx, registry, parts);
}

const MOST_SHOWN = 50;

const line = (
  field: string,
  as: ChangeLine["as"],
  values: { readonly before?: string | undefined; readonly after?: string | undefined },
): ChangeLine => ({
  field,
  as,
  ...(values.before === undefined ? {} : { before: values.before }),
  ...(values.after === undefined ? {} : { after: values.after }),
});

/** What the approver reads: the entry, then the days, then the dates that move. */
function linesOf(entry: Entry, version: number, preview: WholePreview): ChangeLine[] {
  const before = version === 1 ? undefined : String(version - 1);
  return [
    line("statuteVersion", "number", { before, after: String(version) }),
    ...(entry.kind === "calendarYear"
      ? yearLines(entry.content, preview)
      : articleLines(entry.content)),
    line("openVoices", "number", { after: String(preview.voices) }),
    line("movedClocks", "number", { after: String(preview.movedClocks) }),
    ...preview.moves
      .slice(0, MOST_SHOWN)
      .map((move) =>
        line("movedClock", "due", { before: dueOf(move, "before"), after: dueOf(move, "after") }),
      ),
    ...(preview.quotingLetters === 0
      ? []
      : [line("quotingLetters", "number", { after: String(preview.quotingLetters) })]),
    ...preview.letters.slice(0, MOST_SHOWN).map(({ number, on, case: of }) =>
      line("quoted-letter", "text", {
        after: [of, number, on].filter((part) => part !== undefined).join(" "),
      }),
    ),
    ...preview.quotes.map(({ kind, id, title }) =>
      line(`quoted-${kind}`, kind === "clock" ? "clock" : "text", {
        after: title === undefined ? id : `${id} ${title}`,
      }),
    ),
  ];
}

/** Number, clock and date in one value: `TS-1 complaint.decide 2027-01-05`; a date that is not certain is `?`. */
const dueOf = (move: Move, side: "before" | "after"): string | undefined =>
  move[side] === undefined ? undefined : `${move.number} ${move.clock} ${move[side] ?? "?"}`;

function yearLines(content: CalendarYearContent, { days }: WholePreview): ChangeLine[] {
  const of = (kind: string, field: string) => [
    ...days
      .filter(({ before }) => before === kind)
      .map(({ date }) => line(field, "day", { before: date })),
    ...days
      .filter(({ after }) => after === kind)
      .map(({ date }) => line(field, "day", { after: date })),
  ];
  return [
    line("ground", "text", { after: content.ground }),
    ...content.notices.map((address) => line("notice", "text", { after: address })),
    ...of("holiday", "dayOff"),
    ...of("makeUpDay", "makeUpDay"),
  ];
}

function articleLines(content: ArticleContent): ChangeLine[] {
  const { instrument, article, validFrom, validTo, replaces, summaryZh, verified, clocks } =
    content;
  return [
    line("article", "text", { after: `${instrument}${article}` }),
    line("summary", "text", { after: summaryZh }),
    line("verified", "verified", { after: verified }),
    line("validFrom", "day", { after: validFrom }),
    ...(validTo === null ? [] : [line("validTo", "day", { after: validTo })]),
    ...(replaces === null ? [] : [line("replaces", "text", { before: replaces })]),
    ...clocks.map(({ clock, length, unit, regimes }) =>
      line("changedClock", "clock", { after: `${clock} ${length} ${unit} ${regimes.join(" ")}` }),
    ),
  ];
}
