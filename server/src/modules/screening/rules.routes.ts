/** The rules over HTTP: for whoever must explain, contest or audit a hit. Counts are of lots, never of a firm. */
import type { FastifyInstance } from "fastify";
import Type from "typebox";

import {
  COVERAGE_MONTHS,
  type OutcomeCounts,
  RuleList,
  RuleQuery,
  type RuleRow,
  RuleView,
} from "../../../../contract/src/indicators.ts";
import type { IndicatorResult } from "../../../../contract/src/screening.ts";
import { monthsAfter, plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import { createMemory } from "../../platform/remember.ts";
import { DEMONSTRATIONS } from "./demonstrations.ts";
import { screenLot } from "./engine.ts";
import type { Manifest } from "./indicator.ts";
import { INDICATORS } from "./indicators/all.ts";
import type { ScreeningInput } from "./input.ts";
import { ARTICLES, judgeLaw } from "./law.ts";
import { type Coverage, loadCoverage } from "./rules.store.ts";

export interface RulesDeps {
  readonly db: Database;
  readonly clock: Clock;
}

const audit = { object: "system", sensitive: false } as const;
const REMEMBERED_MS = 5 * 60_000;
const NOTHING: OutcomeCounts = { hit: 0, noHit: 0, notComputable: 0, reasons: [] };

export function addRulesRoutes(app: FastifyInstance, { db, clock }: RulesDeps): void {
  const memory = createMemory<Coverage>({ milliseconds: REMEMBERED_MS, most: 4 });

  async function coverageFrom(from: string): Promise<Coverage> {
    const known = memory.find(from);
    if (known !== undefined) return known;
    const fresh = await loadCoverage(db, from);
    memory.keep(from, fresh);
    return fresh;
  }

  app.get(
    "/api/indicators",
    {
      config: { permission: "rules.read", audit },
      schema: {
        summary: "Rules, and how often each could be computed",
        response: { 200: RuleList },
      },
    },
    async () => {
      const to = plainDateOf(clock.now());
      const from = monthsAfter(to, -COVERAGE_MONTHS);
      const { lots, byIndicator } = await coverageFrom(from);
      const rules = INDICATORS.map(({ manifest }) =>
        rowOf(manifest, byIndicator.get(manifest.id) ?? NOTHING),
      );
      return { lots, from, to, rules };
    },
  );

  app.get<{ Params: { id: string }; Querystring: RuleQuery }>(
    "/api/indicators/:id",
    {
      config: { permission: "rules.read", audit },
      schema: {
        summary: "One rule, its law at a place and day, and its demonstration",
        params: Type.Object({ id: Type.String({ maxLength: 10 }) }),
        querystring: RuleQuery,
        response: { 200: RuleView },
      },
    },
    async ({ params, query }) => {
      const found = INDICATORS.find(({ manifest }) => manifest.id === params.id);
      if (found === undefined) throw new RuleViolation("indicators.not-found", { id: params.id });
      const today = plainDateOf(clock.now());
      const coverage = await coverageFrom(monthsAfter(today, -COVERAGE_MONTHS));
      return viewOf(found.manifest, coverage, { day: today, regime: "works", ...query });
    },
  );
}

const rowOf = (manifest: Manifest, coverage: OutcomeCounts): RuleRow => ({
  id: manifest.id,
  version: manifest.version,
  group: manifest.group,
  level: manifest.level,
  trigger: manifest.trigger,
  facts: [...manifest.facts],
  coverage,
});

type Asked = Required<Pick<RuleQuery, "day" | "regime">> & Pick<RuleQuery, "place">;

function viewOf(
  manifest: Manifest,
  { lots, byIndicator }: Coverage,
  { day, regime, place }: Asked,
): RuleView {
  return {
    rule: rowOf(manifest, byIndicator.get(manifest.id) ?? NOTHING),
    method: manifest.method,
    innocent: [...manifest.innocent],
    clearing: [...manifest.clearing],
    law: judgeLaw(manifest, {
      day,
      regime,
      ...(place === undefined ? {} : { place: { code: place, name: "" } }),
    }),
    places: placesOf(manifest),
    demonstration: demonstrationOf(manifest.id),
    lots,
  };
}

/** Places with articles of their own. */
function placesOf({ law }: Manifest): RuleView["places"] {
  const found = new Map(
    law.flatMap(({ article }): [string, string][] => {
      const { place = "", placeCode } = ARTICLES.get(article) ?? {};
      return placeCode === undefined ? [] : [[placeCode, place]];
    }),
  );
  return [...found].map(([code, name]) => ({ code, name }));
}

function demonstrationOf(id: string): RuleView["demonstration"] {
  const demonstration = DEMONSTRATIONS[id];
  if (demonstration === undefined) throw new Error(`${id} has no demonstration`);
  return {
    planted: resultOf(demonstration.planted, id),
    twin: resultOf(demonstration.twin, id),
  };
}

function resultOf(input: ScreeningInput, id: string): IndicatorResult {
  const found = screenLot(input).results.find(({ indicator }) => indicator === id);
  if (found === undefined) throw new Error(`${id} gave no result`);
  return found;
}
