/** Whom notices of the watch concern. What is told holds nothing of a case: no number, no ground. */
import { type NoticeRule, toPersonIn } from "../../platform/notify/rule.ts";
import { ANSWERERS } from "./roles.ts";

export const OVERSIGHT_NOTICES: readonly NoticeRule[] = [
  {
    fact: "oversight.notice-signed",
    notice: "noticeSigned",
    concerned({ payload }) {
      const { unit } = payload["content"] as { readonly unit: { readonly id: string } };
      return { unit: unit.id, roles: ANSWERERS };
    },
  },
  {
    fact: "oversight.notice-answered",
    notice: "noticeAnswered",
    concerned: toPersonIn("signer"),
  },
];
