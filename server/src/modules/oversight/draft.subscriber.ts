/** At T0 and T+1 of a statutory clock the machine drafts a notice; the same rung never makes two. */
import type { DeadlineEscalated } from "../../../../contract/src/facts/deadlines.escalated.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Tx } from "../../platform/database.ts";
import type { FeedFact, Subscriber } from "../../platform/facts/feed.ts";
import { readKnownLaw } from "../complaints/index.ts";
import { daysBetween, workingDays } from "./days.ts";
import { draftOf } from "./draft.ts";
import { lawOf } from "./law.ts";
import { keepDraft, readCaseOf } from "./notice.store.ts";

const DRAFTED = { T0: "remind", "T+1": "urge" } as const;

type Rung = keyof typeof DRAFTED;
const isRung = (step: string): step is Rung => step in DRAFTED;

async function draftFor(tx: Tx, { subject, payload, occurredAt }: FeedFact): Promise<void> {
  const { clock, step, dueOn, dueAt, isStatutory, unit, number } =
    payload as unknown as DeadlineEscalated;
  if (!isStatutory || !subject.startsWith("voice:") || !isRung(step)) return;
  const found = await readCaseOf(tx, subject);
  if (found === undefined) return;
  const due = dueOn ?? plainDateOf(new Date(dueAt));
  const today = plainDateOf(new Date(occurredAt));
  const counted = workingDays(due, today, await readKnownLaw(tx));
  await keepDraft(tx, {
    id: `${subject}/${clock}/${step}/${dueAt}`,
    madeAt: occurredAt,
    cause: step,
    content: draftOf(
      {
        situation: "statutoryLate",
        indicator: "SUP-01",
        subject,
        number,
        unit,
        count: counted ?? daysBetween(due, today),
        countOf: counted === undefined ? "day" : "workingDay",
        dueOn: due,
        articles: lawOf(found, "statutoryLate"),
      },
      DRAFTED[step],
    ),
  });
}

export const draftSubscriber: Subscriber = {
  name: "oversight.drafts",
  kinds: ["deadlines.escalated"],
  async handle(tx, facts) {
    for (const fact of facts) await draftFor(tx, fact);
  },
};
