/** Whom facts of tip-offs concern: people of the office, never who must not see it. Pure. */
import type { TipoffRouted } from "../../../../contract/src/facts/tipoffs.routed.ts";
import type { NoticeRule } from "../../platform/notify/rule.ts";

export const tipoffNotices: readonly NoticeRule[] = [
  {
    fact: "tipoffs.routed",
    notice: "tipoffRouted",
    concerned({ payload }) {
      const { department, family, keys } = payload as unknown as TipoffRouted;
      return {
        unit: department.id,
        roles: ["officer", "chief", "coordinator", "inspector"],
        notOf: family,
        notRecusedFrom: keys,
      };
    },
  },
];
