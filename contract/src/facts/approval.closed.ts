import Type, { type Static } from "typebox";

import { OrganisationId } from "../organisation.ts";
import { closed } from "../values.ts";
import { ApprovalActor } from "./approval.requested.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    request: OrganisationId,
    outcome: Type.Enum(["approved", "rejected", "withdrawn"] as const),
    by: ApprovalActor,
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 400 })),
  },
  closed,
);
export type ApprovalClosed = Static<typeof Payload>;

export const approvalClosed = defineFactKind({
  kind: "approval.closed",
  version: 1,
  title: { en: "Approval closed", zh: "复核结束" },
  about: {
    en: "The request was approved and done at once, rejected, or withdrawn. There is one end for each request.",
    zh: "申请已获同意并当即执行、被退回或撤回；每件申请只有一个结果。",
  },
  payload: Payload,
  example: {
    request: "r-0192f0c1-0000-7000-8000-000000000001",
    outcome: "approved",
    by: {
      person: "security-1",
      name: "夏知止",
      post: "安全管理员",
      unit: "coordinator",
      unitName: "云澜市公共资源交易监督管理办公室",
    },
  },
});
