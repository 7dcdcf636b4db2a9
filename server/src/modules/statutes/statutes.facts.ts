/** Facts of statutes → calendar years and articles, and their public copies. */
import { articleEntered } from "../../../../contract/src/facts/statutes.article-entered.ts";
import { calendarYearEntered } from "../../../../contract/src/facts/statutes.calendar-year-entered.ts";
import { datesMoved } from "../../../../contract/src/facts/statutes.dates-moved.ts";
import { yearMissed } from "../../../../contract/src/facts/statutes.year-missed.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { deleteByFact, insertRows } from "../../platform/facts/rows.ts";
import { forgetStatutes } from "./statutes.store.ts";

/** Law is public from the moment it is entered, so its public copy is written with it. */
const TABLES = [
  "statutes.calendar_year",
  "statutes.article",
  "statutes.moved",
  "statutes.year_missed",
  "released.calendar_year",
  "released.law_article",
];

export const statutesFacts: FactProjection = {
  kinds: [articleEntered, calendarYearEntered, datesMoved, yearMissed],
  tables: TABLES,
  async apply(tx, facts) {
    const of = (kind: string) => facts.filter((fact) => fact.kind === kind);
    const years = of("statutes.calendar-year-entered");
    const articles = of("statutes.article-entered");
    await insertRows(
      tx,
      "statutes.calendar_year",
      years.map((fact) => yearRow(fact, "content")),
    );
    await insertRows(
      tx,
      "released.calendar_year",
      years.map((fact) => yearRow(fact, "view")),
    );
    await insertRows(
      tx,
      "statutes.article",
      articles.map((fact) => articleRow(fact, "content")),
    );
    await insertRows(
      tx,
      "released.law_article",
      articles.map((fact) => articleRow(fact, "view")),
    );
    await insertRows(tx, "statutes.moved", of("statutes.dates-moved").map(movedRow));
    await insertRows(tx, "statutes.year_missed", of("statutes.year-missed").map(missedRow));
    forgetStatutes(tx);
  },
  async retract(tx, facts) {
    await deleteByFact(
      tx,
      TABLES,
      facts.map((fact) => fact.id),
    );
    forgetStatutes(tx);
  },
};

const yearRow = ({ id, payload, occurredAt }: StoredFact, column: "content" | "view") => ({
  fact_id: id,
  year: payload["year"],
  version: payload["version"],
  [column]: payload,
  entered_at: occurredAt,
});

const articleRow = ({ id, payload, occurredAt }: StoredFact, column: "content" | "view") => ({
  fact_id: id,
  article: payload["id"],
  version: payload["version"],
  [column]: payload,
  entered_at: occurredAt,
});

const movedRow = ({ id, payload, occurredAt }: StoredFact) => ({
  fact_id: id,
  entry: payload["entry"],
  part: payload["part"],
  moves: payload["moves"],
  at: occurredAt,
});

const missedRow = ({ id, payload }: StoredFact) => ({
  fact_id: id,
  year: payload["year"],
  missed_on: payload["on"],
});
