/** What a fact is found by: its project, the firms and the departments it names. Pure. */
import type { CertifiedFact } from "../../verifier/src/index.ts";

export interface Party {
  readonly type: "firm" | "department";
  /** Unified social credit code, or id of the department; empty if not given. */
  readonly code: string;
  readonly name: string;
}

export interface Terms {
  /** Ocid. */
  readonly project: string | undefined;
  /** Of the project, where the fact is its notice. */
  readonly title: string | undefined;
  readonly parties: readonly Party[];
}

const PROCESS = /^ocds-/;
const DEPTH = 12;

/**
 * Fields that are neither searched nor shown: traces and persons are for retrieval with a purpose, nonces for nobody.
 * They stay in the stored fact, whose hash needs them.
 */
export const HIDDEN: ReadonlySet<string> = new Set([
  "trace",
  "nonce",
  "writer",
  "receiptHash",
  "input",
  "seen",
  "officials",
  "agent",
  "address",
]);

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

function partyOf(name: string, value: Readonly<Record<string, unknown>>): Party | undefined {
  const title = textOf(value["name"]);
  if (title === undefined) return undefined;
  if (value["kind"] === "organisation")
    return { type: "firm", code: textOf(value["uscc"]) ?? "", name: title };
  const id = textOf(value["id"]);
  return id !== undefined && (name === "department" || name === "unit")
    ? { type: "department", code: id, name: title }
    : undefined;
}

function collect(
  found: Map<string, Party>,
  {
    name,
    value,
    depth,
  }: { readonly name: string; readonly value: unknown; readonly depth: number },
): void {
  if (depth > DEPTH || typeof value !== "object" || value === null || HIDDEN.has(name)) return;
  const party = Array.isArray(value) ? undefined : partyOf(name, value as Record<string, unknown>);
  if (party !== undefined) found.set(`${party.type}\n${party.code}\n${party.name}`, party);
  for (const [key, inner] of Object.entries(value))
    collect(found, { name: Array.isArray(value) ? name : key, value: inner, depth: depth + 1 });
}

export function termsOf({ kind, subject, payload }: CertifiedFact): Terms {
  const found = new Map<string, Party>();
  collect(found, { name: "payload", value: payload, depth: 0 });
  const named = textOf(payload["ocid"]);
  const project = PROCESS.test(subject) ? subject : named;
  const isNotice = kind === "procurement.notice-published";
  return {
    project: project !== undefined && PROCESS.test(project) ? project : undefined,
    title: isNotice ? textOf(payload["title"]) : undefined,
    parties: [...found.values()],
  };
}
