/** Facts of the look-back → rows; a lot is summarised from its rows. */
import { lookbackAnswered } from "../../../../contract/src/facts/lookback.answered.ts";
import { correctionAsked } from "../../../../contract/src/facts/lookback.correction-asked.ts";
import type { CorrectionAsked } from "../../../../contract/src/facts/lookback.correction-asked.ts";
import { lookbackExamined } from "../../../../contract/src/facts/lookback.examined.ts";
import { lookbackReferred } from "../../../../contract/src/facts/lookback.referred.ts";
import { lookbackReportSigned } from "../../../../contract/src/facts/lookback.report-signed.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { addRows, deleteByFact, insertRows } from "../../platform/facts/rows.ts";
import { summariseLots } from "./summary.store.ts";

const EXAMINATIONS = "lookback.examination";
const EVENTS = "lookback.event";
const ASKS = "lookback.ask";

const isExamined = ({ kind }: StoredFact): boolean => kind === lookbackExamined.kind;

const lotOf = ({ payload }: StoredFact) => ({
  ocid: String(payload["ocid"]),
  lotId: String(payload["lotId"]),
});

const common = (fact: StoredFact) => ({
  fact_id: fact.id,
  ocid: fact.payload["ocid"],
  lot_id: fact.payload["lotId"],
});

export const lookbackFacts: FactProjection = {
  kinds: [
    lookbackExamined,
    correctionAsked,
    lookbackAnswered,
    lookbackReportSigned,
    lookbackReferred,
  ],
  tables: [EXAMINATIONS, EVENTS, ASKS, "lookback.lot"],
  async apply(tx, facts) {
    const acts = facts.filter((fact) => !isExamined(fact));
    await insertRows(tx, EXAMINATIONS, facts.filter(isExamined).map(examinationRow));
    // A second act of the same version must fail, so that two people cannot both win.
    await addRows(tx, EVENTS, acts.map(eventRow));
    await insertRows(
      tx,
      ASKS,
      acts.filter(({ kind }) => kind === correctionAsked.kind).flatMap(askRows),
    );
    await summariseLots(tx, facts.map(lotOf));
  },
  async retract(tx, facts) {
    await deleteByFact(
      tx,
      [EXAMINATIONS, EVENTS, ASKS],
      facts.map(({ id }) => id),
    );
    await summariseLots(tx, facts.map(lotOf));
  },
};

const examinationRow = (fact: StoredFact) => ({
  ...common(fact),
  occurred_at: fact.occurredAt,
  input_hash: fact.payload["inputHash"],
  payload: fact.payload,
});

const eventRow = (fact: StoredFact) => ({
  ...common(fact),
  occurred_at: fact.occurredAt,
  kind: fact.kind,
  version: fact.payload["version"],
  payload: fact.payload,
});

/** Each evaluator's items in a row of their own: the row is all that the evaluator's login sees. */
function askRows(fact: StoredFact) {
  const { items, text } = fact.payload as unknown as CorrectionAsked;
  const tokens = [...new Set(items.map(({ evaluator }) => evaluator?.token ?? ""))];
  return tokens.map((token) => ({
    ...common(fact),
    evaluator: token,
    asked_at: fact.occurredAt,
    title: fact.payload["title"],
    text,
    items: items.filter(({ evaluator }) => (evaluator?.token ?? "") === token),
  }));
}
