import Type, { type Static } from "typebox";

import { OrganisationId } from "../organisation.ts";
import { closed, Instant } from "../values.ts";
import { defineFactKind } from "./fact.ts";

/** Who acted, in which unit. */
export const ApprovalActor = Type.Object(
  {
    person: OrganisationId,
    name: Type.String({ minLength: 1, maxLength: 80 }),
    post: Type.String({ minLength: 1, maxLength: 120 }),
    unit: Type.String({ minLength: 1, maxLength: 80 }),
    unitName: Type.String({ minLength: 1, maxLength: 120 }),
  },
  closed,
);
export type ApprovalActor = Static<typeof ApprovalActor>;

const Payload = Type.Object(
  {
    request: OrganisationId,
    act: Type.String({ pattern: "^[a-z]+\\.[a-z-]+$" }),
    subject: Type.String({ minLength: 1, maxLength: 200 }),
    by: ApprovalActor,
    reason: Type.String({ minLength: 1, maxLength: 400 }),
    /** SHA-256 (hex) over the canonical JSON of the parameters. */
    paramsHash: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    expiresAt: Instant,
  },
  closed,
);
export type ApprovalRequested = Static<typeof Payload>;

export const approvalRequested = defineFactKind({
  kind: "approval.requested",
  version: 1,
  title: { en: "Approval requested", zh: "复核申请" },
  about: {
    en: "A person asked for a dangerous act that a person of another unit must approve.",
    zh: "有人申请一项高风险操作，须由其他机构的人员复核。",
  },
  payload: Payload,
  example: {
    request: "r-0192f0c1-0000-7000-8000-000000000001",
    act: "organisation.define-post",
    subject: "招标投标监督科 科长",
    by: {
      person: "system-1",
      name: "唐守仁",
      post: "系统管理员",
      unit: "operations",
      unitName: "云澜市大数据中心",
    },
    reason: "机构改革，岗位辖区调整",
    paramsHash: "0".repeat(64),
    expiresAt: "2026-06-04T08:00:00Z",
  },
});
