import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { StandingBadge } from "../venue-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    badges: Type.Array(StandingBadge, { maxItems: 1000 }),
    officer: Officer,
  },
  closed,
);
export type BadgesListed = Static<typeof Payload>;

/** The subject is `badges`. The last list holds. */
export const badgesListed = defineFactKind({
  kind: "venue.badges-listed",
  version: 1,
  title: { en: "Standing badges listed", zh: "常备门禁卡名单" },
  about: {
    en: "Badges that may open doors whatever the project: cleaners, guards, technicians of the centre.",
    zh: "与项目无关、可以进入房间的门禁卡：保洁、保安、中心技术人员。",
  },
  payload: Payload,
  example: {
    badges: [{ bearer: "badge-0012", name: "韦素琴", duty: "保洁" }],
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
  },
});
