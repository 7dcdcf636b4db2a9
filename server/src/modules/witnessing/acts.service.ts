/** Acts of a witness: what was seen, notes, sheets. Each is one fact; a correction is another. */
import { randomUUID } from "node:crypto";

import type { Regime } from "../../../../contract/src/values.ts";
import { type Clip, CLIP_SECONDS } from "../../../../contract/src/witnessing-values.ts";
import type {
  IssueSheet,
  Receipt,
  RecordAct,
  SignSheet,
  TakeNote,
} from "../../../../contract/src/witnessing.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import { type ActContext, actOnce } from "../../platform/facts/act.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { requireClause } from "./clauses.ts";
import { countSheets, findRecord, nextSheetNumber, readRecordedAt } from "./record.store.ts";
import type { KeptRecord } from "./record.ts";
import { readShiftEvents } from "./shift.store.ts";
import { shiftOf, watchOf } from "./shift.ts";
import { SHIFT_PREFIX } from "./witnessing.facts.ts";

/** Where something was seen; the caller has checked that the witness may see this project. */
export interface Place {
  readonly room: string;
  readonly channel: string;
  readonly project:
    | {
        readonly ocid: string;
        /** Absent: an evaluation or a draw. */
        readonly session?: string | undefined;
        readonly lotId?: string | undefined;
        readonly regime: Regime | undefined;
      }
    | undefined;
}

type Context = Pick<ActContext, "db" | "registry" | "officer" | "at">;

const SECOND_MS = 1000;
/** What was seen longer ago is a note of memory and no record on the spot. */
const MOST_MINUTES = 10;

/** @throws RuleViolation witnessing.seen-when */
function requireSeen(seenAt: string | undefined, at: string): string {
  const seen = Date.parse(seenAt ?? at);
  const now = Date.parse(at);
  if (seen > now || now - seen > MOST_MINUTES * 60 * SECOND_MS)
    throw new RuleViolation("witnessing.seen-when", { minutes: MOST_MINUTES });
  return new Date(seen).toISOString();
}

/** From half a minute before to half a minute after, and to the moment of the record at least. */
function clipOf(channel: string, seenAt: string, at: string): Clip {
  const seen = Date.parse(seenAt);
  const to = Math.max(seen + CLIP_SECONDS * SECOND_MS, Date.parse(at));
  return {
    channel,
    from: new Date(seen - CLIP_SECONDS * SECOND_MS).toISOString(),
    to: new Date(to).toISOString(),
  };
}

/** The project, or the witness's shift where no project is. @throws RuleViolation witnessing.no-subject */
async function subjectOf(tx: Tx, { officer, at }: Context, { room, project }: Place) {
  if (project !== undefined) return project.ocid;
  const shift = shiftOf(watchOf(await readShiftEvents(tx, at), at), officer.account);
  if (shift === undefined) throw new RuleViolation("witnessing.no-subject", { room });
  return `${SHIFT_PREFIX}${shift.id}`;
}

const projectOf = ({ project }: Place) => ({
  ...(project?.session === undefined ? {} : { session: project.session }),
  ...(project?.lotId === undefined ? {} : { lotId: project.lotId }),
});

interface Made {
  readonly kind: "note-taken" | "act-recorded" | "intervention-issued";
  readonly id: string;
  readonly subject: string;
  readonly occurredAt: string;
  readonly payload: object;
  /** Fact that this one takes the place of. */
  readonly corrects?: string;
  readonly version?: number;
  readonly number?: string;
}

async function record(tx: Tx, { registry, officer }: Context, made: Made): Promise<Receipt> {
  const { kind, id, subject, occurredAt, payload, corrects, version = 1, number } = made;
  const factId = await recordFact(tx, registry, {
    kind: `witnessing.${kind}`,
    source: "mingjing",
    sourceId: `witnessing/${id}/${version}`,
    subject,
    occurredAt,
    ...(corrects === undefined ? {} : { corrects }),
    payload: { ...payload, version, officer },
  });
  const recorded = await readRecordedAt(tx, [factId]);
  const recordedAt = recorded.get(factId) ?? occurredAt;
  return { id, factId, recordedAt, ...(number === undefined ? {} : { number }) };
}

const act = (context: Context, work: (tx: Tx) => Promise<Receipt>): Promise<Receipt> =>
  actOnce(context.db, "witnessing.stale", work);

