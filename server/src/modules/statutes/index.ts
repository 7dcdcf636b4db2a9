/** Statutes: the calendar of working days in versions, and the law that moves. */
import type { Role } from "../../../../contract/src/organisation.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { HealthCheck, Module } from "../../platform/module.ts";
import { createMemory } from "../../platform/remember.ts";
import { alarmJob } from "./alarm.job.ts";
import { enterActs } from "./enter.service.ts";
import { alarmOf } from "./moves.ts";
import { statutesFacts } from "./statutes.facts.ts";
import { addStatuteRoutes, type StatuteDeps } from "./statutes.routes.ts";
import { readStatutes } from "./statutes.store.ts";

export { askForEntry } from "./enter.service.ts";
export type { Entry } from "./entry.ts";
export type { OpenVoice } from "./moves.ts";
export type { OpenLetter } from "./quoting-letters.ts";
export { addPublicStatuteRoutes } from "./public-statutes.routes.ts";
export { type KnownCalendar, readCalendar, readLaw, readPublicStatutes } from "./statutes.store.ts";
export type { Statutes } from "./statutes.ts";

const READERS = [
  "officer",
  "chief",
  "coordinator",
  "inspector",
  "director",
  "centre",
  "securityAdmin",
  "auditor",
] as const satisfies readonly Role[];

/** Those who may enter and those who approve. */
const ENTERERS = ["coordinator", "securityAdmin"] as const satisfies readonly Role[];

export interface StatutesModuleDeps extends StatuteDeps {
  readonly registry: FactRegistry;
}

export function createStatutesModule(deps: StatutesModuleDeps): Module {
  return {
    name: "statutes",
    facts: statutesFacts,
    permissions: { "statutes.read": READERS, "statutes.enter": ENTERERS },
    dangerousActs: enterActs(deps),
    jobs: [alarmJob(deps)],
    health: [calendarHealth(deps)],
    keeps: [{ table: "statutes.draft", read: "whole", key: "id" }],
    notices: [
      {
        fact: "statutes.year-missed",
        notice: "calendarMissing",
        concerned: () => ({ roles: ENTERERS, outside: "", except: "" }),
      },
    ],
    routes: (app) => addStatuteRoutes(app, deps),
  };
}

const TEN_MINUTES = 600_000;

/** Warns and serves on: without the year dates are provisional, not wrong. */
function calendarHealth({ db, clock, openVoices }: StatutesModuleDeps): HealthCheck {
  const memory = createMemory<{ readonly warning?: string }>({
    milliseconds: TEN_MINUTES,
    most: 1,
  });
  return {
    name: "calendar",
    async check() {
      const known = memory.find("alarm");
      if (known !== undefined) return { ok: true, ...known };
      const alarm = alarmOf(await openVoices(), await readStatutes(db), plainDateOf(clock.now()));
      const found = alarm === null ? {} : { warning: `calendar.not-published ${alarm.year}` };
      memory.keep("alarm", found);
      return { ok: true, ...found };
    },
  };
}
