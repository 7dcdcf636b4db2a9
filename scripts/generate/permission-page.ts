/** docs/security/permissions.md: who may call what, from the application as it is put together. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ROLES } from "../../contract/src/organisation.ts";
import { createApp } from "../../server/src/app.ts";
import { ALL_ROLES } from "../../server/src/config.ts";
import { systemClock } from "../../server/src/platform/clock.ts";
import { openDatabase } from "../../server/src/platform/database.ts";
import { createLog } from "../../server/src/platform/telemetry.ts";

/** Never connected to: putting the application together asks the database nothing. */
const NOWHERE = "postgres://nobody@127.0.0.1:1/none";
const DOORS: Readonly<Record<string, string>> = {
  public: "anybody",
  source: "a registered source, by its key",
  mirror: "an admitted mirror of an inspection organ, by its token",
  operator: "the operator, by token",
};

const HEAD = `# Who may call what

Generated from the modules by \`npm run generate\`. Deny by default: a route without a permission stops the boot, a role that
is not named is refused with 403. Which rows a role sees follows from the jurisdiction of the post, not from this page
([decision 0010](../decisions/0010-jurisdiction-as-cells.md)).
`;

export async function permissionPage(): Promise<{ readonly file: string; readonly text: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), "mingjing-page-"));
  const [app, console, publicDatabase] = [0, 1, 2].map(() => openDatabase(NOWHERE));
  if (!app || !console || !publicDatabase) throw new Error("three handles were opened");
  try {
    const application = await createApp({
      roles: ALL_ROLES,
      app,
      console,
      public: publicDatabase,
      appUrl: NOWHERE,
      dataDir,
      logOrigin: "page.mingjing.local/log",
      operatorToken: "nobody-knows-this-token-0000000000",
      clock: systemClock,
      log: createLog("fatal"),
      isSecure: false,
      isDemo: () => false,
      auditRetentionDays: 1095,
      backup: { directory: undefined, passphrase: undefined },
    });
    const permissions = Object.assign(
      {},
      ...application.modules.map((module) => module.permissions ?? {}),
    ) as Record<string, readonly string[]>;
    const routes = application.http
      .guardedRoutes()
      .filter(({ url }) => url.startsWith("/api/") && !url.startsWith("/api/docs"));
    return { file: "docs/security/permissions.md", text: pageOf(permissions, routes) };
  } finally {
    for (const handle of [app, console, publicDatabase]) await handle.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

interface Route {
  readonly method: string;
  readonly url: string;
  readonly permission: string;
}

function pageOf(
  permissions: Readonly<Record<string, readonly string[]>>,
  routes: readonly Route[],
): string {
  const names = Object.keys(permissions).toSorted();
  const held = ROLES.map(
    (role) =>
      `| ${role} | ${
        names
          .filter((name) => permissions[name]?.includes(role))
          .map((name) => `\`${name}\``)
          .join(", ") || "nothing of the console"
      } |`,
  );
  const lines = routes
    .toSorted((a, b) => (`${a.url} ${a.method}` < `${b.url} ${b.method}` ? -1 : 1))
    .map(({ method, url, permission }) => {
      const who = DOORS[permission] ?? (permissions[permission] ?? []).join(", ");
      return `| \`${method} ${url}\` | ${DOORS[permission] === undefined ? `\`${permission}\`` : permission} | ${who} |`;
    });
  return [
    HEAD,
    `## Roles and their permissions\n\n| role | permissions |\n| --- | --- |\n${held.join("\n")}\n`,
    `## Operations\n\n| operation | permission | who |\n| --- | --- | --- |\n${lines.join("\n")}\n`,
  ].join("\n");
}
