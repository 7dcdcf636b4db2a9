/**
 * What a mirror of an inspection organ gets of each fact: all of it, all of it later, or its leaf alone. Deny by default:
 * a kind that is not named here shows its leaf only (decision 0032).
 */

/** `leaf`: 64 bytes of salted hashes, which tell nothing. An object: once a fact of kind `after` names the same lot. */
export type Handing = "whole" | "leaf" | { readonly after: string };

const OPENED = "procurement.bids-opened";
const EVALUATED = "procurement.evaluation-completed";
const afterOpening: Handing = { after: OPENED };

/** Modules whose facts are handed out, unless their kind stands below. */
const WHOLE_MODULES: ReadonlySet<string> = new Set([
  "anchors",
  "casework",
  "complaints",
  "deadlines",
  "duties",
  "edgelog",
  "evidence",
  "identity",
  "intake",
  "lookback",
  "mirror",
  "oversight",
  "procurement",
  "publication",
  "screening",
  "statutes",
  "venue",
  "video",
  "warnings",
  "witness",
  "witnessing",
]);

const KINDS: Readonly<Record<string, Handing>> = {
  // Who may bid, and what, is nobody's to know before the opening (招标投标法第22条).
  "procurement.document-downloaded": afterOpening,
  "procurement.bid-committed": afterOpening,
  "procurement.bid-received": afterOpening,
  "procurement.bid-withdrawn": afterOpening,
  "procurement.bid-decrypted": afterOpening,
  "procurement.bid-revealed": afterOpening,
  "procurement.objection-recorded": afterOpening,
  "procurement.complaint-recorded": afterOpening,
  // Scores are secret while the committee sits (招标投标法第38条).
  "procurement.expert-scored": { after: EVALUATED },
  "procurement.environment-registered": "leaf",
  // Of an opening under way only the steps; the rest names bidders, or unmasks their neutral numbers.
  "opening.step-taken": "whole",
  "opening.objection-answered": "whole",
  "opening.record-signed": "whole",
  "opening.replay-sealed": "whole",
  // Device traces in bulk; retrieval has its own door with a purpose.
  "screening.input-kept": "leaf",
  "screening.lot-screened": "leaf",
  // Who complains, and of what in which words.
  "complaints.voice-received": "leaf",
  "complaints.voice-corrected": "leaf",
  "complaints.voice-transferred": "leaf",
  "complaints.transfer-received": "leaf",
  "complaints.evidence-asked": "leaf",
  "complaints.evidence-given": "leaf",
  "complaints.profile-set": "leaf",
  "complaints.reply-served": "leaf",
  "complaints.reply-read": "leaf",
  "complaints.reply-questioned": "leaf",
  // Who looks at what is sealed to the organ that looks (decision 0011).
  "audit.retention-applied": "whole",
  "audit.retention-set": "whole",
  "audit.seal-key-registered": "whole",
  "evidence.accessed": "leaf",
  "video.viewing-opened": "leaf",
  "video.viewing-ended": "leaf",
  "video.clip-exported": "leaf",
  // Doors of accounts.
  "identity.accounts-opened": "leaf",
  "identity.account-link-revoked": "leaf",
  "identity.credential-changed": "leaf",
  "identity.reset-requested": "leaf",
  "identity.reset-approved": "leaf",
  "identity.person-registered": "leaf",
  "intake.source-key-registered": "leaf",
  // Of tip-offs nothing but the keys they are sealed to.
  "tipoffs.key-published": "whole",
};

export function handingOf(kind: string): Handing {
  const named = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  return named ?? (WHOLE_MODULES.has(kind.split(".")[0] ?? "") ? "whole" : "leaf");
}

/** Kinds that a fact of this kind opens, of its lot. */
export const openedBy = (kind: string): readonly string[] =>
  Object.entries(KINDS).flatMap(([name, handing]) =>
    typeof handing === "object" && handing.after === kind ? [name] : [],
  );

/** Kinds and modules that are named here: each must exist. */
export const NAMED = { kinds: Object.keys(KINDS), modules: [...WHOLE_MODULES] } as const;
