/** What is sealed at an alert, and until when it is held. Pure. */
import { createHash } from "node:crypto";

import type {
  ITEM_ROLES,
  SealedItem,
  SealHashes,
} from "../../../../contract/src/evidence-values.ts";
import type { LotScreened } from "../../../../contract/src/facts/screening.lot-screened.ts";
import type { IndicatorResult } from "../../../../contract/src/screening.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { monthsAfter, type PlainDate, plainDateOf } from "../../kernel/plain-date.ts";

/** 政府采购法第42条: files of a purchase are kept for fifteen years at least; the longest term that applies. */
const HOLD_MONTHS = 15 * 12;

export const holdUntil = (at: string): PlainDate =>
  monthsAfter(plainDateOf(new Date(at)), HOLD_MONTHS);

/** As the engine counts: no block, bits left, and not what chance would do among many tests. */
function isCounted({ outcome, level, bits = 0, manyTests }: IndicatorResult): boolean {
  if (outcome !== "hit" || level === "block" || bits <= 0) return false;
  return (
    manyTests === undefined || "notComputable" in manyTests || manyTests.adjusted <= manyTests.limit
  );
}

/** Sealed are leads, and lots with a hit that counts. */
export const isAlert = ({ isLead, results }: LotScreened): boolean =>
  isLead || results.some(isCounted);

type Role = (typeof ITEM_ROLES)[number];

const ROLE_OF_KIND: Readonly<Record<string, Role>> = {
  "procurement.bids-opened": "opening",
  "screening.lot-screened": "screening",
  "screening.input-kept": "input",
  "screening.lead-raised": "lead",
};

export const roleOf = (kind: string): Role => ROLE_OF_KIND[kind] ?? "submission";

/** Both hashes of the canonical list, in the order of the ids. */
export function sealOf(items: readonly SealedItem[]): SealHashes {
  const text = canonicalJson(items);
  const hashed = (name: string) => createHash(name).update(text, "utf8").digest("hex");
  return { sha256: hashed("sha256"), sm3: hashed("sm3") };
}
