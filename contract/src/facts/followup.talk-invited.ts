import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { LeadId, Readers, TalkId, TalkKind, TargetKind, Words } from "../followup-values.ts";
import { Instant, Party, closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    talk: TalkId,
    kind: TalkKind,
    target: Type.Object({ kind: TargetKind, party: Party }, closed),
    matter: Words(1000, 4),
    place: Words(120),
    meetAt: Instant,
    lead: Type.Optional(LeadId),
    readers: Readers,
    officer: Officer,
  },
  closed,
);
export type TalkInvited = Static<typeof Payload>;

export const talkInvited = defineFactKind({
  kind: "followup.talk-invited",
  version: 1,
  title: { en: "Talk invited", zh: "约谈通知" },
  about: {
    en: "A firm, agency or expert is invited to a talk: the centre reminds, the department warns. Never public.",
    zh: "通知企业、代理机构或者专家参加约谈：中心提醒，部门警告。不公开。",
  },
  payload: Payload,
  example: {
    talk: "YT-2026-3",
    kind: "remind",
    target: { kind: "firm", party: { kind: "organisation", name: "云澜青石建设有限公司" } },
    matter: "投标文件编制不规范。",
    place: "交易中心三楼",
    meetAt: "2026-06-10T01:30:00.000Z",
    readers: ["trading-centre", "name:云澜青石建设有限公司"],
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
  },
});
