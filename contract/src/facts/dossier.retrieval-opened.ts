import Type, { type Static } from "typebox";

import { DossierActor, RetrievalId, Sha256 } from "../dossier-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    retrieval: RetrievalId,
    by: DossierActor,
    rows: Type.Integer({ minimum: 0 }),
    /** SHA-256 (hex) over the canonical JSON of the rows that were shown. */
    resultHash: Sha256,
  },
  closed,
);
export type RetrievalOpened = Static<typeof Payload>;

/** The subject is `retrieval:<id>`. */
export const retrievalOpened = defineFactKind({
  kind: "dossier.retrieval-opened",
  version: 1,
  title: { en: "Retrieval opened", zh: "查看调阅结果" },
  about: {
    en: "Somebody looked at what a retrieval found: how many rows, and the hash of them. Never public.",
    zh: "有人查看定向调阅的结果：行数和结果摘要。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    retrieval: "q-0192f0c1-0000-7000-8000-000000000001",
    by: {
      unit: "housing",
      unitName: "云澜市住房和城乡建设局",
      person: "housing-1",
      name: "陈岚",
    },
    rows: 12,
    resultHash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  },
});
