/** Values of the witness's desk: clauses, what was seen and by whom it was done, measures, clips, risks of a room. */
import Type, { type Static } from "typebox";

import { closed, Instant } from "./values.ts";
import { PICTURE_PROBLEMS } from "./video-values.ts";

export const ClauseId = Type.String({ pattern: "^K-[0-9]{2}$" });
export const RecordId = Type.String({
  pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
});
export const ShiftId = Type.String({ pattern: "^[a-z0-9][a-z0-9-]{3,80}$" });
export const RoomName = Type.String({ minLength: 1, maxLength: 80 });

export const Words = (most: number, least = 2) =>
  Type.String({ minLength: least, maxLength: most, pattern: "\\S" });

/** In whose part somebody is on site. */
export const SITE_ROLES = [
  "agencyStaff",
  "purchaserRep",
  "bidderRep",
  "expert",
  "supervisor",
  "centreStaff",
  "visitor",
  "unknown",
] as const;
export const SiteRole = Type.Enum(SITE_ROLES);
export type SiteRole = Static<typeof SiteRole>;

const Unit = Type.Optional(Type.String({ minLength: 2, maxLength: 200 }));

/** By role, never by name: only staff of an agency work under their own name on site. */
export const SitePerson = Type.Union([
  Type.Object(
    {
      role: Type.Literal("agencyStaff"),
      name: Type.Optional(Type.String({ minLength: 2, maxLength: 40 })),
      unit: Unit,
    },
    closed,
  ),
  Type.Object(
    {
      role: Type.Enum([
        "purchaserRep",
        "bidderRep",
        "expert",
        "supervisor",
        "centreStaff",
        "visitor",
        "unknown",
      ] as const),
      unit: Unit,
    },
    closed,
  ),
]);
export type SitePerson = Static<typeof SitePerson>;

export const SEVERITIES = ["slight", "general", "serious"] as const;
export const Severity = Type.Enum(SEVERITIES);
export type Severity = Static<typeof Severity>;

/** What a witness may do: remind, ask to stop, report. Deciding is the department's. */
export const MEASURES = ["reminded", "stopped", "reported"] as const;
export const Measure = Type.Enum(MEASURES);
export type Measure = Static<typeof Measure>;

/** A stretch of what a camera records. */
export const Clip = Type.Object(
  { channel: Type.String({ minLength: 1, maxLength: 120 }), from: Instant, to: Instant },
  closed,
);
export type Clip = Static<typeof Clip>;

/** Seconds of a clip before and after what was seen. */
export const CLIP_SECONDS = 30;

/** Whether the person who was reminded signed the sheet. */
export const SIGNATURE_STATES = ["pending", "signed", "refused", "absent"] as const;
export const SignatureState = Type.Enum(SIGNATURE_STATES);
export type SignatureState = Static<typeof SignatureState>;

/** What is wrong with a room's picture: it is missing, or odd as the watching of cameras tells. */
export const ROOM_PICTURE_PROBLEMS = ["gap", ...PICTURE_PROBLEMS] as const;
export const RoomPictureProblem = Type.Enum(ROOM_PICTURE_PROBLEMS);
export type RoomPictureProblem = Static<typeof RoomPictureProblem>;

/** Why a room stands where it does, the most urgent first. */
export const RISKS = [
  "unanswered",
  "failedDecryption",
  "timeOver",
  "warned",
  "soon",
  "picture",
  "unwatched",
  "running",
  "idle",
] as const;
export const Risk = Type.Enum(RISKS);
export type Risk = Static<typeof Risk>;

/** One witness watches as many rooms as a screen shows, and as there are keys for. */
export const MOST_ROOMS = 12;
export const ROOM_KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "-", "="] as const;

export const OPEN_MATTERS = ["unanswered", "openAct", "unsignedSheet", "runningRoom"] as const;
/** What is still open when a shift ends. */
export const OpenMatter = Type.Object(
  {
    kind: Type.Enum(OPEN_MATTERS),
    room: RoomName,
    session: Type.Optional(Type.String({ maxLength: 80 })),
    /** Id of an act or sheet, number of an objection. */
    about: Type.Optional(Type.String({ maxLength: 80 })),
    text: Type.String({ maxLength: 400 }),
    since: Type.Optional(Instant),
  },
  closed,
);
export type OpenMatter = Static<typeof OpenMatter>;
