import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { ClearingCode, Hash, LeadId, Readers, Words } from "../followup-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    lead: LeadId,
    code: ClearingCode,
    text: Words(2000, 4),
    /** SHA-256 of the paper that shows it. */
    evidenceHash: Type.Optional(Hash),
    readers: Readers,
    officer: Officer,
  },
  closed,
);
export type ClearingSupplied = Static<typeof Payload>;

export const clearingSupplied = defineFactKind({
  kind: "followup.clearing-supplied",
  version: 1,
  title: { en: "Clearing fact supplied", zh: "澄清事实补充" },
  about: {
    en: "A fact that an indicator names as clearing it was supplied; the screening stays as it was recorded. Never public.",
    zh: "补充了指标列明的可排除疑点的事实；原筛查记录不变。不公开。",
  },
  payload: Payload,
  example: {
    lead: "0198a1b2-0000-7000-8000-000000000001",
    code: "shopReceipt",
    text: "图文店当日收据两张。",
    readers: ["lead"],
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
  },
});
