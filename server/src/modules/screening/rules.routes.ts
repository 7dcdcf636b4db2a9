/** The rules over HTTP: for whoever must explain, contest or audit a hit. Counts are of lots, never of a firm. */
import type { FastifyInstance } from "fastify";
import Type from "typebox";

import {
  COVERAGE_MONTHS,
  type OutcomeCounts,
  ProcessChecks,
  RuleList,
  RuleLots,
  RuleQuery,
  type RuleRow,
  RuleView,
} from "../../../../contract/src/indicators.ts";
import { monthsAfter, plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database, Tx } from "../../platform/database.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { ScopedReader } from "../../platform/identity/reader.ts";
import { createMemory } from "../../platform/remember.ts";
import type { Manifest } from "./indicator.ts";
import { ARTICLES, judgeLaw } from "./law.ts";
import { loadScores } from "./panel/panel.store.ts";
import { type CheckedLot, checkLots, countChecks } from "./process/check.ts";
import { loadTimelines } from "./process/timeline.store.ts";
import type { Timeline } from "./process/timeline.ts";
import { type Coverage, listHits, loadCoverage } from "./rules.store.ts";
import { MANIFESTS, demonstrationOf } from "./rules.ts";

/** Rules that another module judges and this library shows. */
export interface RuleSource {
  readonly manifests: readonly Manifest[];
  /** @throws Error of a rule that is not its own */
  readonly demonstrationOf: (id: string) => RuleView["demonstration"];
  /** Outcomes over the lots looked at from a day on. */
  readonly count: (db: Database, from: string) => Promise<ReadonlyMap<string, OutcomeCounts>>;
  /** Of what the reader's login shows. */
  readonly listHits: (
    tx: Tx,
    wanted: { readonly id: string; readonly from: string; readonly most: number },
  ) => Promise<RuleLots>;
}

export interface RulesDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly reader: ScopedReader;
  readonly beside: RuleSource;
}

const audit = { object: "system", sensitive: false } as const;
const REMEMBERED_MS = 5 * 60_000;
const NOTHING: OutcomeCounts = { hit: 0, noHit: 0, notComputable: 0, reasons: [] };

export function addRulesRoutes(app: FastifyInstance, deps: RulesDeps): void {
  const { db, clock, beside } = deps;
  const memory = createMemory<Coverage>({ milliseconds: REMEMBERED_MS, most: 4 });

  async function coverageFrom(from: string): Promise<Coverage> {
    const known = memory.find(from);
    if (known !== undefined) return known;
    const { lots, byIndicator } = await loadCoverage(db, from);
    const processes = countChecks(await loadChecked(db, { from }));
    const others = await beside.count(db, from);
    const fresh = { lots, byIndicator: new Map([...byIndicator, ...processes, ...others]) };
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
      const rules = manifestsWith(beside).map((manifest) =>
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
        params: RuleId,
        querystring: RuleQuery,
        response: { 200: RuleView },
      },
    },
    async ({ params, query }) => {
      const found = manifestOf(params.id, beside);
      const today = plainDateOf(clock.now());
      const coverage = await coverageFrom(monthsAfter(today, -COVERAGE_MONTHS));
      const demonstration = isOf(beside, found)
        ? beside.demonstrationOf(found.id)
        : demonstrationOf(found.id);
      const asked = { day: today, regime: "works" as const, ...query };
      return { ...viewOf(found, coverage, asked), demonstration };
    },
  );
  addLists(app, deps);
}

/** In order of their ids, group after group. */
function manifestsWith({ manifests }: RuleSource): Manifest[] {
  const groups = [...new Set(MANIFESTS.map(({ group }) => group))];
  return groups.flatMap((group) =>
    [...MANIFESTS, ...manifests]
      .filter((manifest) => manifest.group === group)
      .toSorted((left, right) => (left.id < right.id ? -1 : 1)),
  );
}

const isOf = ({ manifests }: RuleSource, manifest: Manifest): boolean =>
  manifests.includes(manifest);

