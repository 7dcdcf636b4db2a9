/**
 * Voices from the e-service system and the trading system, and from the clerk. Codes: voices.conflicting-number {externalNo},
 * voices.unknown-file {sha256}, voices.bad-file {name, reason}, voices.unknown-process {ocid}, voices.not-paused {ocid},
 * voices.not-answerable {number}, voices.not-found, intake.signature-required, intake.bad-signature, intake.signature-expired,
 * intake.signature-replayed.
 */
import Type, { type Static } from "typebox";

import { Department } from "./casework.ts";
import { closed, Instant, PlainDay } from "./values.ts";
import { ReplyDraft } from "./voice-acts.ts";
import { Service, VOICE_CONTENT, VoiceNumber } from "./voice-values.ts";

const Sha256 = Type.String({ pattern: "^[0-9a-f]{64}$" });

/** A file of at most 50 MB: its content in `base64`, or uploaded before under its hash. */
const SentFile = Type.Object(
  {
    sha256: Sha256,
    name: Type.String({ minLength: 1, maxLength: 200 }),
    base64: Type.Optional(Type.String({ pattern: "^[A-Za-z0-9+/]+={0,2}$" })),
  },
  closed,
);
export type SentFile = Static<typeof SentFile>;
const SentFiles = Type.Array(SentFile, { maxItems: 20 });

const { files: _files, writer: _writer, ...WITHOUT_WRITER } = VOICE_CONTENT;

/** POST /api/intake/voices */
export const SendVoice = Type.Object(
  {
    externalNo: VoiceNumber,
    /** When the e-service system received it. */
    sentAt: Instant,
    ...WITHOUT_WRITER,
    writer: VOICE_CONTENT.writer,
    files: Type.Optional(SentFiles),
  },
  closed,
);
export type SendVoice = Static<typeof SendVoice>;

const ReceiptClock = Type.Object(
  {
    id: Type.String(),
    /** Last day; null: not known yet (an open pause, a year without a notice). */
    due: Type.Union([PlainDay, Type.Null()]),
    provisional: Type.Boolean(),
    /** Whether somebody must keep it. */
    binds: Type.Boolean(),
    articles: Type.Array(Type.String()),
  },
  closed,
);
export const VoiceReceiptView = Type.Object(
  {
    number: Type.String(),
    factId: Type.String(),
    /** Of the fact, 64 bytes in hexadecimal: the leaf of the log (contracts.md §1). */
    digest: Type.String(),
    receivedAt: Type.String(),
    unit: Department,
    window: Type.Enum(["open", "closed", "notYet", "unknown"] as const),
    /** The clock that binds first; null: no date is known. */
    binding: Type.Union([
      Type.Object({ clock: Type.String(), due: Type.Union([PlainDay, Type.Null()]) }, closed),
      Type.Null(),
    ]),
    clocks: Type.Array(ReceiptClock),
    isDuplicate: Type.Boolean(),
  },
  closed,
);
export type VoiceReceiptView = Static<typeof VoiceReceiptView>;

/** POST /api/intake/voices/:number/reply: answered in the sending system. */
export const SendReply = Type.Object(
  {
    ...ReplyDraft.properties,
    service: Service,
    /** Tenderer, buyer or agency that answered. */
    answeredBy: Type.String({ minLength: 1, maxLength: 200 }),
    /** Who signed the letter. */
    signedBy: Type.String({ minLength: 1, maxLength: 40 }),
  },
  closed,
);
export type SendReply = Static<typeof SendReply>;
export const ReplyTaken = Type.Object(
  { number: Type.String(), state: Type.String(), isDuplicate: Type.Boolean() },
  closed,
);

/** GET /api/intake/pauses: processes that must stand still until an objection is answered (条例22, 54). */
export const PauseList = Type.Object(
  {
    rows: Type.Array(
      Type.Object(
        {
          ocid: Type.String(),
          /** Numbers of the objections. */
          numbers: Type.Array(Type.String()),
          since: Type.String(),
          articles: Type.Array(Type.String()),
          confirmedAt: Type.Optional(Type.String()),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type PauseList = Static<typeof PauseList>;

/** POST /api/intake/pauses/:ocid/confirm */
export const ConfirmPause = Type.Object(
  { pausedAt: Instant, note: Type.Optional(Type.String({ minLength: 1, maxLength: 400 })) },
  closed,
);
export type ConfirmPause = Static<typeof ConfirmPause>;

/** Who writes, as typed; a person's name and number are kept masked and as a keyed token only. */
const TypedWriter = Type.Object(
  {
    kind: Type.Enum(["organisation", "person"] as const),
    name: Type.String({ minLength: 1, maxLength: 200, pattern: "\\S" }),
    uscc: Type.Optional(Type.String({ minLength: 18, maxLength: 18 })),
    idCard: Type.Optional(Type.String({ minLength: 18, maxLength: 18 })),
    contactName: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
    phone: Type.Optional(Type.String({ pattern: "^[0-9+ -]{5,20}$" })),
    address: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  },
  closed,
);
export type TypedWriter = Static<typeof TypedWriter>;

/** POST /api/voices: what a clerk writes down. */
export const EnterVoice = Type.Object(
  {
    channel: Type.Enum(["phone", "paper"] as const),
    /** When it was said or handed in; not later than now. */
    receivedAt: Instant,
    ...WITHOUT_WRITER,
    writer: TypedWriter,
    /** Uploaded before; paper needs its scan. */
    files: Type.Optional(SentFiles),
  },
  closed,
);
export type EnterVoice = Static<typeof EnterVoice>;

export const EnteredVoice = Type.Object(
  {
    ...VoiceReceiptView.properties,
    /** Shown once; the writer finds the voice again by it. */
    receiptCode: Type.String(),
    /** Voices of the same writer about the same process. */
    similar: Type.Array(Type.String()),
  },
  closed,
);
export type EnteredVoice = Static<typeof EnteredVoice>;

/** GET /api/voices/window: whether the act is possible, as the clerk types. */
export const WindowQuery = Type.Object(
  {
    kind: VOICE_CONTENT.kind,
    regime: VOICE_CONTENT.regime,
    on: PlainDay,
    matter: VOICE_CONTENT.matter,
    ocid: VOICE_CONTENT.ocid,
    knownOn: VOICE_CONTENT.knownOn,
    earlierOn: Type.Optional(PlainDay),
    answeredOn: Type.Optional(PlainDay),
  },
  closed,
);
export type WindowQuery = Static<typeof WindowQuery>;
export const WindowView = Type.Object(
  {
    state: VoiceReceiptView.properties.window,
    reason: Type.String(),
    firstOn: Type.Union([PlainDay, Type.Null()]),
    lastOn: Type.Union([PlainDay, Type.Null()]),
    binding: VoiceReceiptView.properties.binding,
    /** Title of the process asked about. */
    title: Type.Optional(Type.String()),
  },
  closed,
);
export type WindowView = Static<typeof WindowView>;

/** PUT …/files/:sha256 */
export const StoredFile = Type.Object(
  { sha256: Sha256, size: Type.Integer(), mediaType: Type.String() },
  closed,
);
export type StoredFile = Static<typeof StoredFile>;
