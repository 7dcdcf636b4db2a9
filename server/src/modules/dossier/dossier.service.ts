import {
  DOSSIER_GROUPS,
  DOSSIER_STAGES,
  type DossierStage,
} from "../../../../contract/src/dossier-values.ts";
/** Reads of a dossier: its head, pages of its timeline, one fact with its proof. */
import type {
  Clip,
  DossierFilters,
  DossierHead,
  FactDetails,
  TimelinePage,
  TimelineQuery,
  TimelineRow,
} from "../../../../contract/src/dossier.ts";
import type { FactKind } from "../../../../contract/src/facts/fact.ts";
import { readCursor } from "../../kernel/cursor.ts";
import { present } from "../../kernel/present.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database, Tx } from "../../platform/database.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { ScopedReader } from "../../platform/identity/reader.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import { leafHashOf, readLogProofs } from "../witness/index.ts";
import { type AccessSpan, countAccesses, findAccess, readAccesses } from "./access.store.ts";
import { findDigest } from "./facts-out.store.ts";
import { placeKeyOf, placeOf, withheldOf } from "./kinds.ts";
import { linkOf } from "./links.ts";
import { mergePage } from "./page.ts";
import { seesAccesses } from "./roles.ts";
import {
  type Column,
  countColumns,
  type FactFilter,
  type FactRow,
  findFact,
  findMembers,
  getProjectHead,
  listActors,
  listMarks,
  type Members,
  type ProjectHead,
  readFacts,
  type Window,
} from "./timeline.store.ts";
import { fieldName, fieldsOf, type Language, lineOf, titleOf } from "./words.ts";

export interface DossierDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly reader: ScopedReader;
  /** Recordings that belong to a project, for posts whose jurisdiction names video; absent: no cameras are connected. */
  readonly clipsOf?: ((db: Database, ocid: string) => Promise<readonly Clip[]>) | undefined;
}

/** Columns of the river. */
const COLUMNS = 60;
const LIMIT = 100;

export interface Opened {
  readonly head: ProjectHead;
  readonly members: Members;
}

/** @throws RuleViolation processes.not-found: also where the reader may not see it */
export const openProject = (
  { reader }: DossierDeps,
  { scope }: Actor,
  ocid: string,
): Promise<Opened> =>
  reader.read(scope, async (tx) => {
    const head = await getProjectHead(tx, scope, ocid);
    return { head, members: await findMembers(tx, scope, head) };
  });

/** Ids under which the access log may name something of the project. */
const objectsOf = ({ subjects }: Members): readonly string[] =>
  subjects.map((subject) => subject.replace(/^(lead|voice|warning|notice):/u, ""));

const NO_ACCESS: AccessSpan = { count: 0, firstAt: null, lastAt: null };

interface Placed extends Column {
  readonly group: (typeof DOSSIER_GROUPS)[number];
  readonly stage: DossierStage;
}

function stagesOf(columns: readonly Placed[]): DossierHead["stages"] {
  return DOSSIER_STAGES.flatMap((stage) => {
    const own = columns.filter((column) => column.stage === stage);
    if (own.length === 0) return [];
    const first = Math.min(...own.map(({ firstAt }) => firstAt.getTime()));
    const last = Math.max(...own.map(({ lastAt }) => lastAt.getTime()));
    return [
      {
        stage,
        count: sum(own),
        firstAt: new Date(first).toISOString(),
        lastAt: new Date(last).toISOString(),
      },
    ];
  });
}

const sum = (columns: readonly Column[]): number =>
  columns.reduce((total, { count }) => total + count, 0);

/** Several kinds of one stage in one column are one cell of the river. */
function riverOf(columns: readonly Placed[]): DossierHead["river"] {
  const cells = Map.groupBy(columns, ({ stage, column }) => `${stage} ${column}`);
  return [...cells.values()].flatMap((cell) => {
    const [first] = cell;
    if (first === undefined) return [];
    const at = Math.min(...cell.map(({ firstAt }) => firstAt.getTime()));
    const { stage, column } = first;
    return [{ stage, column, at: new Date(at).toISOString(), count: sum(cell) }];
  });
}

const MARK_PAGES = { lead: "/leads/", warning: "/warnings/" } as const;

