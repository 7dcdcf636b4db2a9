/** Which facts concern whom. Pure; modules name their own in `Module.notices`. */
import type { NoticeKind } from "../../../../contract/src/notify.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import type { StoredFact } from "../facts/registry.ts";

/** Whom a fact concerns: persons it names, or who held a post in the unit that handles the lead, on that day. */
export type Concerned =
  | { readonly persons: readonly string[] }
  | {
      /** Holders of posts of these roles in any unit but this one. */
      readonly roles: readonly Role[];
      readonly outside: string;
      readonly except: string;
    }
  | {
      /** Holders of posts of these roles in the unit, in the discipline groups stationed in it, and anywhere. */
      readonly unit: string;
      readonly roles: readonly Role[];
      readonly stationedRoles?: readonly Role[];
      readonly anywhere?: readonly Role[];
      /** Voice it is about; who cannot see it is not told. */
      readonly voiceId?: string;
      readonly except?: string | undefined;
    }
  | {
      /** Holders of posts of these roles in any of these units. */
      readonly units: readonly string[];
      readonly roles: readonly Role[];
    }
  | {
      /** Holders of posts of these roles in this unit who could see the tip-off in one of them. */
      readonly unit: string;
      readonly roles: readonly Role[];
      readonly tipoffId: string;
    }
  | {
      /** Lead that each of them must be able to see in that post. */
      readonly leadId: string;
      /** Posts in the unit that handles the lead. */
      readonly roles: readonly Role[];
      /** Posts of the discipline group stationed in that unit. */
      readonly stationedRoles?: readonly Role[];
      /** Who acted knows already. */
      readonly except?: string | undefined;
    };

export interface NoticeRule {
  /** Kind of fact. */
  readonly fact: string;
  readonly notice: NoticeKind | ((fact: StoredFact) => NoticeKind);
  readonly concerned: (fact: StoredFact) => Concerned;
}

const textOf = (payload: StoredFact["payload"], member: string): readonly string[] => {
  const value = payload[member];
  return typeof value === "string" ? [value] : [];
};

/** A rule for facts whose payload names the person in this member. */
export const toPersonIn =
  (member: string) =>
  ({ payload }: StoredFact): Concerned => ({ persons: textOf(payload, member) });

const leadIdOf = (subject: string): string => subject.replace(/^lead:/, "");

const officerOf = (payload: StoredFact["payload"]): string | undefined =>
  (payload["officer"] as { account?: string } | undefined)?.account;

/** Facts of the organisation and of leads. */
export const FIRST_RULES: readonly NoticeRule[] = [
  {
    fact: "casework.lead-routed",
    notice: "leadRouted",
    concerned: ({ subject }) => ({
      leadId: leadIdOf(subject),
      roles: ["officer", "chief", "centre"],
    }),
  },
  {
    fact: "casework.lead-decided",
    notice: "leadDecided",
    concerned: ({ subject, payload }) => ({
      leadId: leadIdOf(subject),
      roles: ["chief"],
      stationedRoles: ["inspector"],
      except: officerOf(payload),
    }),
  },
  {
    fact: "casework.lead-urged",
    notice: "leadUrged",
    concerned: ({ subject, payload }) => ({
      leadId: leadIdOf(subject),
      roles: ["officer", "chief", "centre"],
      except: officerOf(payload),
    }),
  },
  {
    fact: "identity.handover-offered",
    notice: "handOverOffered",
    concerned: toPersonIn("toPerson"),
  },
  { fact: "identity.credential-changed", notice: "security", concerned: toPersonIn("account") },
  { fact: "identity.reset-requested", notice: "security", concerned: toPersonIn("account") },
  {
    fact: "identity.delegation-made",
    notice: "delegationMade",
    concerned: toPersonIn("toPerson"),
  },
  { fact: "identity.leave-recorded", notice: "deputyNamed", concerned: toPersonIn("deputy") },
  { fact: "identity.appointment-made", notice: "postGiven", concerned: toPersonIn("person") },
];
