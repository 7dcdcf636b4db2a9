/** A unit's own limits: shorter than the city's, never longer. Pure. */
import type { VoiceProfile, VoiceProfiles } from "../../../../contract/src/voice-profiles.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { CITY_PROFILE } from "./running-clocks.ts";

/** Promises of the city: LOCAL-T15 and LOCAL-Z7 of the law register, and a day to sign. */
export const CITY_LIMITS: VoiceProfiles["city"] = {
  takeHours: CITY_PROFILE.takeHours,
  complaintDays: 15,
  challengeDays: 7,
};

/** @throws RuleViolation voices.profile-too-long, voices.bad-day, each naming the field */
export function checkProfile(profile: VoiceProfile, today: string): void {
  for (const field of ["takeHours", "complaintDays", "challengeDays"] as const) {
    const most = CITY_LIMITS[field];
    if ((profile[field] ?? 0) > most)
      throw new RuleViolation("voices.profile-too-long", { field, most });
  }
  if (profile.validFrom < today)
    throw new RuleViolation("voices.bad-day", { field: "validFrom", from: today, to: "" });
}
