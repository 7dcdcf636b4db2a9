/** Asking for witness data of a firm, a person or a device, and looking at it while that is allowed. */
import { createHash } from "node:crypto";

import Type from "typebox";

import {
  MOST_RETRIEVAL_DAYS,
  needsApproval,
  Purpose,
  RETRIEVAL_DAYS,
  RetrievalId,
  RetrievalTarget,
} from "../../../../contract/src/dossier-values.ts";
import type {
  AskRetrieval,
  Clip,
  FoundRow,
  RetrievalResult,
  RetrievalView,
} from "../../../../contract/src/dossier.ts";
import type { RetrievalAsked } from "../../../../contract/src/facts/dossier.retrieval-asked.ts";
import { closed } from "../../../../contract/src/values.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type Approvals, type DangerousAct, defineAct } from "../../platform/approval/index.ts";
import { inTransaction, type Tx } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { nextUuid } from "../../platform/facts/uuid.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import { seenValuesOf } from "../screening/index.ts";
import type { DossierDeps } from "./dossier.service.ts";
import { dossierActorOf } from "./export.service.ts";
import {
  findRetrieval,
  firmCandidates,
  personCandidates,
  type RetrievalRow,
} from "./retrieval.store.ts";
import {
  findFirm,
  findPerson,
  findUses,
  type Found,
  foundRowOf,
  leavesOf,
  listDeviceUses,
  readBeside,
} from "./search.store.ts";
import { openUntil, stateOf } from "./standing.ts";
import { deviceTarget, onlyTarget } from "./target.ts";

export const RETRIEVE = "dossier.retrieve";
const DAY_MS = 86_400_000;
/** One person who comes back to the page within ten minutes looks once. */
const SAME_LOOK_MS = 600_000;
const MOST_SHOWN = 500;

const Params = Type.Object(
  {
    retrieval: RetrievalId,
    target: RetrievalTarget,
    purpose: Purpose,
    caseNumber: Type.String(),
    days: Type.Integer({ minimum: 1, maximum: MOST_RETRIEVAL_DAYS }),
  },
  closed,
);
interface Asked {
  readonly retrieval: string;
  readonly target: RetrievalTarget;
  readonly purpose: string;
  readonly caseNumber: string;
  readonly days: number;
}

/**
 * Nothing changes when it is approved: the approval is what opens the retrieval. One whose retrieval was never put on
 * record, because the server stopped between the two, opens nothing.
 */
export const retrieveAct: DangerousAct = defineAct<Asked>({
  kind: RETRIEVE,
  requestPermission: "dossier.retrieve",
  approvePermission: "dossier.approve",
  params: Params,
  // oxlint-disable-next-line typescript/require-await -- nothing is read
  async describe(_db, { target, purpose, caseNumber, days }) {
    const text = (field: string, after: string) => ({ field, as: "text" as const, after });
    return {
      subject: target.label,
      lines: [
        text(target.kind === "person" ? "retrievalPerson" : "retrievalDevice", target.value),
        text("retrievalPurpose", purpose),
        text("retrievalCase", caseNumber),
        { field: "retrievalDays", as: "number", after: String(days) },
      ],
    };
  },
  execute: async () => undefined,
});

export interface RetrievalDeps extends DossierDeps {
  readonly approvals: Approvals;
}

async function targetOf({ db }: DossierDeps, body: AskRetrieval): Promise<RetrievalTarget> {
  const given = body.value.trim();
  if (body.kind === "device") return deviceTarget(body.field, given, seenValuesOf);
  if (body.kind === "firm") return onlyTarget("firm", await firmCandidates(db, given));
  return onlyTarget("person", await personCandidates(db, given));
}

/** @throws RuleViolation dossier.case-needed, .unknown-target, .ambiguous-target */
export async function askRetrieval(
  deps: RetrievalDeps,
  actor: Actor,
  body: AskRetrieval,
): Promise<RetrievalView> {
  const { kind, purpose, caseNumber, days = RETRIEVAL_DAYS } = body;
  if (needsApproval(kind) && caseNumber === undefined)
    throw new RuleViolation("dossier.case-needed", {}, { status: 400 });
  const target = await targetOf(deps, body);
  const now = deps.clock.now();
  const retrieval = `q-${nextUuid(now.getTime())}`;
  const approval = needsApproval(kind)
    ? await deps.approvals.request(actor, {
        act: RETRIEVE,
        reason: purpose,
        params: { retrieval, target, purpose, caseNumber, days },
      })
    : undefined;
  const payload: RetrievalAsked = {
    retrieval,
    target,
    purpose,
    days,
    by: dossierActorOf(actor),
    asker: actor.account,
    ...(caseNumber === undefined ? {} : { caseNumber }),
    ...(approval === undefined
      ? { until: new Date(now.getTime() + days * DAY_MS).toISOString() }
      : { approval }),
  };
  await inTransaction(deps.db, (tx) =>
    recordFact(tx, deps.registry, {
      kind: "dossier.retrieval-asked",
      source: "mingjing",
      sourceId: retrieval,
      subject: `retrieval:${retrieval}`,
      occurredAt: now.toISOString(),
      payload,
    }),
  );
  return viewOf(await getRetrieval(deps, actor, retrieval), now);
}

