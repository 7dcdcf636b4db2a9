/** Readable errors of the embedded PostgreSQL: what happened, and what the operator can do about it. */

export type FailureCode =
  | "already-running"
  | "corrupt"
  | "failed"
  | "locked"
  | "memory"
  | "no-space"
  | "not-ours"
  | "permission"
  | "platform"
  | "port-in-use"
  | "shared-memory"
  | "unreachable"
  | "user"
  | "wrong-version";

/** Every failure of this folder. `message` is meant for the operator; `code` for the supervisor. */
export class EmbeddedPostgresError extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EmbeddedPostgresError";
    this.code = code;
  }
}

interface Explanation {
  readonly code: FailureCode;
  readonly pattern: RegExp;
  readonly advice: string;
}

/** First match wins, so the cause stands before its consequence. Messages are PostgreSQL's with lc_messages C. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    code: "no-space",
    pattern: /No space left on device|Disk quota exceeded/,
    advice: "The disk is full. Free some space and start again; no acknowledged data is lost.",
  },
  {
    code: "port-in-use",
    pattern: /Address already in use|could not create any TCP\/IP sockets/,
    advice: "Another program took the database's loopback port.",
  },
  {
    code: "shared-memory",
    pattern: /pre-existing shared memory block/,
    advice: "Processes of a killed PostgreSQL are still ending. Wait a moment and start again.",
  },
  {
    code: "already-running",
    pattern: /lock file "postmaster.pid" already exists/,
    advice: "A PostgreSQL already runs on this cluster.",
  },
  {
    code: "wrong-version",
    pattern: /database files are incompatible with server/,
    advice: "The cluster was made by another major version of PostgreSQL.",
  },
  {
    code: "permission",
    pattern:
      /has wrong ownership|has invalid permissions|Permission denied|Operation not permitted/,
    advice:
      "The database user may not use its files. Give the cluster folder back to the user who made it " +
      "(mode 0700, on a file system that keeps owners), or start as that user or as root.",
  },
  {
    code: "user",
    pattern: /could not look up effective user ID/,
    advice: "This user id has no entry in /etc/passwd; PostgreSQL needs one.",
  },
  {
    code: "platform",
    pattern: /error while loading shared libraries|cannot execute|Exec format error|GLIBC_/,
    advice:
      "The packaged PostgreSQL does not run on this system (it needs glibc). " +
      "Set DATABASE_URL to a PostgreSQL 15 or later instead.",
  },
  {
    code: "memory",
    pattern: /could not map anonymous shared memory|Cannot allocate memory/,
    advice: "Too little memory: the database needs about 400 MB.",
  },
  {
    code: "corrupt",
    pattern: /could not locate a valid checkpoint record|invalid page in block|PANIC:/,
    advice:
      "The cluster is damaged. Keep the folder as it is, restore the last backup into an empty data directory.",
  },
];

/** Turns the output of initdb or postgres into an error with advice; keeps the decisive lines. */
export function explainOutput(doing: string, output: string): EmbeddedPostgresError {
  const found = EXPLANATIONS.find(({ pattern }) => pattern.test(output));
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const decisive = lines.filter((line) => /FATAL|PANIC|error|HINT/i.test(line));
  const shown = (decisive.length > 0 ? decisive : lines).slice(-4).join("\n  ");
  const advice = found?.advice ?? "PostgreSQL gave the reason below.";
  return new EmbeddedPostgresError(found?.code ?? "failed", `${doing}: ${advice}\n  ${shown}`);
}

const ERRNO_CODES: Readonly<Record<string, FailureCode>> = {
  EACCES: "permission",
  EPERM: "permission",
  EROFS: "permission",
  ENOSPC: "no-space",
  EDQUOT: "no-space",
};

/** Wraps a file system error with what we were doing. */
export function explainErrno(doing: string, cause: unknown): EmbeddedPostgresError {
  if (cause instanceof EmbeddedPostgresError) return cause;
  const errno = isErrno(cause) ? (cause.code ?? "") : "";
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new EmbeddedPostgresError(ERRNO_CODES[errno] ?? "failed", `${doing}: ${detail}`, {
    cause,
  });
}

export function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error;
}
