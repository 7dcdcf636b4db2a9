/** Facts of the watch → rows; a notice and a card are summarised from their rows. */
import { cardCommented } from "../../../../contract/src/facts/oversight.card-commented.ts";
import { cardDrafted } from "../../../../contract/src/facts/oversight.card-drafted.ts";
import { cardReleased } from "../../../../contract/src/facts/oversight.card-released.ts";
import { oversightDatesMoved } from "../../../../contract/src/facts/oversight.dates-moved.ts";
import { noticeAnswered } from "../../../../contract/src/facts/oversight.notice-answered.ts";
import { noticeClosed } from "../../../../contract/src/facts/oversight.notice-closed.ts";
import { noticeReceived } from "../../../../contract/src/facts/oversight.notice-received.ts";
import { noticeSigned } from "../../../../contract/src/facts/oversight.notice-signed.ts";
import { proofChecked } from "../../../../contract/src/facts/oversight.proof-checked.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { addRows, deleteByFact, insertRows } from "../../platform/facts/rows.ts";
import { cardOf, summariseCards, summariseNotices } from "./summary.service.ts";

const NOTICE_EVENTS = "oversight.notice_event";
const CARD_EVENTS = "oversight.card_event";
const CHECKS = "oversight.proof_check";
const MOVED = "oversight.dates_moved";

const isOf = (kind: "notice" | "card" | "proof") => (fact: StoredFact) =>
  fact.kind.startsWith(`oversight.${kind}-`);

const isMoved = ({ kind }: StoredFact): boolean => kind === oversightDatesMoved.kind;

const numberOf = ({ subject }: StoredFact): string => subject.slice("notice:".length);

export const oversightFacts: FactProjection = {
  kinds: [
    noticeSigned,
    noticeReceived,
    noticeAnswered,
    noticeClosed,
    proofChecked,
    cardDrafted,
    cardCommented,
    cardReleased,
    oversightDatesMoved,
  ],
  tables: [
    NOTICE_EVENTS,
    "oversight.notice",
    "oversight.counter",
    CARD_EVENTS,
    "oversight.card",
    CHECKS,
    MOVED,
  ],
  async apply(tx, facts) {
    const [notices, cards] = [facts.filter(isOf("notice")), facts.filter(isOf("card"))];
    // A second act of the same version must fail, so that two people cannot both win.
    await addRows(tx, NOTICE_EVENTS, notices.map(noticeRow));
    await summariseNotices(tx, [...new Set(notices.map(numberOf))]);
    await insertRows(tx, CARD_EVENTS, cards.map(cardRow));
    await summariseCards(
      tx,
      cards.map(({ subject }) => cardOf(subject)),
    );
    await insertRows(
      tx,
      CHECKS,
      facts
        .filter(isOf("proof"))
        .map(({ id, occurredAt, payload }) => ({ fact_id: id, at: occurredAt, result: payload })),
    );
    await insertRows(tx, MOVED, facts.filter(isMoved).map(movedRow));
  },
  async retract(tx, facts) {
    const ids = facts.map(({ id }) => id);
    await deleteByFact(tx, [NOTICE_EVENTS, CARD_EVENTS, CHECKS, MOVED], ids);
    await summariseNotices(tx, [...new Set(facts.filter(isOf("notice")).map(numberOf))]);
    await summariseCards(
      tx,
      facts.filter(isOf("card")).map(({ subject }) => cardOf(subject)),
    );
  },
};

const noticeRow = (fact: StoredFact) => ({
  fact_id: fact.id,
  number: numberOf(fact),
  occurred_at: fact.occurredAt,
  kind: fact.kind,
  version: fact.payload["version"],
  payload: fact.payload,
});

const movedRow = ({ id, subject, occurredAt, payload }: StoredFact) => ({
  fact_id: id,
  subject,
  occurred_at: occurredAt,
  clocks: payload["clocks"],
});

const cardRow = ({ id, subject, occurredAt, kind, payload }: StoredFact) => {
  const { unit, quarter } = cardOf(subject);
  return { fact_id: id, unit_id: unit, quarter, occurred_at: occurredAt, kind, payload };
};
