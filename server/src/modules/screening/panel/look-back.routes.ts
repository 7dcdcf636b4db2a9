/** The look-back of a process over HTTP, of the scores that the reader's jurisdiction shows. */
import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import Type from "typebox";

import { LookBackView } from "../../../../../contract/src/look-back.ts";
import type { Party } from "../../../../../contract/src/values.ts";
import { partyKey, partyName } from "../../../kernel/party.ts";
import { plainDateOf } from "../../../kernel/plain-date.ts";
import { RuleViolation } from "../../../kernel/rule-violation.ts";
import type { Tx } from "../../../platform/database.ts";
import { actorOf } from "../../../platform/http/permission.ts";
import type { ScopedReader } from "../../../platform/identity/reader.ts";
import { loadTimelines } from "../process/timeline.store.ts";
import { lookBackLot } from "./look-back.ts";
import { panelCases } from "./panel-case.ts";
import { loadScores } from "./panel.store.ts";

export function addLookBackRoute(app: FastifyInstance, reader: ScopedReader): void {
  app.get<{ Params: { ocid: string } }>(
    "/api/processes/:ocid/look-back",
    {
      config: { permission: "processes.read", audit: { object: "process", sensitive: true } },
      schema: {
        summary: "Scores of the committee looked back at",
        params: Type.Object({ ocid: Type.String({ maxLength: 160 }) }),
        response: { 200: LookBackView },
      },
    },
    (request) => {
      const { scope } = actorOf(request);
      return reader.read(scope, (tx) => viewOf(tx, request.params.ocid));
    },
  );
}

/** @throws RuleViolation processes.not-found */
async function viewOf(tx: Tx, ocid: string): Promise<LookBackView> {
  const timelines = await loadTimelines(tx, { ocid });
  if (timelines.length === 0) throw new RuleViolation("processes.not-found", { ocid });
  const names = await loadNames(tx, ocid);
  const cases = panelCases(await loadScores(tx, { ocid }));
  const lots = cases.flatMap((one) => {
    const timeline = timelines.find(({ lotId }) => lotId === one.lotId);
    if (timeline === undefined) return [];
    const { evaluatedAt, openedAt, regime, placeCode } = timeline;
    const jurisdiction = {
      day: plainDateOf(new Date(evaluatedAt ?? openedAt ?? 0)),
      ...(regime === undefined ? {} : { regime }),
      ...(placeCode === undefined ? {} : { place: { code: placeCode, name: "" } }),
    };
    return [lookBackLot({ one, jurisdiction, names: names.get(one.lotId) ?? new Map() })];
  });
  return { title: timelines[0]?.title ?? ocid, lots };
}

interface Named {
  readonly name: string;
  readonly rank?: number;
}

interface PartiesRow {
  readonly lotId: string;
  readonly bidders: readonly { readonly bidder: Party; readonly rank?: number }[];
}

/** Names of the bidders of each lot as read out, with their rank in the last report; by lot and bidder key. */
async function loadNames(tx: Tx, ocid: string): Promise<Map<string, Map<string, Named>>> {
  const { rows } = await sql<PartiesRow>`
    SELECT lot_id AS "lotId", bids AS bidders FROM procurement.opening WHERE ocid = ${ocid}
    UNION ALL
    SELECT lot_id, ranking FROM (
      SELECT lot_id, ranking FROM procurement.evaluation WHERE ocid = ${ocid} ORDER BY occurred_at
    ) AS reports`.execute(tx);
  const lots = new Map<string, Map<string, Named>>();
  for (const { lotId, bidders } of rows) {
    const own = lots.get(lotId) ?? new Map<string, Named>();
    lots.set(lotId, own);
    for (const { bidder, rank } of bidders)
      own.set(partyKey(bidder), {
        name: partyName(bidder),
        ...(rank === undefined ? {} : { rank }),
      });
  }
  return lots;
}
