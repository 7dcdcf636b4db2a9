/**
 * Limits that departments set themselves, over HTTP. Codes: voices.profile-too-long {field, most},
 * voices.bad-day {field, from, to}.
 */
import Type, { type Static } from "typebox";

import { Department } from "./casework.ts";
import { closed, PlainDay } from "./values.ts";

const LIMITS = {
  /** Hours until the unit has signed for what it was sent. */
  takeHours: Type.Integer({ minimum: 1, maximum: 999 }),
  /** Working days for the answer to a complaint, to a challenge or objection; absent: the city's. */
  complaintDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 999 })),
  challengeDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 999 })),
  /** Where the unit publishes. */
  siteUrl: Type.Optional(Type.String({ pattern: "^https?://", maxLength: 400 })),
  letterPrefix: Type.Optional(Type.String({ minLength: 1, maxLength: 40, pattern: "\\S" })),
  validFrom: PlainDay,
} as const;

/** Also the body of POST /api/voices/profiles, by the chief of the unit. */
export const VoiceProfile = Type.Object(LIMITS, closed);
export type VoiceProfile = Static<typeof VoiceProfile>;

export const VoiceProfiles = Type.Object(
  {
    /** What holds where a unit says nothing; no unit may take longer. */
    city: Type.Object(
      { takeHours: Type.Integer(), complaintDays: Type.Integer(), challengeDays: Type.Integer() },
      closed,
    ),
    rows: Type.Array(
      Type.Object(
        {
          unit: Department,
          /** In force today; absent: the city's. */
          current: Type.Optional(VoiceProfile),
          /** Set, but not in force yet. */
          coming: Type.Array(VoiceProfile),
          /** Who is away today, and who stands in. */
          deputies: Type.Array(
            Type.Object(
              { person: Type.String(), deputy: Type.String(), from: PlainDay, to: PlainDay },
              closed,
            ),
          ),
          maySet: Type.Boolean(),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type VoiceProfiles = Static<typeof VoiceProfiles>;

/** GET /api/voices/profiles/preview?validFrom=2026-06-01: open voices of the own unit. */
export const PreviewQuery = Type.Object({ validFrom: PlainDay }, closed);
export type PreviewQuery = Static<typeof PreviewQuery>;
export const ProfilePreview = Type.Object(
  {
    /** Received on that day or later: their clocks change. */
    changed: Type.Integer(),
    /** Received before: they keep the limits under which they came. */
    kept: Type.Integer(),
  },
  closed,
);
export type ProfilePreview = Static<typeof ProfilePreview>;
