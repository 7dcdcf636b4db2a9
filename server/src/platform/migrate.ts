/**
 * Forward-only SQL migrations, the three serving logins, and the job tables. Runs as the owner. The database of a portal
 * host that stands apart has migrations of its own and one login.
 */
import { createHash, randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import pg from "pg";
import { getConstructionPlans } from "pg-boss";

import { compileNothing, setReadOnly } from "./login-settings.ts";

const FOLDERS = {
  inner: join(import.meta.dirname, "../../migrations"),
  portal: join(import.meta.dirname, "../../portal"),
};
export type DatabaseKind = keyof typeof FOLDERS;
const LOCK = 7_301_001;

/** Brings the database to the newest schema. Two processes at once: the second waits. */
export async function migrate(
  ownerUrl: string,
  kind: DatabaseKind = "inner",
): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    await requireVersion15(client);
    if (kind === "portal") await refuseInnerDatabase(client);
    const added = await applyMissing(client, FOLDERS[kind]);
    if (kind === "inner") await ensureJobTables(client);
    return added;
  } finally {
    await client.end();
  }
}

async function requireVersion15(client: pg.Client): Promise<void> {
  const { rows } = await client.query("SHOW server_version_num");
  const version = Number(rows[0].server_version_num);
  if (version < 150_000) throw new Error(`PostgreSQL ${version} is too old: 15 or newer is needed`);
}

/** What stands in the DMZ must not hold more than what is released. */
async function refuseInnerDatabase(client: pg.Client): Promise<void> {
  const { rows } = await client.query("SELECT FROM pg_namespace WHERE nspname = 'fact'");
  if (rows.length > 0)
    throw new Error(
      "this is an inner database: a portal host needs one of its own. Give another DATABASE_URL, or " +
        "MINGJING_PUBLIC_DATABASE_URL alone, with a login that sees schema released only",
    );
}

const filesOf = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((file) => file.endsWith(".sql")).toSorted();

/** Refuses to serve a database that is older than this version. For a process that is not given the owner. */
export async function requireMigrated(pool: pg.Pool): Promise<void> {
  const newest = (await filesOf(FOLDERS.inner)).at(-1);
  const { rows } = await pool.query("SELECT max(name) AS name FROM public.mingjing_migration");
  if (rows[0]?.name !== newest)
    throw new Error(
      `the database stands at ${rows[0]?.name}, this version needs ${newest}: ` +
        "start a process of this version that has DATABASE_URL first",
    );
}

