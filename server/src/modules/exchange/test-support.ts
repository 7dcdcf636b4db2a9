/** An application inside, a portal's database outside, and between them directories that a test carries files across. */
import { appendFile, copyFile, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createTestApp, NOW, type TestApp } from "../../../test/harness.ts";
import { createPortalDatabase, type PortalDatabase } from "../../../test/portal-database.ts";
import { fileSecrets } from "../../platform/secrets.ts";
import { createLog } from "../../platform/telemetry.ts";
import {
  createExchangeModule,
  createFerryIntake,
  type ExchangeModule,
  type FerryIntake,
} from "./index.ts";
import { RELATIONS } from "./relations.ts";

export interface FerryWorld {
  readonly app: TestApp;
  readonly portal: PortalDatabase;
  readonly exchange: ExchangeModule;
  /** Where packages are laid down inside. */
  readonly out: string;
  /** Where the gate puts them at the portal. */
  readonly inbox: string;
  readonly clock: { at: string; now(): Date };
  /** Directory of the key. */
  readonly secrets: string;
  /** Called whenever the key is asked for: before the snapshot of a packing, and again after it. */
  readonly hooks: { onKey: (() => Promise<void>) | undefined };
  /** A new intake on the portal, as after a start of the host. */
  newIntake(): Promise<FerryIntake>;
  /** Packs what is new. @returns names of the packages */
  pack(): Promise<string[]>;
  /** Carries packages across. */
  carry(names: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export async function createFerryWorld({
  partBytes,
}: { partBytes?: number } = {}): Promise<FerryWorld> {
  const app = await createTestApp({ isDemo: false });
  const portal = await createPortalDatabase();
  const folder = await mkdtemp(join(tmpdir(), "mingjing-ferry-"));
  const [out, inbox] = [join(folder, "out"), join(folder, "in")];
  await mkdir(inbox);
  const clock = { at: NOW, now: () => new Date(clock.at) };
  const hooks: FerryWorld["hooks"] = { onKey: undefined };
  const secrets = join(folder, "secrets");
  const exchange = createExchangeModule({
    db: app.database.app.db,
    publicDb: app.database.public.db,
    clock,
    origin: "test.mingjing.example/log",
    async secret(name, make) {
      await hooks.onKey?.();
      return fileSecrets(secrets)(name, make);
    },
    outDir: out,
    partBytes,
  });
  return {
    app,
    portal,
    exchange,
    out,
    inbox,
    clock,
    secrets,
    hooks,
    newIntake: async () =>
      createFerryIntake({
        db: portal.own.db,
        directory: inbox,
        vkey: await exchange.vkey(),
        log: createLog("error"),
        clock,
      }),
    pack: async () => (await exchange.pack(clock.now())).map(({ name }) => name),
    async carry(names) {
      for (const name of names) await copyFile(join(out, name), join(inbox, name));
    },
    async close() {
      await app.close();
      await portal.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Two looks: at the first a file may still be growing. @returns packages applied */
export async function takeAll(intake: FerryIntake): Promise<number> {
  return (await intake.poll()) + (await intake.poll());
}

/** Every row of every relation, as text. */
export async function rowsOf(query: (text: string) => Promise<{ rows: { row: string }[] }>) {
  const rows: Record<string, string[]> = {};
  for (const { name } of RELATIONS) {
    const found = await query(
      `SELECT to_jsonb(one)::text AS row FROM released.${name} AS one ORDER BY 1`,
    );
    rows[name] = found.rows.map(({ row }) => row);
  }
  return rows;
}

export const insideRows = ({ app }: FerryWorld) =>
  rowsOf((text) => app.database.public.pool.query(text));
export const portalRows = ({ portal }: FerryWorld) => rowsOf((text) => portal.own.pool.query(text));

/** Lines of packages between header and seal, by relation. */
export async function carriedBy(world: FerryWorld, names: readonly string[]) {
  const counts: Record<string, number> = {};
  for (const name of names) {
    const lines = (await readFile(join(world.out, name), "utf8")).trimEnd().split("\n");
    for (const line of lines.slice(1, -1)) {
      const { table, gone } = JSON.parse(line) as { table: string; gone?: object };
      const what = gone === undefined ? table : `${table} gone`;
      counts[what] = (counts[what] ?? 0) + 1;
    }
  }
  return counts;
}

export const namesIn = async (...path: string[]): Promise<string[]> =>
  (await readdir(join(...path)).catch((): string[] => [])).toSorted();

/** Adds bytes to a file, as a slow gate does. */
export const addTo = (path: string, bytes: Uint8Array): Promise<void> => appendFile(path, bytes);
