/** Backup and restore (docs/operations/backup.md). */
export { type BackupLoop, startBackup } from "./backup-loop.ts";
export { addBackupRoute, sendBackup } from "./backup.routes.ts";
export type { KeptTable } from "./backup.store.ts";
export { BackupError } from "./format.ts";
export { type BackupContents, readBackup, restoreBackup, restoreSecrets } from "./restore.ts";
export { advanceKey, analyse, writeCursors } from "./restore.store.ts";
export { secretReader } from "./secret-files.ts";