export async function viewHead(
  deps: DossierDeps,
  actor: Actor,
  ocid: string,
): Promise<Omit<DossierHead, "mayExport">> {
  const { scope } = actor;
  const { head, members, ...read } = await deps.reader.read(scope, async (tx) => {
    const project = await getProjectHead(tx, scope, ocid);
    const found = await findMembers(tx, scope, project);
    return {
      head: project,
      members: found,
      columns: await countColumns(tx, found, COLUMNS),
      actors: await listActors(tx, found),
      marks: await listMarks(tx, found),
    };
  });
  const columns = read.columns.map((column) => ({ ...column, ...placeOf(column.key) }));
  const accesses = seesAccesses(actor.role)
    ? await countAccesses(deps.db, objectsOf(members))
    : NO_ACCESS;
  const { hasVideo, ...project } = head;
  const clips = hasVideo ? ((await deps.clipsOf?.(deps.db, ocid)) ?? []) : [];
  const groups = DOSSIER_GROUPS.map((code) => {
    const facts = sum(columns.filter(({ group }) => group === code));
    return { code, count: facts + (code === "access" ? accesses.count : 0) };
  }).filter(({ count }) => count > 0);
  return {
    ...present(project),
    total: sum(columns) + accesses.count,
    groups,
    stages: stagesOf(columns),
    actors: [...read.actors],
    river: riverOf(columns),
    columns: COLUMNS,
    marks: read.marks.map(({ kind, at, id, label }) => ({
      kind,
      label,
      at: at.toISOString(),
      link: `${MARK_PAGES[kind]}${encodeURIComponent(id)}`,
    })),
    files: columns.reduce((total, { files }) => total + files, 0),
    clips: [...clips],
  };
}

/** Which facts a filter asks for: keys of kinds, and kinds whose title holds the text. */
export function filterOf(
  { registry }: Pick<DossierDeps, "registry">,
  { groups, stage, actor, q }: DossierFilters,
  language: Language,
): FactFilter & { readonly hasAccesses: boolean } {
  const kinds = registry.kinds();
  const wanted = groups === undefined ? undefined : new Set(groups.split(","));
  const isWanted = (key: string) => {
    const own = placeOf(key);
    return (wanted?.has(own.group) ?? true) && (stage === undefined || own.stage === stage);
  };
  const keys = kinds.flatMap(keysOf).filter(isWanted);
  const isNarrowed = wanted !== undefined || stage !== undefined;
  return {
    keys: isNarrowed ? keys : undefined,
    actor,
    text: q,
    kindsOfText:
      q === undefined
        ? undefined
        : kinds
            .filter(({ title, kind }) => titleOf(language, title, kind).includes(q))
            .map(({ kind }) => kind),
    hasAccesses: (wanted?.has("access") ?? true) && (stage ?? "supervision") === "supervision",
  };
}

/** Types of notices are values of the schema of their kind. */
function keysOf({ kind, payload }: FactKind): readonly string[] {
  if (kind !== "procurement.notice-published") return [kind];
  const { noticeType } = (payload as unknown as { properties: Record<string, object> }).properties;
  return codesIn(noticeType).map((type) => placeKeyOf(kind, type));
}

const codesIn = (schema: object | undefined): readonly string[] => {
  const { enum: codes, anyOf } = (schema ?? {}) as {
    enum?: readonly string[];
    anyOf?: readonly { readonly const: string }[];
  };
  return codes ?? anyOf?.map((one) => one.const) ?? [];
};

export const rowsOf =
  ({ registry }: Pick<DossierDeps, "registry">, language: Language) =>
  (row: FactRow): TimelineRow => {
    const { payload, kind, actor, corrects, correctedBy, leafIndex } = row;
    const definition = registry.kinds().find((one) => one.kind === kind);
    const link = linkOf(row.subject, payload);
    const [lotId, fileHash] = [payload["lotId"], payload["fileHash"]];
    return {
      id: row.id,
      kind,
      title: titleOf(language, definition?.title, kind),
      text: lineOf(language, payload),
      ...placeOf(placeKeyOf(kind, payload["noticeType"] as string | undefined)),
      occurredAt: row.occurredAt,
      recordedAt: row.recordedAt.toISOString(),
      source: row.source,
      ...present({ actor, corrects, correctedBy, leafIndex }),
      ...(typeof lotId === "string" ? { lotId } : {}),
      ...(typeof fileHash === "string" ? { fileHash } : {}),
      ...(link === undefined ? {} : { link }),
    };
  };

