/** A unit sets its own limits. */
import { randomUUID } from "node:crypto";

import type { Officer } from "../../../../contract/src/casework.ts";
import type { VoiceProfile } from "../../../../contract/src/voice-profiles.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { checkProfile } from "./profile.ts";

export interface ProfileContext {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly officer: Officer;
  /** Instant of the act. */
  readonly at: string;
}

/** @throws RuleViolation voices.profile-too-long, voices.bad-day */
export async function setProfile(
  { db, registry, officer, at }: ProfileContext,
  profile: VoiceProfile,
): Promise<void> {
  checkProfile(profile, plainDateOf(new Date(at)));
  const unit = officer.department;
  await inTransaction(db, (tx) =>
    recordFact(tx, registry, {
      kind: "complaints.profile-set",
      source: "mingjing",
      sourceId: `profile/${unit.id}/${randomUUID()}`,
      subject: `unit:${unit.id}`,
      occurredAt: at,
      payload: { ...profile, unit, officer },
    }),
  );
}
