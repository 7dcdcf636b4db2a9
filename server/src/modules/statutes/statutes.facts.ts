/** Facts of statutes → calendar years and articles, and their public copies. */
import { articleEntered } from "../../../../contract/src/facts/statutes.article-entered.ts";
import { calendarYearEntered } from "../../../../contract/src/facts/statutes.calendar-year-entered.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { deleteByFact, insertRows } from "../../platform/facts/rows.ts";
import { forgetStatutes } from "./statutes.store.ts";

/** Law is public from the moment it is entered, so its public copy is written with it. */
const TABLES = [
  "statutes.calendar_year",
  "statutes.article",
  "released.calendar_year",
  "released.law_article",
];

export const statutesFacts: FactProjection = {
  kinds: [articleEntered, calendarYearEntered],
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
