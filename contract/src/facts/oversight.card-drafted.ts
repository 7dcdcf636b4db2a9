import Type, { type Static } from "typebox";

import { Department } from "../casework.ts";
import { CardFigures, Quarter } from "../oversight-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object({ unit: Department, quarter: Quarter, figures: CardFigures }, closed);
export type CardDrafted = Static<typeof Payload>;

export const cardDrafted = defineFactKind({
  kind: "oversight.card-drafted",
  version: 1,
  title: { en: "Score card drafted", zh: "履职情况表生成" },
  about: {
    en: "The machine counted one department's quarter. Seen by the department, the coordinating office and discipline only.",
    zh: "系统统计一个部门一个季度的办理情况。仅本部门、公管办和纪检监察可见。",
  },
  payload: Payload,
  example: {
    unit: { id: "housing", name: "云澜市住房和城乡建设局" },
    quarter: "2026-Q2",
    figures: {
      handled: 61,
      statutory: { n: 61, k: 58, low: 0.865, high: 0.983 },
      commitment: { n: 61, k: 52, low: 0.743, high: 0.92 },
      medianDays: 13,
      bounced: 3,
      substantive: { n: 61, k: 60, low: 0.913, high: 0.997 },
      reversed: { n: 61, k: 1, low: 0.003, high: 0.087 },
      published: { n: 58, k: 58, low: 0.938, high: 1 },
      expected: 0.96,
    },
  },
});
