/** How the mirror stands, for page, health and terminal. */
import type { DatabaseSync } from "node:sqlite";

import { countFacts } from "./query.ts";
import { type Alarm, findHead, listAlarms } from "./store.ts";
import type { Pass } from "./sync.ts";

/** Longer than this without a pass that brought all there is, and the mirror is late. */
export const LATE_SECONDS = 60;

export interface Status {
  readonly state: "starting" | "good" | "late" | "offline" | "waiting" | "older" | "refused";
  /** Verified leaves. */
  readonly size: number;
  /** Of these, those that are here whole. */
  readonly facts: number;
  /** Root, hex; signed note of the checkpoint. */
  readonly root: string;
  readonly note: string;
  readonly vkey: string;
  readonly verifiedAt: string | undefined;
  readonly lagSeconds: number | null;
  readonly secondsSince: number | undefined;
  readonly last: Pass | undefined;
  readonly alarms: readonly Alarm[];
}

function stateOf(last: Pass | undefined, secondsSince: number | undefined): Status["state"] {
  if (last?.state === "refused") return "refused";
  if (last?.state === "unreachable") return "offline";
  if (last?.state === "waiting") return last.why === "older" ? "older" : "waiting";
  if (last === undefined && secondsSince === undefined) return "starting";
  return secondsSince === undefined || secondsSince > LATE_SECONDS ? "late" : "good";
}

export function statusOf(db: DatabaseSync, last: Pass | undefined, now: Date): Status {
  const head = findHead(db);
  const at = head?.verifiedAt;
  const secondsSince =
    at === undefined ? undefined : Math.max(0, (now.getTime() - Date.parse(at)) / 1000);
  return {
    state: stateOf(last, secondsSince),
    size: head?.size ?? 0,
    facts: countFacts(db),
    root: head?.root.toString("hex") ?? "",
    note: head?.note ?? "",
    vkey: head?.vkey ?? "",
    verifiedAt: at,
    lagSeconds: head?.lagSeconds ?? null,
    secondsSince,
    last,
    alarms: listAlarms(db),
  };
}

/** Unwell: something contradicts, or the mirror is not up to date. */
export const isWell = ({ state }: Status): boolean => state === "good";
