import Type, { type Static } from "typebox";

import { DossierActor, DossierId, Purpose, Sha256 } from "../dossier-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    dossier: DossierId,
    by: DossierActor,
    /** Absent where the export belongs to an organ whose looks are sealed. */
    ocid: Type.Optional(Type.String({ maxLength: 140 })),
    purpose: Type.Optional(Purpose),
    filters: Type.Optional(Type.String({ maxLength: 400 })),
    /** SHA-256 (hex) over the canonical JSON of `ocid`, `purpose`, `filters` and a salt that the file carries. */
    commitment: Type.Optional(Sha256),
    facts: Type.Integer({ minimum: 0 }),
    /** SHA-256 (hex) of the ZIP as it was handed out. */
    sha256: Sha256,
  },
  closed,
);
export type Exported = Static<typeof Payload>;

/** The subject is `dossier:<id>`: a department does not learn from the timeline who else took a copy. */
export const dossierExported = defineFactKind({
  kind: "dossier.exported",
  version: 1,
  title: { en: "Dossier exported", zh: "卷宗导出" },
  about: {
    en: "Somebody took a copy of a project's dossier: for what purpose, under which filters, and the hash of the file. Never public.",
    zh: "有人导出项目卷宗：目的、筛选范围和文件摘要。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    dossier: "d-0192f0c1-0000-7000-8000-000000000001",
    by: {
      unit: "housing",
      unitName: "云澜市住房和城乡建设局",
      person: "housing-1",
      name: "陈岚",
    },
    ocid: "ocds-mj0001-YL2026-0312",
    purpose: "核查线2026-00317",
    filters: "groups=opening,evaluation",
    facts: 214,
    sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  },
});
