/** Makes the pack of a lead: sealed facts, proofs, law of the day, custody, and a page that checks all of it. */
import type { LotScreened } from "../../../../contract/src/facts/screening.lot-screened.ts";
import {
  buildPack,
  type BuiltPack,
  type PackContent,
  type PackedFact,
  type PackProgram,
} from "../../../../pack/src/index.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { present } from "../../kernel/present.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Database } from "../../platform/database.ts";
import type { ActContext } from "../../platform/facts/act.ts";
import { type LogProofs, readLogProofs } from "../witness/index.ts";
import { holdAfter, reviewAfter } from "./custody.ts";
import type { Seal } from "./evidence.store.ts";
import { type FactOut, findCommitment, readFactsOut } from "./facts-out.store.ts";
import { lawOf } from "./law-text.ts";
import { findLeadHead, listReplies } from "./pack.store.ts";

interface ProvenFacts {
  readonly facts: readonly PackedFact[];
  readonly proofs: LogProofs;
}

/** @throws RuleViolation evidence.not-logged while a checkpoint that covers them is missing */
export async function proveFacts(db: Database, facts: readonly FactOut[]): Promise<ProvenFacts> {
  const leaves = facts.map(({ leafIndex }) => leafIndex);
  const known = leaves.filter((leaf) => leaf !== undefined);
  const proofs = known.length === facts.length ? await readLogProofs(db, known) : undefined;
  if (proofs === undefined) throw notLogged();
  const proven = facts.map((fact, place) => {
    const [leafIndex, proof] = [fact.leafIndex, proofs.proofs[place]];
    if (leafIndex === undefined || proof === undefined) throw notLogged();
    return { ...fact, leafIndex, proof };
  });
  return { facts: proven, proofs };
}

const notLogged = () => new RuleViolation("evidence.not-logged", {}, { status: 409 });

/** @throws RuleViolation evidence.not-found, evidence.not-logged */
export async function packOf(
  { db, officer, at }: Pick<ActContext, "db" | "officer" | "at">,
  { lead, seal }: { readonly lead: string; readonly seal: Seal },
  program: PackProgram,
): Promise<BuiltPack> {
  const { payload, custody, factId } = seal;
  const head = await findLeadHead(db, lead);
  if (head === undefined) throw new RuleViolation("evidence.not-found", { id: lead });
  const commitment = await findCommitment(db, payload.screeningId);
  const sealedIds = payload.items.map((item) => item.factId);
  const ids = [...sealedIds, factId, ...(commitment === undefined ? [] : [commitment])];
  const { facts, proofs } = await proveFacts(db, await readFactsOut(db, ids));
  const screened = facts.find(({ fact }) => fact.id === payload.screeningId)?.fact.payload;
  if (screened === undefined) throw new RuleViolation("evidence.not-found", { id: lead });
  const content: PackContent = {
    facts,
    log: { ...proofs.log, checkpoint: proofs.checkpoint },
    lead: {
      id: lead,
      ...(present(head) as Pick<typeof head, "number" | "title" | "department">),
      sealedAt: seal.sealedAt,
      hold: holdAfter(custody, plainDateOf(new Date(at))),
      review: {
        legal: reviewAfter(custody, "legal"),
        technical: reviewAfter(custody, "technical"),
      },
      exportedAt: at,
      exportedBy: officer.name,
      replies: await listReplies(db, lead),
    },
    law: lawOf(screened as unknown as LotScreened),
    custody,
  };
  return buildPack(content, program);
}