/** Lists behind the numbers: of what the reader may see. */
function addLists(app: FastifyInstance, { clock, reader, beside }: Omit<RulesDeps, "db">): void {
  app.get<{ Params: { id: string } }>(
    "/api/indicators/:id/lots",
    {
      config: { permission: "rules.read", audit: { object: "process", sensitive: true } },
      schema: { summary: "Lots in which a rule hit", params: RuleId, response: { 200: RuleLots } },
    },
    (request) => {
      const manifest = manifestOf(request.params.id, beside);
      const { id } = manifest;
      const from = monthsAfter(plainDateOf(clock.now()), -COVERAGE_MONTHS);
      const { scope } = actorOf(request);
      return reader.read(scope, async (tx) => {
        const wanted = { id, from, most: MOST_LOTS };
        if (isOf(beside, manifest)) return beside.listHits(tx, wanted);
        return /^(?:PRO|EXP)-/u.test(id)
          ? processHits(await loadChecked(tx, { from }, id), id)
          : listHits(tx, wanted);
      });
    },
  );

  app.get<{ Params: { ocid: string } }>(
    "/api/processes/:ocid/checks",
    {
      // A part of the page of the process, whose own look is recorded.
      config: { permission: "processes.read", audit: { object: "process", sensitive: false } },
      schema: {
        summary: "Rules of the process over each of its lots",
        params: Type.Object({ ocid: Type.String({ maxLength: 160 }) }),
        response: { 200: ProcessChecks },
      },
    },
    (request) => {
      const { scope } = actorOf(request);
      const { ocid } = request.params;
      return reader.read(scope, async (tx) => checksOf(await loadChecked(tx, { ocid })));
    },
  );
}

const MOST_LOTS = 200;
const RuleId = Type.Object({ id: Type.String({ maxLength: 10 }) });

/** @throws RuleViolation indicators.not-found */
function manifestOf(id: string, beside?: RuleSource): Manifest {
  const found = [...MANIFESTS, ...(beside?.manifests ?? [])].find((manifest) => manifest.id === id);
  if (found === undefined) throw new RuleViolation("indicators.not-found", { id });
  return found;
}

/** Lots with their checks, as the login shows them; scores are read where a rule over them, or every rule, is asked. */
async function loadChecked(
  db: Database | Tx,
  wanted: { readonly ocid: string } | { readonly from: string },
  only?: string,
): Promise<CheckedLot[]> {
  const timelines = await loadTimelines(db, wanted);
  const hasScores = only === undefined || only.startsWith("EXP-");
  return checkLots(timelines, hasScores ? await loadScores(db, wanted) : []);
}

function processHits(lots: readonly CheckedLot[], id: string): RuleLots {
  const rows = lots
    .flatMap(({ timeline, checks }) => {
      const result = checks.find((check) => check.id === id)?.result;
      if (result?.outcome !== "hit") return [];
      const { ocid, lotId, title = "", openedAt } = timeline;
      const at = openedAt === undefined ? {} : { at: openedAt };
      return [{ ocid, lotId, title, value: result.value, ...at }];
    })
    .toSorted((left, right) => (right.at ?? "").localeCompare(left.at ?? ""));
  return { rows: rows.slice(0, MOST_LOTS), more: rows.length > MOST_LOTS };
}

function checksOf(lots: readonly CheckedLot[]): ProcessChecks {
  return {
    lots: lots.map(({ timeline, checks }) => ({
      lotId: timeline.lotId,
      checks: checks.map(({ id, result }) => {
        const law = judgeLaw(manifestOf(id), lawfulPlaceOf(timeline));
        return {
          id,
          level: law.level,
          outcome: result.outcome,
          ...(result.outcome === "notComputable"
            ? { reason: result.reason }
            : { value: result.value }),
          basis: law.basis,
        };
      }),
    })),
  };
}

/** The law of the day of opening, else of the deadline for bids, else of nothing known. */
function lawfulPlaceOf({ openedAt, bidDeadline, regime, placeCode }: Timeline) {
  const day = plainDateOf(new Date(openedAt ?? bidDeadline ?? 0));
  return {
    day,
    ...(regime === undefined ? {} : { regime }),
    ...(placeCode === undefined ? {} : { place: { code: placeCode, name: "" } }),
  };
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
): Omit<RuleView, "demonstration"> {
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
