/** Codes of dossiers and retrievals (docs/how-to/dossier.md). */
import Type, { type Static } from "typebox";

import { closed } from "./values.ts";

/** What sort of record a line of the dossier is. */
export const DOSSIER_GROUPS = [
  "notice",
  "bid",
  "opening",
  "evaluation",
  "result",
  "witness",
  "warning",
  "lead",
  "voice",
  "publication",
  "access",
] as const;
export type DossierGroup = (typeof DOSSIER_GROUPS)[number];

/** Reaches of the stage river, in the order in which a project flows. */
export const DOSSIER_STAGES = [
  "announce",
  "bidding",
  "opening",
  "evaluation",
  "award",
  "contract",
  "supervision",
] as const;
export type DossierStage = (typeof DOSSIER_STAGES)[number];

/** What witness data is looked for by. A project is opened as its dossier and needs no retrieval. */
export const RETRIEVAL_KINDS = ["firm", "person", "device"] as const;
export type RetrievalKind = (typeof RETRIEVAL_KINDS)[number];
export const RetrievalKind = Type.Enum(RETRIEVAL_KINDS);

/** Parts of a device trace that can be looked for, as screening holds them. */
export const DEVICE_FIELDS = ["mac", "ip", "disk", "lockNo", "toolId", "caSerial"] as const;
export type DeviceField = (typeof DEVICE_FIELDS)[number];
export const DeviceField = Type.Enum(DEVICE_FIELDS);

/** Persons and devices need a second person of another unit. */
export const needsApproval = (kind: RetrievalKind): boolean => kind !== "firm";

/** How long a retrieval stays open. */
export const RETRIEVAL_DAYS = 7;
export const MOST_RETRIEVAL_DAYS = 30;

export const RETRIEVAL_STATES = ["asked", "approved", "refused", "expired"] as const;
export const RetrievalState = Type.Enum(RETRIEVAL_STATES);
export type RetrievalState = (typeof RETRIEVAL_STATES)[number];

/** `d-` and a uuid: a dossier that was exported. `q-` and a uuid: a retrieval. */
export const DossierId = Type.String({ pattern: "^d-[0-9a-f-]{36}$" });
export const RetrievalId = Type.String({ pattern: "^q-[0-9a-f-]{36}$" });

export const Sha256 = Type.String({ pattern: "^[0-9a-f]{64}$" });

export const Purpose = Type.String({ minLength: 4, maxLength: 200 });
export const CaseNumber = Type.String({ minLength: 2, maxLength: 80 });

/** Who or what is looked for: a firm by code or name, a person by token, a device by one of its codes. */
export const RetrievalTarget = Type.Object(
  {
    kind: RetrievalKind,
    value: Type.String({ minLength: 2, maxLength: 200 }),
    /** What people read instead: name of a firm, masked name, masked code. */
    label: Type.String({ minLength: 1, maxLength: 200 }),
    /** Of a device. */
    field: Type.Optional(DeviceField),
  },
  closed,
);
export type RetrievalTarget = Static<typeof RetrievalTarget>;

/** Who acted. Discipline inspectors and police leave their organ only (docs/decisions/0011-sealed-reads.md). */
export const DossierActor = Type.Object(
  {
    unit: Type.String({ minLength: 1, maxLength: 80 }),
    unitName: Type.String({ minLength: 1, maxLength: 120 }),
    person: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
  },
  closed,
);
export type DossierActor = Static<typeof DossierActor>;
