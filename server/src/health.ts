/** Health of what the composition itself holds: a database, the backup. */
import { sql } from "kysely";

import type { BackupLoop } from "./platform/backup/index.ts";
import type { Database } from "./platform/database.ts";
import type { HealthCheck } from "./platform/module.ts";

export const databaseHealth = (db: Database): HealthCheck => ({
  name: "database",
  async check() {
    await sql`SELECT 1`.execute(db);
    return { ok: true };
  },
});

/** Absent from the list of dependencies is not an option: a server without backups should say so. */
export const backupHealth = (backup: { readonly loop: BackupLoop | undefined }): HealthCheck => ({
  name: "backup",
  check: async () =>
    backup.loop?.health.check() ?? { ok: true, detail: "none is made (MINGJING_BACKUP_DIR)" },
});
