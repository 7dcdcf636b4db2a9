/** Calendar and law for everybody: with these files the public page and the command line give the same dates. */
import type { FastifyInstance } from "fastify";

import type { Database } from "../../platform/database.ts";
import { PUBLIC } from "../../platform/http/public-page.ts";
import { readPublicStatutes } from "./statutes.store.ts";

export function addPublicStatuteRoutes(
  app: FastifyInstance,
  { publicDb }: { readonly publicDb: Database },
): void {
  /** `years` as they count today; `entered` every version since the program, as `--calendar` takes it. */
  app.get("/api/public/calendar", { config: PUBLIC }, async () => {
    const { calendar, entries } = await readPublicStatutes(publicDb);
    return { years: calendar.years, entered: entries.years };
  });
  /** `articles` and `rules` with the days of their validity; `entered` as `--law` takes it. */
  app.get("/api/public/law", { config: PUBLIC }, async () => {
    const { law, entries } = await readPublicStatutes(publicDb);
    return { ...law, entered: entries.articles };
  });
}
