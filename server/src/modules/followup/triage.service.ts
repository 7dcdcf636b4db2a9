/** The queue of leads for review: built from leads, labels and reviews; the figures name nobody. */
import { randomBytes } from "node:crypto";

import type { AuditDrawn } from "../../../../contract/src/facts/followup.audit-drawn.ts";
import type { Labelled } from "../../../../contract/src/facts/followup.labelled.ts";
import type { ReviewAssigned } from "../../../../contract/src/facts/followup.review-assigned.ts";
import type { ReviewGiven } from "../../../../contract/src/facts/followup.review-given.ts";
import type { GiveReview, Triage, TriageRow } from "../../../../contract/src/followup-triage.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import type { ActContext } from "../../platform/facts/act.ts";
import type { ScopedReader } from "../../platform/identity/reader.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import { act, recordFollowUp } from "./act.service.ts";
import { readKinds } from "./followup.store.ts";
import { listQueue, type QueuedLead, readLead } from "./lead-facts.store.ts";
import {
  auditVerdict,
  isDismissed,
  isFinished,
  openSlot,
  pairOf,
  type Review,
  type ReviewState,
  slotFor,
} from "./review.ts";
import { AUDITORS, isOne, REVIEWERS } from "./roles.ts";
import { AUDIT_SHARE, DOUBLE_SHARE } from "./settings.ts";
import type { FollowUpEvent } from "./thread.ts";
import { drawAudit, isDouble, kappaOf, rulePrecisions, triage } from "./triage.ts";

const KINDS = ["followup.review-assigned", "followup.review-given", "followup.audit-drawn"];
const DAY_MS = 86_400_000;
const SHOWN = 200;

interface Known {
  readonly states: ReadonlyMap<string, ReviewState>;
  readonly draws: readonly { readonly at: string; readonly draw: AuditDrawn }[];
}

async function readReviews(tx: Tx): Promise<Known> {
  const events = await readKinds(tx, KINDS);
  const draws = events
    .filter(({ kind }) => kind === "followup.audit-drawn")
    .map(({ at, payload }) => ({ at, draw: payload as AuditDrawn }));
  const drawn = new Set(draws.flatMap(({ draw }) => draw.drawn));
  const byLead = Map.groupBy(
    events.filter(({ kind }) => kind !== "followup.audit-drawn"),
    ({ leadId }) => leadId ?? "",
  );
  const states = new Map(
    [...byLead].map(([lead, own]) => [lead, stateOf(lead, own, drawn.has(lead))]),
  );
  return { states, draws };
}

function stateOf(lead: string, events: readonly FollowUpEvent[], isDrawn: boolean): ReviewState {
  const given = events
    .filter(({ kind }) => kind === "followup.review-given")
    .map(({ payload }) => payload as ReviewGiven);
  const reviews = events
    .filter(({ kind }) => kind === "followup.review-assigned")
    .map(({ payload }): Review => {
      const { slot, officer } = payload as ReviewAssigned;
      const verdict = given.find((one) => one.slot === slot)?.verdict;
      return { slot, account: officer.account, verdict };
    });
  return { reviews, isDouble: isDouble(lead, DOUBLE_SHARE), isDrawn };
}

const stateFor = ({ states }: Known, lead: string): ReviewState =>
  states.get(lead) ?? { reviews: [], isDouble: isDouble(lead, DOUBLE_SHARE), isDrawn: false };

interface Asked {
  readonly actor: Actor;
  readonly now: Date;
}

export interface TriageDeps {
  readonly db: Database;
  readonly reader: ScopedReader;
}

/** Leads as the reader sees them; reviews and labels as the product, which counts them and shows them to nobody. */
export async function readTriage(deps: TriageDeps, { actor, now }: Asked): Promise<Triage> {
  const { known, labels } = await inTransaction(deps.db, async (tx) => ({
    known: await readReviews(tx),
    labels: (await readKinds(tx, ["followup.labelled"])).map(({ payload }) => payload as Labelled),
  }));
  const drawn = known.draws.flatMap(({ draw }) => draw.drawn);
  const leads = await deps.reader.read(actor.scope, (tx) => listQueue(tx, actor.scope, drawn));
  const open = leads.filter(({ isOpen }) => isOpen);
  const precision = rulePrecisions(labels, open);
  const rows = leads
    .flatMap((lead) => rowOf(lead, { known, actor, now, precision }))
    .toSorted((left, right) => right.score - left.score);
  return {
    rows: rows.slice(0, SHOWN),
    waiting: rows.length,
    precision: precision.filter(
      ({ confirmed, other, open: count }) => confirmed + other + count > 0,
    ),
    ...figuresOf(known),
    doubleShare: DOUBLE_SHARE,
    may: { review: isOne(REVIEWERS, actor.role), draw: isOne(AUDITORS, actor.role) },
  };
}

