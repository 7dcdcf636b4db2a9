/** The part of the typed client for figures of voices. */
import type { Senders } from "./client.ts";
import type { FiguresQuery, VoiceFigures } from "./voice-figures.ts";

export const figuresClient = ({ get }: Senders) => ({
  getVoiceFigures: (query: FiguresQuery, signal?: AbortSignal) =>
    get<VoiceFigures>("/api/voices/figures", { query, signal }),
});
