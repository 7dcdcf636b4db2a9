/** Departments with the limits they set, who stands in there, and which open voices a new limit would touch. */
import { sql } from "kysely";

import type { Department } from "../../../../contract/src/casework.ts";
import type {
  ProfilePreview,
  VoiceProfile,
  VoiceProfiles,
} from "../../../../contract/src/voice-profiles.ts";
import { present } from "../../kernel/present.ts";
import type { Database, Tx } from "../../platform/database.ts";

type Row = VoiceProfiles["rows"][number];

interface RawProfile {
  readonly unit: string;
  readonly takeHours: number;
  readonly complaintDays: number | null;
  readonly challengeDays: number | null;
  readonly siteUrl: string | null;
  readonly letterPrefix: string | null;
  readonly validFrom: string;
}

const profileOf = ({ unit: _unit, ...raw }: RawProfile): VoiceProfile => present(raw);

/** Departments of a day, each with what holds then and what is to come. */
export async function listProfiles(
  db: Database,
  today: string,
): Promise<readonly Omit<Row, "maySet">[]> {
  const { rows: units } = await sql<Department>`
    SELECT unit AS id, name FROM identity.unit_on(${today}::date) WHERE kind = 'department'
    ORDER BY unit`.execute(db);
  const { rows: profiles } = await sql<RawProfile>`
    SELECT unit, take_hours AS "takeHours", complaint_days AS "complaintDays",
      challenge_days AS "challengeDays", site_url AS "siteUrl", letter_prefix AS "letterPrefix",
      valid_from::text AS "validFrom"
    FROM complaints.profile ORDER BY valid_from DESC, fact_id DESC`.execute(db);
  const { rows: deputies } = await sql<Row["deputies"][number] & { readonly unit: string }>`
    SELECT DISTINCT post.unit, person.name AS person, deputy.name AS deputy,
      leave.valid_from::text AS "from", leave.valid_to::text AS "to"
    FROM identity.leave_on(${today}::date) AS leave
      JOIN identity.appointment_on(${today}::date) AS appointment ON appointment.person = leave.person
      JOIN identity.post_on(${today}::date) AS post ON post.post = appointment.post
      JOIN identity.person_on(${today}::date) AS person ON person.person = leave.person
      JOIN identity.person_on(${today}::date) AS deputy ON deputy.person = leave.deputy
    ORDER BY person.name`.execute(db);
  return units.map((unit) => {
    const own = profiles.filter((profile) => profile.unit === unit.id);
    const current = own.find(({ validFrom }) => validFrom <= today);
    return {
      unit,
      ...(current === undefined ? {} : { current: profileOf(current) }),
      coming: own.filter(({ validFrom }) => validFrom > today).map(profileOf),
      deputies: deputies
        .filter((one) => one.unit === unit.id)
        .map(({ person, deputy, from, to }) => ({ person, deputy, from, to })),
    };
  });
}

const OVER = sql`('refused', 'withdrawn', 'transferred', 'replied', 'published')`;

export async function previewProfile(
  tx: Tx,
  { unit, validFrom }: { readonly unit: string; readonly validFrom: string },
): Promise<ProfilePreview> {
  const { rows } = await sql<ProfilePreview>`
    SELECT count(*) FILTER (WHERE is_later)::int AS changed, count(*) FILTER (WHERE NOT is_later)::int AS kept
    FROM (SELECT received_at >= ${validFrom}::date::timestamp AT TIME ZONE 'Asia/Shanghai' AS is_later
      FROM complaints.handling WHERE unit_id = ${unit} AND state NOT IN ${OVER}) AS open`.execute(
    tx,
  );
  return rows[0] ?? { changed: 0, kept: 0 };
}

/** Voices whose clocks a profile counts: of the unit, received on its first day or later. */
export async function voicesUnder(
  tx: Tx,
  profiles: readonly { readonly unit: string; readonly validFrom: string }[],
): Promise<readonly string[]> {
  if (profiles.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT voice_id AS id FROM complaints.handling
      JOIN jsonb_to_recordset(${JSON.stringify(profiles)}::jsonb) AS profile (unit text, "validFrom" date)
        ON profile.unit = handling.unit_id
        AND received_at >= profile."validFrom"::timestamp AT TIME ZONE 'Asia/Shanghai'
    ORDER BY 1`.execute(tx);
  return rows.map(({ id }) => id);
}
