/** The claims as last handed in: a correction may bring its own. Pure. */
import type { VoiceView } from "../../../../contract/src/voices.ts";

export function claimsOf({
  content,
  history,
}: Pick<VoiceView, "content" | "history">): readonly string[] {
  const corrected = history.findLast(
    ({ kind, payload }) => kind === "complaints.voice-corrected" && payload["claims"] !== undefined,
  );
  return (corrected?.payload["claims"] as readonly string[] | undefined) ?? content.claims;
}
