/** Takes a copy of a dossier: written to a file first, put on record with its hash, and only then handed out. */
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { isSealedRole } from "../../../../contract/src/audit.ts";
import type { DossierActor } from "../../../../contract/src/dossier-values.ts";
import type { ExportDossier, TimelineRow } from "../../../../contract/src/dossier.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { nextUuid } from "../../platform/facts/uuid.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import { TABLE_FILES } from "../../platform/spreadsheet/index.ts";
import { leafHashOf, type LogProofs, readLogProofs } from "../witness/index.ts";
import { type DossierDeps, filterOf, openProject, viewTimeline } from "./dossier.service.ts";
import { type ExportNote, pageText } from "./export-page.ts";
import { tableOf } from "./export-table.ts";
import { readSealedOut, type SealedOut } from "./facts-out.store.ts";
import { withheldOf } from "./kinds.ts";
import { writeZip, type ZipEntry } from "./zip.files.ts";

/** A copy larger than this is asked for in parts, by stage. */
const MOST_FACTS = 50_000;
const PAGE = 500;

/** Discipline inspectors and police appear as their organ: their looks are sealed (decision 0011). */
export const dossierActorOf = ({ account, name, role, department }: Actor): DossierActor => ({
  unit: department.id,
  unitName: department.name,
  ...(isSealedRole(role) ? {} : { person: account, name }),
});

export interface DossierCopy {
  readonly dossier: string;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Takes the file away. */
  remove(): Promise<void>;
}

async function readAllRows(
  deps: DossierDeps,
  actor: Actor,
  { ocid, filters }: { readonly ocid: string; readonly filters: Omit<ExportDossier, "purpose"> },
): Promise<readonly TimelineRow[]> {
  const rows: TimelineRow[] = [];
  let after: string | undefined;
  do {
    const query = { ...filters, limit: PAGE, ...(after === undefined ? {} : { after }) };
    const page = await viewTimeline(deps, actor, { ocid, query });
    rows.push(...page.rows);
    if (rows.length > MOST_FACTS)
      throw new RuleViolation("dossier.too-large", { most: MOST_FACTS }, { status: 409 });
    after = page.next;
  } while (after !== undefined);
  return rows;
}

const filterText = (filters: Omit<ExportDossier, "purpose">): string =>
  Object.entries(filters)
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join("&");

/** @throws RuleViolation processes.not-found, dossier.too-large */
export async function exportDossier(
  deps: DossierDeps,
  actor: Actor,
  { ocid, body }: { readonly ocid: string; readonly body: ExportDossier },
): Promise<DossierCopy> {
  const { purpose, ...filters } = body;
  const { head } = await openProject(deps, actor, ocid);
  filterOf(deps, filters, "zh-CN");
  const rows = await readAllRows(deps, actor, { ocid, filters });
  const now = deps.clock.now();
  const proofs = await proofsOf(deps.db, rows);
  const dossier = `d-${nextUuid(now.getTime())}`;
  const note: ExportNote = {
    dossier,
    ocid,
    title: head.title,
    purpose,
    filters: filterText(filters),
    at: now.toISOString(),
    by: `${actor.name}，${actor.post}，${actor.department.name}`,
    facts: rows.length,
    logSize: proofs?.size,
  };
  const salt = randomBytes(16).toString("hex");
  const directory = await mkdtemp(join(tmpdir(), "mingjing-dossier-"));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const path = join(directory, `${dossier}.zip`);
    const entries = entriesOf(deps.db, { note, rows, proofs, salt });
    const written = await writeZip(path, entries, now);
    await recordExport(deps, actor, { note, salt, sha256: written.sha256 });
    return { dossier, path, ...written, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

const proofsOf = (db: Database, rows: readonly TimelineRow[]): Promise<LogProofs | undefined> =>
  readLogProofs(
    db,
    rows.map(({ leafIndex }) => leafIndex).filter((leaf) => leaf !== undefined),
  );

interface Content {
  readonly note: ExportNote;
  readonly rows: readonly TimelineRow[];
  readonly proofs: LogProofs | undefined;
  readonly salt: string;
}

const text = (value: string): readonly Uint8Array[] => [Buffer.from(value, "utf8")];

function entriesOf(db: Database, content: Content): readonly ZipEntry[] {
  const { note, rows, proofs, salt } = content;
  const log = proofs === undefined ? {} : { log: proofs.log, size: proofs.size };
  return [
    { name: "index.html", pieces: pageText(note, rows) },
    { name: "timeline.xlsx", pieces: TABLE_FILES.xlsx.write(tableOf(note, rows)) },
    { name: "timeline.csv", pieces: TABLE_FILES.csv.write(tableOf(note, rows)) },
    { name: "facts.jsonl", pieces: factLines(db, content) },
    ...(proofs === undefined ? [] : [{ name: "checkpoint.txt", pieces: text(proofs.checkpoint) }]),
    {
      name: "export.json",
      pieces: text(`${JSON.stringify({ ...note, salt, ...log }, undefined, 2)}\n`),
    },
  ];
}

async function* factLines(db: Database, { rows, proofs }: Content): AsyncGenerator<Uint8Array> {
  const state = { leaf: 0 };
  for (let start = 0; start < rows.length; start += PAGE) {
    const page = rows.slice(start, start + PAGE);
    const facts = await readSealedOut(
      db,
      page.map(({ id }) => id),
    );
    const lines = page.map(({ id, leafIndex }) => {
      const inclusion = leafIndex === undefined ? undefined : proofs?.proofs[state.leaf++];
      const out = facts.get(id);
      return out === undefined ? "" : `${JSON.stringify(lineOf(out, inclusion))}\n`;
    });
    yield Buffer.from(lines.join(""), "utf8");
  }
}

/**
 * What holds a device trace or a writer's identity goes out as its digest: the proof still shows that it stands in the
 * log, and whoever holds the fact can show that it is this one.
 */
function lineOf(out: SealedOut, inclusion: readonly string[] | undefined): object {
  const { fact, salt, digest, recordedAt, leafIndex } = out;
  const isAccess = fact.kind.startsWith("audit.");
  const withheld = isAccess ? ["payload"] : withheldOf(fact.payload);
  const proof = {
    leafHash: leafHashOf(Buffer.from(digest, "hex")).toString("hex"),
    recordedAt,
    ...(leafIndex === undefined ? {} : { leafIndex }),
    ...(inclusion === undefined ? {} : { inclusion }),
  };
  if (withheld.length === 0) return { fact, salt, ...proof };
  const { payload: _payload, sourceId: _sourceId, ...known } = fact;
  return { fact: known, digest, withheld, ...proof };
}

interface Recorded {
  readonly note: ExportNote;
  readonly salt: string;
  readonly sha256: string;
}

async function recordExport(
  { db, registry }: DossierDeps,
  actor: Actor,
  { note, salt, sha256 }: Recorded,
): Promise<void> {
  const { dossier, ocid, purpose, filters } = note;
  const told = { ocid, purpose, ...(filters === "" ? {} : { filters }) };
  const commitment = createHash("sha256")
    .update(canonicalJson({ ...told, salt }))
    .digest("hex");
  await inTransaction(db, (tx) =>
    recordFact(tx, registry, {
      kind: "dossier.exported",
      source: "mingjing",
      sourceId: dossier,
      subject: `dossier:${dossier}`,
      occurredAt: note.at,
      payload: {
        dossier,
        by: dossierActorOf(actor),
        facts: note.facts,
        sha256,
        ...(isSealedRole(actor.role) ? { commitment } : told),
      },
    }),
  );
}
