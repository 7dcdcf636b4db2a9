/** Whom facts about voices and passed deadlines concern. */
import type { Audience } from "../../../../contract/src/deadlines.ts";
import type { DeadlineEscalated } from "../../../../contract/src/facts/deadlines.escalated.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import type { StoredFact } from "../../platform/facts/registry.ts";
import type { Concerned, NoticeRule } from "../../platform/notify/rule.ts";

const voiceIdOf = ({ subject }: StoredFact): string => subject.replace(/^voice:/, "");

const HANDLERS: readonly Role[] = ["officer", "chief", "entity", "agency"];
const HEADS: readonly Role[] = ["chief", "entity"];

const unitOf = ({ payload }: StoredFact): string => (payload["unit"] as { id: string }).id;
const officerOf = ({ payload }: StoredFact) =>
  payload["officer"] as { account: string; department: { id: string } } | undefined;

/** Notices of the watch and score cards have clocks as well; who is told of those gets no link. */
const isOfVoice = ({ subject }: StoredFact): boolean => subject.startsWith("voice:");

/** Posts that stand for an audience of the ladder. */
function audienceOf(fact: StoredFact): Concerned {
  const { to } = fact.payload as unknown as DeadlineEscalated;
  const isTold = (audience: Audience): boolean => to.includes(audience);
  return {
    unit: unitOf(fact),
    ...(isOfVoice(fact) ? { voiceId: voiceIdOf(fact) } : {}),
    roles: isTold("handler") ? HANDLERS : isTold("head") ? HEADS : [],
    ...(isTold("stationed") ? { stationedRoles: ["inspector" as const] } : {}),
    anywhere: [
      ...(isTold("discipline") ? (["inspector"] as const) : []),
      ...(isTold("coordinator") ? (["coordinator"] as const) : []),
    ],
  };
}

export const COMPLAINT_NOTICES: readonly NoticeRule[] = [
  {
    fact: "complaints.voice-routed",
    notice: "voiceRouted",
    concerned: (fact) => ({
      unit: unitOf(fact),
      roles: [...HANDLERS, "coordinator"],
      voiceId: voiceIdOf(fact),
      except: officerOf(fact)?.account,
    }),
  },
  {
    fact: "complaints.voice-returned",
    notice: "voiceReturned",
    concerned: (fact) => ({
      unit: "coordinator",
      roles: ["coordinator"],
      voiceId: voiceIdOf(fact),
    }),
  },
  {
    fact: "complaints.transfer-received",
    notice: "voiceTransferred",
    concerned: (fact) => ({ unit: unitOf(fact), roles: HANDLERS, voiceId: voiceIdOf(fact) }),
  },
  {
    fact: "complaints.reply-questioned",
    notice: "replyQuestioned",
    concerned: (fact) => ({ unit: unitOf(fact), roles: HANDLERS, voiceId: voiceIdOf(fact) }),
  },
  {
    fact: "complaints.pause-required",
    notice: "pauseRequired",
    concerned: (fact) => ({
      unit: unitOf(fact),
      roles: HANDLERS,
      voiceId: voiceIdOf(fact),
    }),
  },
  {
    fact: "deadlines.escalated",
    notice: ({ payload }) => (payload["step"] === "T-2" ? "deadlineNear" : "deadlineMissed"),
    concerned: audienceOf,
  },
];
