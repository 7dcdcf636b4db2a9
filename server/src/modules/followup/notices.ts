/** Whom facts after a lead concern. What is told holds nothing of a case: no number, no ground. Pure. */
import type { StoredFact } from "../../platform/facts/registry.ts";
import type { NoticeRule } from "../../platform/notify/rule.ts";
import { RECIPIENT_ROLES } from "./roles.ts";

const toUnit = ({ payload }: StoredFact) => ({
  unit: (payload["unit"] as { readonly id: string }).id,
  roles: RECIPIENT_ROLES,
});

export const FOLLOWUP_NOTICES: readonly NoticeRule[] = [
  { fact: "followup.report-sent", notice: "reportCame", concerned: toUnit },
  { fact: "followup.letter-sent", notice: "letterCame", concerned: toUnit },
];
