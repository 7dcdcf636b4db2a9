import Type, { type Static } from "typebox";

import {
  CaseNumber,
  DossierActor,
  MOST_RETRIEVAL_DAYS,
  Purpose,
  RetrievalId,
  RetrievalTarget,
} from "../dossier-values.ts";
import { OrganisationId } from "../organisation.ts";
import { closed, Instant } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    retrieval: RetrievalId,
    target: RetrievalTarget,
    purpose: Purpose,
    /** Number of the case or lead; persons and devices need one. */
    caseNumber: Type.Optional(CaseNumber),
    days: Type.Integer({ minimum: 1, maximum: MOST_RETRIEVAL_DAYS }),
    by: DossierActor,
    /** Account that may open it. */
    asker: Type.String({ minLength: 1, maxLength: 80 }),
    /** Request for the approval of a second person; absent where none is needed. */
    approval: Type.Optional(OrganisationId),
    /** Where no approval is needed: when it lapses. */
    until: Type.Optional(Instant),
  },
  closed,
);
export type RetrievalAsked = Static<typeof Payload>;

/** The subject is `retrieval:<id>`. */
export const retrievalAsked = defineFactKind({
  kind: "dossier.retrieval-asked",
  version: 1,
  title: { en: "Retrieval asked for", zh: "申请定向调阅" },
  about: {
    en: "Somebody asked for the witness data of a firm, a person or a device, with purpose and case; persons and devices wait for a second person of another unit. Never public.",
    zh: "有人写明目的和案件编号，申请调阅某单位、人员或者设备的见证数据；人员和设备须由其他机构的人员批准。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    retrieval: "q-0192f0c1-0000-7000-8000-000000000001",
    target: { kind: "person", value: "expert-0f3a91c2", label: "王**" },
    purpose: "核查评审打分异常",
    caseNumber: "线2026-00317",
    days: 7,
    by: {
      unit: "housing",
      unitName: "云澜市住房和城乡建设局",
      person: "housing-1",
      name: "陈岚",
    },
    asker: "housing-1",
    approval: "r-0192f0c1-0000-7000-8000-000000000001",
  },
});
