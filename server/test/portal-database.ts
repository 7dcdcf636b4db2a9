/** A database as a portal host behind a gap has it: schema `released` as tables, one login. */
import { inject as provided } from "vitest";

import { type DatabaseHandle, openDatabase } from "../src/platform/database.ts";
import { ensurePublicRole, migrate } from "../src/platform/migrate.ts";
import { asOwner, withDatabase } from "./harness.ts";

export interface PortalDatabase {
  readonly ownerUrl: string;
  readonly publicUrl: string;
  /** The owner: packages of the ferry are applied by it. */
  readonly own: DatabaseHandle;
  readonly public: DatabaseHandle;
  close(): Promise<void>;
}

const state = { databases: 0 };

export async function createPortalDatabase(): Promise<PortalDatabase> {
  state.databases += 1;
  const name = `mingjing_portal_${process.pid}_${state.databases}`;
  await asOwner(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await asOwner(`CREATE DATABASE ${name}`);
  const ownerUrl = withDatabase(provided("ownerUrl"), name);
  await migrate(ownerUrl, "portal");
  // The login of the inner template serves: logins belong to the cluster.
  const publicUrl = await ensurePublicRole(ownerUrl, {
    public: withDatabase(provided("publicUrl"), name),
    secret: () => Promise.reject(new Error("the login is given")),
  });
  const own = openDatabase(ownerUrl, { connections: 3 });
  const publicDatabase = openDatabase(publicUrl, { connections: 3 });
  return {
    ownerUrl,
    publicUrl,
    own,
    public: publicDatabase,
    async close() {
      await own.close();
      await publicDatabase.close();
      await asOwner(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}
