/** The part of the typed client for figures of voices, limits of departments and the work summary. */
import type { Senders } from "./client.ts";
import type { FiguresQuery, VoiceFigures } from "./voice-figures.ts";
import type { ProfilePreview, VoiceProfile, VoiceProfiles } from "./voice-profiles.ts";
import type { SummaryQuery, WorkSummary } from "./work-summary.ts";

export const figuresClient = ({ get, post }: Senders) => ({
  getVoiceFigures: (query: FiguresQuery, signal?: AbortSignal) =>
    get<VoiceFigures>("/api/voices/figures", { query, signal }),
  listProfiles: (signal?: AbortSignal) => get<VoiceProfiles>("/api/voices/profiles", { signal }),
  previewProfile: (validFrom: string, signal?: AbortSignal) =>
    get<ProfilePreview>("/api/voices/profiles/preview", { query: { validFrom }, signal }),
  setProfile: (body: VoiceProfile) => post<VoiceProfiles>("/api/voices/profiles", body),
  getWorkSummary: (query: SummaryQuery, signal?: AbortSignal) =>
    get<WorkSummary>("/api/reports/work-summary", { query, signal }),
});