/** @throws RuleViolation witnessing.no-clause, clause-not-applicable, seen-when, no-subject */
export const recordAct = (
  context: Context,
  place: Place,
  body: Omit<RecordAct, "room" | "session" | "booking">,
): Promise<Receipt> =>
  act(context, async (tx) => {
    const { persons, severity, measure, isOpen = false, text } = body;
    const seenAt = requireSeen(body.seenAt, context.at);
    const clause = requireClause({ clause: body.clause, regime: place.project?.regime });
    const id = randomUUID();
    return record(tx, context, {
      kind: "act-recorded",
      id,
      subject: await subjectOf(tx, context, place),
      occurredAt: seenAt,
      payload: {
        act: id,
        room: place.room,
        ...projectOf(place),
        clause: clause.id,
        clauseText: clause.text,
        law: clause.articles.map((article) => article.id),
        persons: persons ?? [{ role: clause.role }],
        severity: severity ?? clause.severity,
        clip: clipOf(place.channel, seenAt, context.at),
        ...(isOpen ? {} : { measure: measure ?? clause.measure }),
        ...(text === undefined ? {} : { text }),
      },
    });
  });

/** @throws RuleViolation witnessing.seen-when, no-subject */
export const takeNote = (
  context: Context,
  place: Place,
  { text, ...body }: Omit<TakeNote, "room" | "session" | "booking">,
): Promise<Receipt> =>
  act(context, async (tx) => {
    const seenAt = requireSeen(body.seenAt, context.at);
    const id = randomUUID();
    return record(tx, context, {
      kind: "note-taken",
      id,
      subject: await subjectOf(tx, context, place),
      occurredAt: seenAt,
      payload: {
        note: id,
        room: place.room,
        ...projectOf(place),
        text,
        clip: clipOf(place.channel, seenAt, context.at),
      },
    });
  });

const notFound = (id: string) => new RuleViolation("witnessing.not-found", { id });

async function getRecord<Kind extends KeptRecord["kind"]>(
  tx: Tx,
  kind: Kind,
  id: string,
): Promise<Extract<KeptRecord, { kind: Kind }>> {
  const found = await findRecord(tx, id);
  if (found?.kind !== kind) throw notFound(id);
  return found as Extract<KeptRecord, { kind: Kind }>;
}

/** A fact of the same record that takes the former one's place; both stay in the log. */
function correction({ factId, id, subject, at, payload }: KeptRecord) {
  const { version, officer: _officer, ...rest } = payload;
  return { id, subject, occurredAt: at, corrects: factId, version: version + 1, rest };
}

/**
 * Takes back the own record of an act or note. @throws RuleViolation witnessing.not-found, not-yours, withdrawn-already,
 * has-sheet
 */
export const withdrawRecord = (
  context: Context,
  kind: "note-taken" | "act-recorded",
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<Receipt> =>
  act(context, async (tx) => {
    const found = await getRecord(tx, `witnessing.${kind}`, id);
    const { payload } = found;
    if (payload.officer.account !== context.officer.account)
      throw new RuleViolation("witnessing.not-yours", {}, { status: 403 });
    if (payload.withdrawn !== undefined) throw new RuleViolation("witnessing.withdrawn-already");
    if (kind === "act-recorded" && (await countSheets(tx, id)) > 0)
      throw new RuleViolation("witnessing.has-sheet");
    const { rest, ...next } = correction(found);
    return record(tx, context, { kind, ...next, payload: { ...rest, withdrawn: reason } });
  });

/** @throws RuleViolation witnessing.not-found, withdrawn-already */
export const issueSheet = (context: Context, body: IssueSheet): Promise<Receipt> =>
  act(context, async (tx) => {
    const found = await getRecord(tx, "witnessing.act-recorded", body.act);
    const { room, session, lotId, clause, clauseText, law, withdrawn } = found.payload;
    if (withdrawn !== undefined) throw new RuleViolation("witnessing.withdrawn-already");
    const id = randomUUID();
    const year = plainDateOf(new Date(context.at)).slice(0, 4);
    const number = await nextSheetNumber(tx, year);
    return record(tx, context, {
      kind: "intervention-issued",
      id,
      number,
      subject: found.subject,
      occurredAt: context.at,
      payload: {
        sheet: id,
        number,
        ...body,
        room,
        ...(session === undefined ? {} : { session }),
        ...(lotId === undefined ? {} : { lotId }),
        clause,
        clauseText,
        law,
      },
    });
  });

/** What became of a sheet that waited for a signature. @throws RuleViolation witnessing.not-found, signed-already */
export const signSheet = (
  context: Context,
  { id, ...body }: SignSheet & { readonly id: string },
): Promise<Receipt> =>
  act(context, async (tx) => {
    const found = await getRecord(tx, "witnessing.intervention-issued", id);
    if (found.payload.signature !== "pending")
      throw new RuleViolation("witnessing.signed-already", { number: found.payload.number });
    const { rest, ...next } = correction(found);
    const { number } = found.payload;
    return record(tx, context, {
      kind: "intervention-issued",
      ...next,
      number,
      payload: { ...rest, ...body },
    });
  });
