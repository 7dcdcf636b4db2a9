/** Certificates of chosen facts: for everybody, for a party, for a court, for an organ of discipline inspection. */
import { createHmac } from "node:crypto";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import { inTransaction, type Tx } from "../../platform/database.ts";
import { buildCertificate, type Built } from "./certificate-file.service.ts";
import {
  awaitCertificate,
  type IssueDeps,
  partyOf,
  sealNew,
  shownRow,
} from "./certificate.service.ts";
import { lockCertificates, readNumberedSeal, readOrgan, readTitle } from "./certificate.store.ts";
import { type Audience, isShown, rootOfRows, rowsOf } from "./certificate.ts";
import { type ChosenFact, findSameChoice, hasResult, readChosen } from "./chosen.store.ts";

export interface Choice {
  /** The process that the facts belong to. */
  readonly subject: string;
  readonly audience: Audience;
  /** Where the public knows the process by no title. */
  readonly title: string;
  /** Ids of facts that whoever asks may hand to a court whole. */
  readonly facts: readonly string[];
  /** Ids of facts of which only the fingerprint may go out. */
  readonly closed: readonly string[];
}

interface Split {
  readonly shown: readonly ChosenFact[];
  readonly hidden: readonly ChosenFact[];
}

/** What the audience sees: organs all that was chosen, everybody what is public, a party its own receipts besides. */
function splitFor(audience: Audience, facts: readonly ChosenFact[], closed: ReadonlySet<string>) {
  const isOrgan = audience.startsWith("court:") || audience.startsWith("discipline:");
  const isOpen = ({ isReleased, isOwn, fact }: ChosenFact): boolean =>
    isReleased || isOwn || (isOrgan && !closed.has(fact.id));
  return {
    isOrgan,
    shown: facts.filter(isOpen),
    hidden: facts.filter((fact) => !isOpen(fact)),
  };
}

/** @throws RuleViolation `certificate.nothing-to-show`, `certificate.before-result` */
async function readSplit(tx: Tx, choice: Choice): Promise<Split | undefined> {
  const { subject, audience, facts: ids, closed } = choice;
  const uscc = partyOf({ subject, audience }) ?? "";
  const { facts, waiting } = await readChosen(tx, [...ids, ...closed], uscc);
  if (waiting > 0) return undefined;
  const { isOrgan, shown, hidden } = splitFor(audience, facts, new Set(closed));
  if (shown.length === 0)
    throw new RuleViolation("certificate.nothing-to-show", { count: hidden.length });
  // That there is more, and how much, is no more known to those outside than what it says.
  if (!isOrgan && hidden.length > 0 && !(await hasResult(tx, subject)))
    throw new RuleViolation("certificate.before-result", { count: hidden.length });
  return { shown, hidden };
}

/** Number of the certificate; undefined while the log has not taken all facts. */
async function issueIn(tx: Tx, deps: IssueDeps, choice: Choice & { readonly key: string }) {
  const { subject, audience, key } = choice;
  await lockCertificates(tx);
  const split = await readSplit(tx, choice);
  if (split === undefined) return undefined;
  const digests = [...split.shown, ...split.hidden].map(({ digest }) => digest).toSorted();
  const rows = rowsOf({
    shown: split.shown.map(shownRow),
    hidden: split.hidden.map(({ digest }) => digest),
    fillerKey: createHmac("sha256", key)
      .update(`${subject}\n${audience}\n${digests.join("\n")}`)
      .digest("hex"),
  });
  const root = rootOfRows(rows);
  const same = await findSameChoice(tx, { subject, audience, root });
  if (same !== undefined) return same;
  const known = await readTitle(tx, subject);
  if (known === undefined && audience === "public")
    throw new RuleViolation("certificate.not-found", { ocid: subject });
  const issued = await sealNew(tx, deps, {
    subject,
    audience,
    scope: "chosen",
    rows,
    shown: split.shown.length,
    root,
    title: known ?? choice.title,
    organ: audience === "public" ? await readOrgan(tx, subject) : undefined,
    last: undefined,
  });
  return issued.number;
}

/** From the number on: the seal by it, the shown facts by their places. */
async function build(deps: IssueDeps, number: string, choice: Choice): Promise<Built | undefined> {
  const sealed = await readNumberedSeal(deps.db, number);
  if (sealed === undefined || sealed.leafIndex === null) return undefined;
  const { fact, salt, leafIndex, rows } = sealed;
  const shown = new Set(rows.filter(isShown).map(({ digest }) => digest));
  const { facts } = await inTransaction(deps.db, (tx) =>
    readChosen(tx, [...choice.facts, ...choice.closed], ""),
  );
  return buildCertificate(deps, {
    seal: { fact, salt, leafIndex },
    rows,
    facts: facts.filter(({ digest, isErased }) => shown.has(digest) && !isErased),
  });
}

/**
 * The certificate of a choice; the same choice for the same audience is the same certificate.
 * @throws RuleViolation `certificate.nothing-to-show`, `certificate.before-result`, `certificate.bad-party`,
 * `certificate.not-found`, `certificate.being-issued` (503: ask again)
 */
export async function issueChosen(deps: IssueDeps, choice: Choice) {
  const key = await deps.fillerKey();
  return awaitCertificate(deps, choice.subject, {
    issue: () => inTransaction(deps.db, (tx) => issueIn(tx, deps, { ...choice, key })),
    build: (number: string) => build(deps, number, choice),
  });
}