export function windowOf({ after, before, from }: TimelineQuery): Window | undefined {
  if (before !== undefined) return { ...place(before), direction: "before" };
  if (after !== undefined) return { ...place(after), direction: "after" };
  return from === undefined ? undefined : { at: from, direction: "after" };
}

function place(cursor: string): { readonly at: string; readonly id: string } {
  const found = readCursor(cursor);
  if (found === undefined) throw new Error("no cursor");
  return found;
}

export async function viewTimeline(
  deps: DossierDeps,
  actor: Actor,
  { ocid, query }: { readonly ocid: string; readonly query: TimelineQuery },
): Promise<TimelinePage> {
  const { limit = LIMIT, lang = "zh-CN" } = query;
  const filter = filterOf(deps, query, lang);
  const window = windowOf(query);
  const { scope } = actor;
  const { members, facts } = await deps.reader.read(scope, async (tx) => {
    const head = await getProjectHead(tx, scope, ocid);
    const found = await findMembers(tx, scope, head);
    return {
      members: found,
      facts: await readFacts(tx, found, { filter, window, limit: limit + 1 }),
    };
  });
  const accesses =
    filter.hasAccesses && seesAccesses(actor.role)
      ? await readAccesses(
          deps.db,
          { objects: objectsOf(members), actor: filter.actor, text: filter.text },
          { window, limit: limit + 1 },
        )
      : [];
  const page = mergePage([facts, accesses], {
    limit,
    direction: window?.direction ?? "after",
    hasPlace: window !== undefined,
  });
  return { ...page, rows: page.rows.map(rowsOf(deps, lang)) };
}

async function findAnyFact(deps: DossierDeps, actor: Actor, [ocid, id]: readonly [string, string]) {
  const { scope } = actor;
  const { members, fact } = await deps.reader.read(scope, async (tx: Tx) => {
    const found = await findMembers(tx, scope, await getProjectHead(tx, scope, ocid));
    return { members: found, fact: await findFact(tx, found, id) };
  });
  if (fact !== undefined || !seesAccesses(actor.role)) return fact;
  return findAccess(deps.db, objectsOf(members), id);
}

/** @throws RuleViolation dossier.fact-not-found */
export async function viewFact(
  deps: DossierDeps,
  actor: Actor,
  { ocid, id, lang }: { readonly ocid: string; readonly id: string; readonly lang: Language },
): Promise<FactDetails> {
  const fact = await findAnyFact(deps, actor, [ocid, id]);
  if (fact === undefined)
    throw new RuleViolation("dossier.fact-not-found", { id }, { status: 404 });
  const proof =
    fact.leafIndex === null ? undefined : await proofOf(deps.db, fact.id, fact.leafIndex);
  return {
    row: rowsOf(deps, lang)(fact),
    version: fact.version,
    subject: fact.subject,
    contentHash: fact.contentHash,
    fields: [...fieldsOf(lang, fact.payload)],
    withheld: withheldOf(fact.payload).map((name) => fieldName(lang, name)),
    ...personIn(fact.payload),
    ...(proof === undefined ? {} : { proof }),
  };
}

function personIn({ evaluator }: FactRow["payload"]): Pick<FactDetails, "person"> {
  const token = (evaluator as { readonly token?: string } | undefined)?.token;
  return token === undefined ? {} : { person: token };
}

async function proofOf(
  db: Database,
  id: string,
  leafIndex: number,
): Promise<FactDetails["proof"] | undefined> {
  const [proofs, digest] = await Promise.all([readLogProofs(db, [leafIndex]), findDigest(db, id)]);
  const inclusion = proofs?.proofs[0];
  if (proofs === undefined || inclusion === undefined || digest === undefined) return undefined;
  return {
    leafHash: leafHashOf(digest).toString("hex"),
    inclusion: [...inclusion],
    size: proofs.size,
    origin: proofs.log.origin,
    signedAt: proofs.signedAt.toISOString(),
    checkpoint: proofs.checkpoint,
  };
}
