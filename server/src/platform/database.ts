/** PostgreSQL through Kysely. SQL keeps to features of PostgreSQL 15 (contracts.md §5). */
import { Kysely, PostgresDialect, type Transaction } from "kysely";
import pg from "pg";

/** Stores write SQL with Kysely's `sql` tag and type the rows they read. */
export type Database = Kysely<object>;
export type Tx = Transaction<object>;

export interface DatabaseHandle {
  readonly db: Database;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

const BIGINT_OID = pg.types.builtins.INT8;

/** bigint columns are counts and positions below 2^53; money is never bigint here but text. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === BIGINT_OID ? Number : pg.types.getTypeParser(oid, format),
};

export function openDatabase(
  url: string,
  options: {
    connections?: number;
    onError?: (error: Error) => void;
    /** Statements with parameters are prepared once a connection: planning costs more than a short list. */
    keepsPlans?: boolean;
  } = {},
): DatabaseHandle {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 12,
    types,
    connectionTimeoutMillis: 15_000,
    idleTimeoutMillis: 30_000,
    application_name: "mingjing",
  });
  const state = { isClosing: false };
  // While closing, a server that stops at the same time is no news.
  pool.on("error", (error) => {
    if (!state.isClosing) options.onError?.(error);
  });
  // The pool listens to idle connections only. One that is lost between two statements of a transaction
  // would end the process; its next statement fails and says so.
  pool.on("connect", (client) => {
    client.on("error", () => undefined);
    if (options.keepsPlans === true) keepPlans(client);
  });
  const db = new Kysely<object>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    pool,
    close() {
      state.isClosing = true;
      return db.destroy();
    },
  };
}

/** Plans are memory of the server, so a connection keeps so many. */
const MOST_PLANS = 200;

/** Names every statement that has parameters, by its text. */
function keepPlans(client: pg.PoolClient): void {
  const names = new Map<string, string>();
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text);
    if (known !== undefined || names.size >= MOST_PLANS) return known;
    const name = `mingjing-${names.size}`;
    names.set(text, name);
    return name;
  };
  const named = (...given: unknown[]): unknown => {
    const [text, values] = given;
    if (given.length !== 2 || typeof text !== "string" || !Array.isArray(values))
      return query(...given);
    const name = values.length === 0 ? undefined : nameOf(text);
    return name === undefined ? query(text, values) : query({ name, text, values });
  };
  client.query = named as typeof client.query;
}

/** A query that was stopped because it took too long, or no connection became free in time. */
export function isOverload(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return (
    code === "57014" ||
    code === "53300" ||
    /timeout exceeded when trying to connect/i.test(message ?? "")
  );
}

/** So many who wait for a connection are served within a second or two; one more is told to come again. */
const MOST_WAITING = 100;

/** True when more readers wait for a connection than can be served soon. */
export const isCrowded = ({ waitingCount }: Pick<pg.Pool, "waitingCount">): boolean =>
  waitingCount >= MOST_WAITING;

const TRANSIENT = new Set(["40001", "40P01", "55P03", "57P01", "57P02", "57P03", "08006", "08003"]);

/** True for errors after which the same transaction may simply run again. */
export function isTransient(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  if (code !== undefined && (TRANSIENT.has(code) || /^E(CONN|PIPE)/.test(code))) return true;
  return /Connection terminated|connection timeout|not queryable/i.test(message ?? "");
}

/** Runs a transaction, again after a deadlock or a lost connection. `work` must be repeatable. */
export async function inTransaction<T>(
  db: Database,
  work: (tx: Tx) => Promise<T>,
  attempts = 5,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (attempt >= attempts || !isTransient(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** attempt));
    }
  }
}

/** SQLSTATE of a unique violation, with the constraint's name. */
export function uniqueViolation(error: unknown): string | undefined {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === "23505" ? (constraint ?? "") : undefined;
}
