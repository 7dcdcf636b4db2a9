/** How a log asks its witnesses (c2sp.org/tlog-witness) and what it makes of their answers. */
import type { SplitReason } from "../../../../contract/src/facts/witness.split-suspected.ts";
import { type Policy, verifyCosignature } from "../../../../verifier/src/index.ts";

export interface WitnessPolicy {
  /** As the operator wrote it, without the addresses: the public gets it, and certificates carry it. */
  readonly text: string;
  readonly policy: Policy;
}

/** How a witness stands to us. `new`: not heard of yet. `unwilling`: it answers, but does not cosign our log. */
export type WitnessState = "new" | "good" | "silent" | "unwilling" | "split";

/** Body of add-checkpoint. */
export const requestBody = (oldSize: number, proof: readonly Buffer[], note: string): string =>
  [`old ${oldSize}`, ...proof.map((hash) => hash.toString("base64")), "", note].join("\n");

/** Where checkpoints are sent, from the submission prefix. */
export const addressOf = (prefix: string): string => `${prefix.replace(/\/+$/, "")}/add-checkpoint`;

/** Where a witness of ours says how far it came. */
export const statusAddressOf = (prefix: string): string =>
  `${prefix.replace(/\/+$/, "")}/status.json`;

/** How far a witness says that it came with this log; root in base64. @throws SyntaxError if it is no JSON */
export function statusOf(
  body: string,
  origin: string,
): { readonly size: number; readonly root: string } | undefined {
  const status = JSON.parse(body) as { logs?: readonly Record<string, unknown>[] } | null;
  const logs = Array.isArray(status?.logs) ? status.logs : [];
  const { size, root } = logs.find((log) => log["origin"] === origin) ?? {};
  return typeof size === "number" && typeof root === "string" ? { size, root } : undefined;
}

/** Root in base64 that the status of a witness shows for this log at this size. */
export function rootShown(
  body: string,
  { origin, size }: { readonly origin: string; readonly size: number },
): string | undefined {
  const shown = statusOf(body, origin);
  return shown?.size === size ? shown.root : undefined;
}

export interface Asked {
  readonly oldSize: number;
  readonly size: number;
  /** Largest checkpoint that we ever signed. */
  readonly newest: number;
}

export type Judgement =
  | { readonly kind: "cosigned" }
  /** It remembers another size than we thought. */
  | { readonly kind: "ask-again"; readonly size: number }
  | { readonly kind: "split"; readonly reason: SplitReason; readonly witnessSize: number }
  | { readonly kind: "unwilling"; readonly detail: string };

/** What the answer of a witness means. */
export function judge(
  { status, body }: { readonly status: number; readonly body: string },
  { oldSize, size, newest }: Asked,
): Judgement {
  if (status === 200) return { kind: "cosigned" };
  if (status === 422) return { kind: "split", reason: "notConsistent", witnessSize: oldSize };
  if (status !== 409) return { kind: "unwilling", detail: `http-${status}` };
  const [, digits] = /^(0|[1-9][0-9]{0,15})\n?$/.exec(body) ?? [];
  const known = Number(digits);
  if (!Number.isSafeInteger(known)) return { kind: "unwilling", detail: "bad-answer" };
  if (known > newest) return { kind: "split", reason: "knowsMore", witnessSize: known };
  if (known === oldSize)
    return oldSize === size
      ? { kind: "split", reason: "otherRoot", witnessSize: known }
      : { kind: "unwilling", detail: "bad-answer" };
  return { kind: "ask-again", size: known };
}

/** The line by which this witness cosigned the checkpoint, and its time; undefined if none of them holds. */
export function findCosignature(
  note: string,
  lines: string,
  vkey: string,
): { readonly line: string; readonly at: Date } | undefined {
  for (const text of lines.split("\n").slice(0, 16)) {
    const line = `${text}\n`;
    const found = verifyCosignature(note + line, vkey);
    if (found.ok) return { line, at: new Date(found.value.timestamp * 1000) };
  }
  return undefined;
}

const LONGEST_PAUSE_SECONDS = 60;

/** Seconds until a witness is asked again after so many failures or refusals in a row. */
export const pauseAfter = (failures: number): number =>
  failures === 0 ? 0 : Math.min(2 ** (failures - 1), LONGEST_PAUSE_SECONDS);