async function getRetrieval(
  { db }: DossierDeps,
  { account }: Actor,
  id: string,
): Promise<RetrievalRow> {
  const row = await findRetrieval(db, { id, asker: account });
  if (row === undefined)
    throw new RuleViolation("dossier.retrieval-not-found", {}, { status: 404 });
  return row;
}

export function viewOf(row: RetrievalRow, now: Date): RetrievalView {
  const { id, target, purpose, days, askedAt, looks } = row;
  const until = openUntil(row);
  return {
    id,
    target,
    purpose,
    days,
    looks,
    state: stateOf(row, now),
    askedAt: askedAt.toISOString(),
    ...(row.caseNumber === null ? {} : { caseNumber: row.caseNumber }),
    ...(row.approval === null ? {} : { approval: row.approval }),
    ...(row.closedBy === null ? {} : { closedBy: row.closedBy }),
    ...(row.closedAt === null ? {} : { closedAt: row.closedAt.toISOString() }),
    ...(row.closedReason === null ? {} : { closedReason: row.closedReason }),
    ...(until === undefined ? {} : { until: until.toISOString() }),
  };
}

async function search(
  deps: DossierDeps,
  { scope }: Actor,
  { kind, value, field }: RetrievalTarget,
): Promise<readonly Found[]> {
  const read = (work: (tx: Tx) => Promise<readonly Found[]>) => deps.reader.read(scope, work);
  if (kind === "firm") return read((tx) => findFirm(tx, scope, value));
  if (kind === "person") return read((tx) => findPerson(tx, scope, value));
  if (field === undefined) return [];
  const uses = await listDeviceUses(deps.db, { field, value });
  const same = uses.filter(({ trace }) =>
    seenValuesOf(trace).some((seen) => seen.field === field && seen.value === value),
  );
  return read((tx) =>
    findUses(
      tx,
      scope,
      same.map(({ factId }) => factId),
    ),
  );
}

/** @throws RuleViolation dossier.retrieval-not-found, dossier.not-open */
export async function openRetrieval(
  deps: RetrievalDeps,
  actor: Actor,
  id: string,
): Promise<RetrievalResult> {
  const now = deps.clock.now();
  const row = await getRetrieval(deps, actor, id);
  const state = stateOf(row, now);
  if (state !== "approved") throw new RuleViolation("dossier.not-open", { state }, { status: 403 });
  const found = await search(deps, actor, row.target);
  const shown = found.slice(0, MOST_SHOWN);
  const rows = await completed(deps, actor, shown);
  const resultHash = createHash("sha256").update(canonicalJson(rows)).digest("hex");
  await recordLook(deps, actor, { row, now, rows: rows.length, resultHash });
  return {
    retrieval: viewOf(await getRetrieval(deps, actor, id), now),
    rows: [...rows],
    resultHash,
    isCut: found.length > shown.length,
  };
}

async function completed(
  deps: DossierDeps,
  { scope }: Actor,
  found: readonly Found[],
): Promise<readonly FoundRow[]> {
  const lots = new Map(
    found.flatMap(({ ocid, lotId }) =>
      lotId === null ? [] : [[`${ocid}\n${lotId}`, { ocid, lotId }] as const],
    ),
  );
  const beside = new Map(
    (await deps.reader.read(scope, (tx) => readBeside(tx, scope, [...lots.values()]))).map(
      (one) => [`${one.ocid}\n${one.lotId}`, one] as const,
    ),
  );
  const leaves = await leavesOf(
    deps.db,
    found.map(({ factId }) => factId).filter((factId) => factId !== null),
  );
  const seen = [...beside.values()].filter(({ hasVideo }) => hasVideo);
  const clips = await clipsByProject(deps, new Set(seen.map(({ ocid }) => ocid)));
  return found.map((one) =>
    foundRowOf(one, beside.get(`${one.ocid}\n${one.lotId}`), {
      leafIndex: one.factId === null ? undefined : leaves.get(one.factId),
      clips: (clips.get(one.ocid) ?? []).filter(
        ({ lotId }) => lotId === undefined || one.lotId === null || lotId === one.lotId,
      ),
    }),
  );
}

async function clipsByProject(
  { db, clipsOf }: DossierDeps,
  ocids: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly Clip[]>> {
  const clips = new Map<string, readonly Clip[]>();
  if (clipsOf === undefined) return clips;
  for (const ocid of ocids) clips.set(ocid, await clipsOf(db, ocid));
  return clips;
}

interface Look {
  readonly row: RetrievalRow;
  readonly now: Date;
  readonly rows: number;
  readonly resultHash: string;
}

/** The access log has every look; a fact of its own has each result that differs, or comes later. */
async function recordLook(
  { db, registry }: DossierDeps,
  actor: Actor,
  { row, now, rows, resultHash }: Look,
): Promise<void> {
  const isSame =
    row.lastHash === resultHash &&
    row.lastLook !== null &&
    now.getTime() - row.lastLook.getTime() < SAME_LOOK_MS;
  if (isSame) return;
  await inTransaction(db, (tx) =>
    recordFact(tx, registry, {
      kind: "dossier.retrieval-opened",
      source: "mingjing",
      sourceId: `${row.id}/${now.toISOString()}`,
      subject: `retrieval:${row.id}`,
      occurredAt: now.toISOString(),
      payload: { retrieval: row.id, by: dossierActorOf(actor), rows, resultHash },
    }),
  );
}
