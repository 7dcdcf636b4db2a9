/** Public pages and downloads of the list, and "谁来管". */
import type { FastifyInstance, FastifyRequest } from "fastify";

import type { DutyItem } from "../../../../contract/src/facts/duties.list-published.ts";
import type * as portal from "../../../../web/src/apps/portal/index.ts";
import type { Page, WhoView } from "../../../../web/src/apps/portal/views.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import {
  addPublicPage,
  type PageQuery,
  PUBLIC,
  type PublicSite,
} from "../../platform/http/public-page.ts";
import { csvText } from "../../platform/spreadsheet/index.ts";
import { dutyLines } from "./duty-lines.ts";
import { differenceOf, listOn } from "./duty.ts";
import { publicItems, type PublicList, publicLists } from "./public-duties.store.ts";
import { listedRow, whoHandles } from "./who.ts";

export interface PublicDutyDeps extends PublicSite {
  readonly pages: typeof portal;
}

const MOST_WORDS = 100;

export function addPublicDutyRoutes(app: FastifyInstance, deps: PublicDutyDeps): void {
  const { pages, publicDb } = deps;
  const page = (path: string, render: (page: Page, query: PageQuery) => Promise<string>) =>
    addPublicPage(app, deps, [path, render]);
  page("/duties", async (known, query) => {
    const lists = await publicLists(publicDb);
    const list = chosenOf(lists, query["version"], today(deps));
    const items = list === undefined ? [] : await publicItems(publicDb, list.number);
    const by = query["by"] === "matter" ? "matter" : "department";
    return pages.renderDuties({
      page: known,
      lists,
      list: list ?? null,
      items,
      by,
      day: today(deps),
    });
  });
  page("/duties/changes", async (known, query) => {
    const lists = await publicLists(publicDb);
    const to = numberOf(query["to"]) ?? lists[0]?.number ?? 0;
    const from = numberOf(query["from"]) ?? to - 1;
    const [before, after] = [from, to].map((wanted) =>
      lists.find(({ number }) => number === wanted),
    );
    if (before === undefined || after === undefined)
      throw new RuleViolation("duties.not-found", { number: before === undefined ? from : to });
    const difference = differenceOf(
      await publicItems(publicDb, from),
      await publicItems(publicDb, to),
    );
    return pages.renderDutyChanges({ page: known, before, after, ...difference });
  });
  page("/who", async (known, query) =>
    pages.renderWho({ page: known, ...(await whoView(deps, query["q"])) }),
  );
  addDownloads(app, deps);
}

const today = ({ clock }: PublicDutyDeps) => plainDateOf(clock.now());

const numberOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d{0,3}$/u.test(text) ? Number(text) : undefined;

/** The list asked for, else the one in force, else the newest. @throws RuleViolation duties.not-found */
function chosenOf(
  lists: readonly PublicList[],
  wanted: string | undefined,
  day: string,
): PublicList | undefined {
  if (wanted === undefined) return listOn(lists, day) ?? lists[0];
  const found = lists.find(({ number }) => number === numberOf(wanted));
  if (found === undefined) throw new RuleViolation("duties.not-found", { number: wanted });
  return found;
}

type Answered = Omit<WhoView, "page">;

async function whoView(deps: PublicDutyDeps, asked: string | undefined): Promise<Answered> {
  const { publicDb } = deps;
  const day = today(deps);
  const q = (asked ?? "").trim().slice(0, MOST_WORDS);
  const lists = await publicLists(publicDb);
  const list = listOn(lists, day);
  const fallback = (list ?? lists[0])?.fallback ?? null;
  if (q === "") return { q, result: null, fallback };
  const items: readonly DutyItem[] =
    list === undefined ? [] : await publicItems(publicDb, list.number);
  if (list === undefined)
    return {
      q,
      fallback,
      result: { state: "unknown", why: "nobody", understood: [], answers: [] },
    };
  const rows = items.map((item) => listedRow(item, list));
  return { q, fallback, result: whoHandles(q, { rows, list, on: day }) };
}

function addDownloads(app: FastifyInstance, deps: PublicDutyDeps): void {
  const { publicDb } = deps;
  const load = async (request: FastifyRequest) => {
    const lists = await publicLists(publicDb);
    const list = chosenOf(lists, (request.query as PageQuery)["version"], today(deps));
    if (list === undefined) throw new RuleViolation("duties.not-found", { number: 0 });
    return { list, items: await publicItems(publicDb, list.number) };
  };
  app.get("/api/public/duties", { config: PUBLIC }, async (request) => {
    const { list, items } = await load(request);
    return { ...list, items };
  });
  app.get("/api/public/duties.csv", { config: PUBLIC }, async (request, reply) => {
    const { list, items } = await load(request);
    return reply
      .type("text/csv; charset=utf-8")
      .header("content-disposition", `attachment; filename="duties-${list.number}.csv"`)
      .send(csvText(dutyLines(items)));
  });
  app.get("/api/public/who", { config: PUBLIC }, async (request) =>
    whoView(deps, (request.query as PageQuery)["q"]),
  );
}
