/**
 * Fetches the pages of shown items as any reader would: this installation's own page and the unit's page. What was
 * found is recorded when it changed, and once a day.
 */
import { sql } from "kysely";

import type { ItemPublished } from "../../../../contract/src/facts/publication.item-published.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { FetchedPage } from "../../platform/fetch-page.ts";
import { showsItem } from "./page-check.ts";

export type Site = "centre" | "department";

export interface PageCheckDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  /** Address that citizens use, without a slash at the end; undefined: not known yet. */
  readonly publicUrl: () => string | undefined;
  /** @throws Error with a `fault` */
  readonly fetch: (url: string, site: Site) => Promise<FetchedPage>;
}

interface Due {
  readonly id: string;
  readonly content: ItemPublished;
  readonly site: Site;
  readonly url: string;
  /** What was recorded last. */
  readonly last: { readonly found: boolean; readonly at: number } | undefined;
}

interface ItemRow {
  readonly id: string;
  readonly content: ItemPublished;
  readonly checks: readonly { readonly site: Site; readonly found: boolean; readonly at: string }[];
}

const HOUR_MS = 3_600_000;
/** A page is looked at so often, and recorded once a day. */
const LOOK_EVERY_MS = 3 * HOUR_MS;
const RECORD_EVERY_MS = 24 * HOUR_MS;
const AT_ONCE = 4;
const BATCH = 40;

async function listShown(db: Database, now: Date): Promise<readonly ItemRow[]> {
  const { rows } = await sql<ItemRow>`
    SELECT released.item.item AS id, content,
      coalesce((SELECT json_agg(json_build_object('site', site, 'found', found, 'at', checked_at))
        FROM (SELECT DISTINCT ON (site) site, found, checked_at FROM publication.page_check
              WHERE page_check.item = released.item.item ORDER BY site, checked_at DESC) AS last), '[]') AS checks
    FROM released.item JOIN publication.item AS recorded USING (fact_id)
    WHERE released.item.expires_on IS NULL OR released.item.expires_on >= ${plainDateOf(now)}::date
    ORDER BY released.item.published_at DESC LIMIT 5000`.execute(db);
  return rows;
}

function sitesOf({ id, content, checks }: ItemRow, publicUrl: string | undefined): readonly Due[] {
  const urls: readonly (readonly [Site, string | undefined])[] = [
    ["centre", publicUrl === undefined ? undefined : `${publicUrl}/column/${id}`],
    ["department", content.unitUrl],
  ];
  return urls.flatMap(([site, url]) => {
    if (url === undefined) return [];
    const check = checks.find((one) => one.site === site);
    const last = check && { found: check.found, at: Date.parse(check.at) };
    return [{ id, content, site, url, last }];
  });
}

const faultOf = (error: unknown): string =>
  error instanceof Error && "fault" in error ? String(error.fault) : "unreachable";

async function look({ fetch }: PageCheckDeps, { url, site, content }: Due) {
  try {
    const { status, text } = await fetch(url, site);
    const found = status >= 200 && status < 300 && showsItem(text, content);
    const isOther = !found && status >= 200 && status < 300;
    return { found, detail: isOther ? `${status} notShown` : String(status) };
  } catch (error) {
    return { found: false, detail: faultOf(error) };
  }
}

export function createPageCheck(deps: PageCheckDeps) {
  /** Looked at by this process; what it does not know it looks at. */
  const lookedAt = new Map<string, number>();
  const check = async (due: Due, now: Date): Promise<void> => {
    const { id, site, last } = due;
    const result = await look(deps, due);
    lookedAt.set(`${site} ${id}`, now.getTime());
    const isOld = last === undefined || now.getTime() - last.at >= RECORD_EVERY_MS;
    if (!isOld && last.found === result.found) return;
    await inTransaction(deps.db, (tx) =>
      recordFact(tx, deps.registry, {
        kind: "publication.checked",
        source: "mingjing",
        sourceId: `item/${id}/check/${site}/${now.toISOString()}`,
        subject: `publication:${id}`,
        occurredAt: now.toISOString(),
        payload: { site, ...result },
      }),
    );
  };
  return {
    name: "publication.check-pages",
    everySeconds: 60,
    async run(now: Date): Promise<void> {
      const sites = (await listShown(deps.db, now)).flatMap((row) =>
        sitesOf(row, deps.publicUrl()),
      );
      const due = sites
        .filter(({ id, site }) => {
          const at = lookedAt.get(`${site} ${id}`);
          return at === undefined || now.getTime() - at >= LOOK_EVERY_MS;
        })
        .slice(0, BATCH);
      for (let start = 0; start < due.length; start += AT_ONCE)
        await Promise.all(due.slice(start, start + AT_ONCE).map((one) => check(one, now)));
    },
  };
}