async function applyMissing(client: pg.Client, folder: string): Promise<readonly string[]> {
  await client.query(`CREATE TABLE IF NOT EXISTS public.mingjing_migration (
    name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
  const { rows } = await client.query("SELECT name, sha256 FROM public.mingjing_migration");
  const applied = new Map(rows.map((row) => [row.name as string, row.sha256 as string]));
  const added: string[] = [];
  for (const name of await filesOf(folder)) {
    const text = await readFile(join(folder, name), "utf8");
    const sha256 = createHash("sha256").update(text).digest("hex");
    const before = applied.get(name);
    if (before === sha256) continue;
    if (before !== undefined) throw new Error(`migration ${name} was edited after it was applied`);
    await runOne(client, name, { text, sha256 });
    added.push(name);
  }
  return added;
}

async function runOne(
  client: pg.Client,
  name: string,
  { text, sha256 }: { text: string; sha256: string },
): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(text);
    await client.query("INSERT INTO public.mingjing_migration (name, sha256) VALUES ($1, $2)", [
      name,
      sha256,
    ]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw new Error(`migration ${name} failed`, { cause: error });
  }
}

async function ensureJobTables(client: pg.Client): Promise<void> {
  const { rows } = await client.query("SELECT 1 FROM pg_namespace WHERE nspname = 'pgboss'");
  if (rows.length === 0) await client.query(getConstructionPlans("pgboss"));
}

export interface ServingUrls {
  readonly appUrl: string;
  /** Reads of the console: row-level security holds for it. */
  readonly consoleUrl: string;
  readonly publicUrl: string;
}

/** Login names carry the database's name unless it is the usual one, since roles belong to the cluster. */
export async function ensureServingRoles(
  ownerUrl: string,
  given: {
    app: string | undefined;
    console?: string | undefined;
    public: string | undefined;
    secret: SecretStore;
  },
): Promise<ServingUrls> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    const { secret } = given;
    const login = (role: string) => generatedLogin(client, { ownerUrl, role, secret });
    const appUrl = given.app ?? (await login("mingjing_app"));
    const consoleUrl = given.console ?? (await login("mingjing_console"));
    const publicUrl = given.public ?? (await login("mingjing_public"));
    await grantApp(client, userOf(appUrl));
    await letWorkerThrough(client, userOf(appUrl));
    await grantConsole(client, userOf(consoleUrl));
    await grantPublic(client, userOf(publicUrl));
    for (const url of [appUrl, consoleUrl, publicUrl]) await compileNothing(client, userOf(url));
    return { appUrl, consoleUrl, publicUrl };
  } finally {
    await client.end();
  }
}

/** The one login of a portal host's own database. @returns its address */
export async function ensurePublicRole(
  ownerUrl: string,
  given: { public: string | undefined; secret: SecretStore },
): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    const { secret } = given;
    const url =
      given.public ?? (await generatedLogin(client, { ownerUrl, role: "mingjing_public", secret }));
    await grantPublic(client, userOf(url));
    await compileNothing(client, userOf(url));
    return url;
  } finally {
    await client.end();
  }
}

/** Reads a secret or makes it with the given text: files in secrets/, 0600. */
export type SecretStore = (name: string, make: () => string) => Promise<string>;

const userOf = (url: string): string => decodeURIComponent(new URL(url).username);

interface NewLogin {
  readonly ownerUrl: string;
  readonly role: string;
  readonly secret: SecretStore;
}

async function generatedLogin(
  client: pg.Client,
  { ownerUrl, role, secret }: NewLogin,
): Promise<string> {
  const password = await secret(`${role}-password`, () => randomBytes(24).toString("hex"));
  const { rows } = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [role]);
  const verb = rows.length === 0 ? "CREATE" : "ALTER";
  await client.query(
    `${verb} ROLE ${client.escapeIdentifier(role)} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE
     PASSWORD ${client.escapeLiteral(password)}`,
  );
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = password;
  return url.href;
}

const PROJECTIONS = [
  "deadlines",
  "complaints",
  "oversight",
  "warnings",
  "lookback",
  "intake",
  "procurement",
  "screening",
  "venue",
  "opening",
  "video",
  "duties",
  "statutes",
  "casework",
  "evidence",
  "tipoffs",
  "workbench",
  "insight",
  "exchange",
  "released",
  "publication",
  "notice",
  "approval",
  "followup",
  "witnessing",
  "dossier",
  "anchors",
  "mirror",
];

/** They read as the owner what a policy lets through. */
const SEARCH_FUNCTIONS =
  "dossier.facts_naming(text), procurement.search_visible(text, text[], date, timestamptz, text, integer, boolean), procurement.nth_newest(integer)";

/** Policies on what devices tell ask it. */
const VENUE_FUNCTION = "venue.is_of_project(text, timestamptz)";

async function grantApp(client: pg.Client, role: string): Promise<void> {
  const name = client.escapeIdentifier(role);
  const schemas = ["fact", "identity", "witness", "audit", "pgboss", ...PROJECTIONS].join(", ");
  await client.query(`
    GRANT USAGE ON SCHEMA ${schemas} TO ${name};
    GRANT SELECT ON public.mingjing_migration TO ${name};
    GRANT CREATE ON SCHEMA pgboss TO ${name};
    GRANT SELECT, INSERT ON fact.fact TO ${name};
    GRANT SELECT ON fact.epoch, fact.current_epoch, fact.erased TO ${name};
    GRANT EXECUTE ON FUNCTION fact.erase(uuid, uuid, jsonb), fact.pass_feed(text[], jsonb, integer) TO ${name};
    GRANT SELECT, INSERT, UPDATE ON fact.feed_cursor TO ${name};
    GRANT SELECT, INSERT ON witness.leaf, witness.checkpoint, witness.cosignature TO ${name};
    GRANT SELECT, INSERT, UPDATE ON witness.node, witness.sm3_node TO ${name};
    GRANT SELECT, INSERT ON witness.certificate TO ${name};
    GRANT SELECT, INSERT, UPDATE ON witness.lane TO ${name};
    GRANT SELECT, INSERT, DELETE ON witness.waiting TO ${name};
    GRANT SELECT, INSERT, DELETE ON witness.roots, witness.shard, witness.certificate_due TO ${name};
    GRANT SELECT, INSERT ON witness.restored TO ${name};
    GRANT SELECT, INSERT ON audit.entry, audit.sealed, audit.seal_key, audit.retention, audit.retention_term TO ${name};
    GRANT EXECUTE ON FUNCTION audit.sweep(timestamptz), ${SEARCH_FUNCTIONS}, ${VENUE_FUNCTION} TO ${name};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA identity, ${PROJECTIONS.join(", ")} TO ${name};
    GRANT ALL ON ALL TABLES IN SCHEMA pgboss TO ${name};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${PROJECTIONS.join(", ")}, pgboss TO ${name};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss TO ${name};`);
}

/** Intake, jobs and subscribers work on all rows: a policy of their own on each table with row-level security. */
async function letWorkerThrough(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query(
    `SELECT format('%I.%I', nspname, relname) AS name FROM pg_class
     JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE relrowsecurity AND NOT EXISTS (
       SELECT FROM pg_policies WHERE schemaname = nspname AND tablename = relname
         AND policyname = 'worker' AND roles = ARRAY[$1::name])`,
    [role],
  );
  for (const { name } of rows) {
    await client.query(`DROP POLICY IF EXISTS worker ON ${name};
      CREATE POLICY worker ON ${name} TO ${client.escapeIdentifier(role)} USING (true) WITH CHECK (true)`);
  }
}

/** Tables the console reads; those with a jurisdiction have policies, the others hold nothing of one. */
const CONSOLE_TABLES = [
  "statutes.calendar_year",
  "statutes.article",
  ...["handling", "measure", "voice", "event", "profile", "file"].map(
    (table) => `complaints.${table}`,
  ),
  ...["notice", "notice_event", "dates_moved", "draft", "card", "proof_state", "broken"].map(
    (table) => `oversight.${table}`,
  ),
  ...["warning", "checked", "override", "handling", "mode"].map((table) => `warnings.${table}`),
  ...["clock", "escalation"].map((table) => `deadlines.${table}`),
  ...["process", "notice", "lot", "opening", "opening_bid", "evaluation", "candidacy", "award"].map(
    (table) => `procurement.${table}`,
  ),
  ...[
    "contract",
    "failure",
    "dispute",
    "submission",
    "commitment",
    "reveal",
    "expert_score",
    "lot_state",
    "evaluation_rules",
  ].map((table) => `procurement.${table}`),
  ...["opening", "evaluation", "candidacy", "award", "contract"].map(
    (view) => `procurement.current_${view}`,
  ),
  ...["examination", "event", "ask", "lot"].map((table) => `lookback.${table}`),
  ...["room", "booking", "cancellation", "held", "event", "badge_list"].map(
    (table) => `venue.${table}`,
  ),
  "dossier.retrieval",
  "dossier.look",
  "opening.session",
  "opening.event",
  "video.event",
  "opening.replay",
  "screening.lead",
  "screening.screening",
  "casework.handling",
  "casework.event",
  "evidence.sealed",
  "evidence.custody",
  "followup.event",
  "witnessing.record",
  "witnessing.shift_event",
  ...["office_key", "tipoff", "event", "handling", "sealed_box", "read_mark"].map(
    (table) => `tipoffs.${table}`,
  ),
  "duties.duty",
  "fact.fact",
  "witness.leaf",
  "audit.entry",
  "identity.unit",
  "identity.recusal",
  "identity.scope_cell",
  "notice.item",
];

async function grantConsole(client: pg.Client, role: string): Promise<void> {
  const name = client.escapeIdentifier(role);
  await client.query(`
    GRANT USAGE ON SCHEMA procurement, screening, venue, opening, video, casework, tipoffs, complaints, deadlines, oversight, warnings, statutes, duties, fact, witness, audit, notice, identity, released, evidence, followup, lookback, witnessing, dossier TO ${name};
    GRANT SELECT ON ${CONSOLE_TABLES.join(", ")} TO ${name};
    GRANT EXECUTE ON FUNCTION ${SEARCH_FUNCTIONS}, ${VENUE_FUNCTION} TO ${name};
    GRANT SELECT ON ALL TABLES IN SCHEMA released TO ${name};`);
  await setReadOnly(client, role, "20s");
}

async function grantPublic(client: pg.Client, role: string): Promise<void> {
  const name = client.escapeIdentifier(role);
  await client.query(`
    GRANT USAGE ON SCHEMA released TO ${name};
    GRANT SELECT ON ALL TABLES IN SCHEMA released TO ${name};`);
  await setReadOnly(client, role, "10s");
}

/** Refuses to serve with a login that row-level security or grants cannot hold. */
export async function refusePowerfulLogin(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query(
    "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user",
  );
  const { rolname, rolsuper, rolbypassrls } = rows[0];
  if (rolsuper || rolbypassrls) {
    throw new Error(
      `login ${rolname} is a superuser or bypasses row-level security: give another one`,
    );
  }
}

/** Refuses a login for the public that can read anything but what is released. */
export async function refuseCuriousLogin(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query(
    `SELECT current_user AS login, format('%I.%I', nspname, relname) AS relation
     FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE relkind IN ('r', 'v', 'm', 'p', 'f') AND nspname NOT IN ('released', 'information_schema')
       AND nspname NOT LIKE 'pg\\_%' AND has_schema_privilege(pg_namespace.oid, 'USAGE')
       AND (has_table_privilege(pg_class.oid, 'SELECT') OR has_any_column_privilege(pg_class.oid, 'SELECT'))
     LIMIT 1`,
  );
  const [found] = rows;
  if (found !== undefined)
    throw new Error(
      `login ${found.login} may read ${found.relation}: a portal needs a login that sees schema released only`,
    );
}
