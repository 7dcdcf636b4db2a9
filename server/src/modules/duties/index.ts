/** Duties (权责清单): the list in versions, whose matter it is, and what nobody handles. */
import type { Department } from "../../../../contract/src/casework.ts";
import type { DutyItem } from "../../../../contract/src/facts/duties.list-published.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import type { Module } from "../../platform/module.ts";
import { dutiesFacts } from "./duties.facts.ts";
import { addDutyRoutes, type DutyDeps } from "./duties.routes.ts";
import { listHeads, listItems, listRows } from "./duties.store.ts";
import { listOn, type Question, resolveDuty } from "./duty.ts";
import { feedsSubscriber, recountFeeds } from "./feeds.store.ts";
import { addOrphanRoutes } from "./orphans.routes.ts";
import { publicItems, publicLists } from "./public-duties.store.ts";
import { publishListAct } from "./publish-list.service.ts";

export { addPublicDutyRoutes } from "./public-duties.routes.ts";

export type Matter = Question;

export interface Duty {
  readonly department: Department;
  readonly legalBasis: string;
}

/** The most specific duty in force; undefined when nobody is named (an orphan, never a guess). */
export async function findDuty(tx: Tx, question: Question): Promise<Duty | undefined> {
  const rows = await listRows(tx, question.matter);
  const { winner } = resolveDuty(question, rows, await listHeads(tx));
  return winner && { department: winner.department, legalBasis: winner.legalBasis.slice(0, 400) };
}

/** Items of the list in force at an instant; none while there is no list. */
export async function dutiesInForce(db: Database, at: Date): Promise<readonly DutyItem[]> {
  const list = listOn(await listHeads(db), plainDateOf(at));
  return list === undefined ? [] : listItems(db, list.number);
}

/** The same on a day, with the login that sees schema `released` only. */
export async function publicDutiesOn(
  publicDb: Database,
  day: string,
): Promise<readonly DutyItem[]> {
  const list = listOn(await publicLists(publicDb), day);
  return list === undefined ? [] : publicItems(publicDb, list.number);
}

const READERS = [
  "officer",
  "chief",
  "coordinator",
  "centre",
  "director",
  "inspector",
  "securityAdmin",
  "auditor",
] as const satisfies readonly Role[];

export function createDutiesModule(deps: DutyDeps): Module {
  return {
    name: "duties",
    facts: dutiesFacts,
    permissions: {
      "duties.read": READERS,
      "duties.publish": ["coordinator", "securityAdmin"],
      "duties.orphans": ["coordinator", "centre", "director"],
      "duties.assign": ["coordinator"],
    },
    dangerousActs: [publishListAct(deps.registry)],
    subscribers: [feedsSubscriber],
    keeps: [{ table: "duties.draft", read: "whole", key: "id" }],
    routes(app) {
      addDutyRoutes(app, deps);
      addOrphanRoutes(app, deps);
    },
    afterRestore: async () =>
      `counted again: ${await inTransaction(deps.db, recountFeeds)} weeks of feeds`,
  };
}
