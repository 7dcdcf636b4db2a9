/** Which letters of a case exist: each follows an act that was recorded. Pure. */
import type { VoiceLetter } from "../../../../contract/src/voices-client.ts";
import type { VoiceView } from "../../../../contract/src/voices.ts";

const OUTCOMES = {
  accepted: "acceptance",
  refused: "refusal",
  correctionAsked: "correction",
} as const satisfies Record<string, VoiceLetter>;

export function lettersOf({
  history,
  reply,
}: Pick<VoiceView, "history" | "reply">): readonly VoiceLetter[] {
  const decided = history
    .filter(({ kind }) => kind === "complaints.acceptance-decided")
    .flatMap(({ payload }) => {
      const outcome = String(payload["outcome"]);
      return outcome in OUTCOMES ? [OUTCOMES[outcome as keyof typeof OUTCOMES]] : [];
    });
  return [
    ...new Set<VoiceLetter>([...decided, ...(reply === undefined ? [] : ["reply" as const])]),
  ];
}