interface Beside extends Asked {
  readonly known: Known;
  readonly precision: Triage["precision"];
}

/** What waits for this person, or is this person's to fill; never what somebody else said of it. */
function rowOf(lead: QueuedLead, { known, actor, now, precision }: Beside): readonly TriageRow[] {
  const state = stateFor(known, lead.id);
  const mine = openSlot(state, actor.account);
  const slot = slotFor(state, actor.account);
  if (isFinished(state) || (mine === undefined && slot === undefined)) return [];
  if (!lead.isOpen && mine === undefined && slot !== "audit") return [];
  const { id, number, title, level, bits, indicators } = lead;
  const ageDays = Math.max(0, Math.floor((now.getTime() - lead.raisedAt.getTime()) / DAY_MS));
  const worth = triage({ id, level, bits, indicators, ageDays }, precision);
  return [
    {
      lead: id,
      number,
      title,
      level,
      bits,
      indicators: [...indicators],
      ageDays,
      ...worth,
      isAudit: (mine ?? slot) === "audit",
      ...(slot === undefined ? {} : { slot }),
      ...(mine === undefined ? {} : { mine }),
    },
  ];
}

function figuresOf({ states, draws }: Known): Pick<Triage, "agreement" | "audit"> {
  const all = [...states.values()];
  const pairs = all.flatMap(pairOf);
  const kappa = kappaOf(pairs);
  const audits = all.flatMap((state) => auditVerdict(state) ?? []);
  const last = draws.at(-1);
  return {
    agreement: {
      pairs: pairs.length,
      agreed: pairs.filter(([one, other]) => one === other).length,
      ...(kappa === undefined ? {} : { kappa }),
    },
    audit: {
      share: AUDIT_SHARE,
      dismissed: all.filter(isDismissed).length,
      drawn: draws.reduce((sum, { draw }) => sum + draw.drawn.length, 0),
      done: audits.length,
      overturned: audits.filter((verdict) => verdict === "worth").length,
      ...(last === undefined ? {} : { seed: last.draw.seed, drawnAt: last.at }),
    },
  };
}

/** The reader takes the next slot of this lead. @throws RuleViolation followup.no-slot */
export async function takeReview(context: ActContext, lead: string): Promise<void> {
  await act(context, async (tx) => {
    await readLead(tx, lead, context.scope);
    const state = stateFor(await readReviews(tx), lead);
    const slot = slotFor(state, context.officer.account);
    if (slot === undefined) throw new RuleViolation("followup.no-slot", {});
    await recordFollowUp(tx, context, {
      name: "review-assigned",
      thread: `review/${lead}/${slot}`,
      payload: {
        lead,
        slot,
        isDouble: state.isDouble,
        readers: [`person:${context.officer.account}`],
      },
    });
  });
}

/** Fills the slot that the reader took. @throws RuleViolation followup.no-slot */
export async function giveReview(
  context: ActContext,
  lead: string,
  body: GiveReview,
): Promise<void> {
  await act(context, async (tx) => {
    await readLead(tx, lead, context.scope);
    const state = stateFor(await readReviews(tx), lead);
    const slot = openSlot(state, context.officer.account);
    if (slot === undefined) throw new RuleViolation("followup.no-slot", {});
    await recordFollowUp(tx, context, {
      name: "review-given",
      thread: `review/${lead}/${slot}`,
      payload: { lead, slot, ...body, readers: [`person:${context.officer.account}`] },
    });
  });
}

/**
 * Draws the agreed share of what was dismissed and never drawn from. Seed, list and result are one fact, so whoever has
 * it can draw again. @throws RuleViolation followup.nothing-to-draw
 */
export async function drawDismissed(context: ActContext): Promise<void> {
  await act(context, async (tx) => {
    const known = await readReviews(tx);
    const before = new Set(known.draws.flatMap(({ draw }) => draw.population));
    const population = [...known.states]
      .filter(([lead, state]) => isDismissed(state) && !before.has(lead))
      .map(([lead]) => lead)
      .toSorted();
    if (population.length === 0) throw new RuleViolation("followup.nothing-to-draw", {});
    const seed = randomBytes(32).toString("hex");
    const draw = `${known.draws.length + 1}`;
    await recordFollowUp(tx, context, {
      name: "audit-drawn",
      thread: `audit/${draw}`,
      payload: {
        draw,
        seed,
        share: AUDIT_SHARE,
        population,
        drawn: [...drawAudit(population, { seed, share: AUDIT_SHARE })],
        readers: ["all"],
      },
    });
  });
}
