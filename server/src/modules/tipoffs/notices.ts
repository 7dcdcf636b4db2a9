/** Whom facts of tip-offs concern: people of the office who see it in their lists. Pure. */
import type { TipoffRouted } from "../../../../contract/src/facts/tipoffs.routed.ts";
import type { NoticeRule } from "../../platform/notify/rule.ts";

export const tipoffNotices: readonly NoticeRule[] = [
  {
    fact: "tipoffs.routed",
    notice: "tipoffRouted",
    concerned({ subject, payload }) {
      const { department } = payload as unknown as TipoffRouted;
      return {
        unit: department.id,
        roles: ["officer", "chief", "coordinator", "inspector"],
        tipoffId: subject.slice("tipoff:".length),
      };
    },
  },
];
