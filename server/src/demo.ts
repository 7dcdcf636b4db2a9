/** The demo city: a year of 云澜市, its officers' work on older leads, then live facts, slowly. */
import { sql } from "kysely";

import type { DecisionOutcome, Officer } from "../../contract/src/casework.ts";
import type { FactInput } from "../../contract/src/facts/fact.ts";
import { cityRegister, simulateCity, simulateLive, type Truth } from "../../simulate/src/index.ts";
import type { Application, AppOptions } from "./app.ts";
import { askForPostChange } from "./demo-approval.ts";
import { giveDemoSealKeys, recordDemoAccesses } from "./demo-audit.ts";
import { askDemoRetrievals } from "./demo-dossier.ts";
import { addDemoEvidence } from "./demo-evidence.ts";
import { addDemoFollowUp } from "./demo-followup.ts";
import { workOnLookback } from "./demo-lookback.ts";
import { addDemoOpenings, playOpenings } from "./demo-openings.ts";
import { registerDemoCameras } from "./demo-pictures.ts";
import { addDemoProfiles } from "./demo-profiles.ts";
import { publishDemoItems } from "./demo-publications.ts";
import { enterDemoStatutes } from "./demo-statutes.ts";
import { addDemoTipoffs } from "./demo-tipoffs.ts";
import { addDemoRoster, addDemoVenue, playVenue, registerDemoRooms } from "./demo-venue.ts";
import { loadDemoVoices } from "./demo-voices.ts";
import { addDemoWarnings, demoSlips } from "./demo-warnings.ts";
import { addDemoWitnessing } from "./demo-witnessing.ts";
import { plainDateOf } from "./kernel/plain-date.ts";
import {
  decideLead,
  publishDecision,
  receiveLead,
  recordStep,
  rerouteLead,
  returnLead,
  urgeLead,
} from "./modules/casework/index.ts";
import { registerSource, takeBatch } from "./modules/intake/index.ts";
import { draftCards } from "./modules/oversight/index.ts";
import { type Database, inTransaction } from "./platform/database.ts";
import type { ActContext } from "./platform/facts/act.ts";
import type { FeedRunner } from "./platform/feed-runner.ts";
import { recordOrganisation } from "./platform/identity/organisation.service.ts";

export const DEMO_SOURCE = "demo";
const SEED = 20_261;
const DAY_MS = 86_400_000;
/** Far above a usual year, so that a visitor finds leads in every state. */
const PLANTED_SHARE = 0.35;
/** Lots whose scores are reported, and those of them into which something is planted. */
const SCORED_SHARE = 0.2;
const FLAW_SHARE = 0.45;
/** Leads younger than this still wait for an officer. */
const OLD_DAYS = 21;

export interface DemoOptions {
  readonly application: Application;
  readonly options: AppOptions;
  readonly feed: FeedRunner;
  readonly projects: number;
}

/** One instant for every start: what was recorded before is a duplicate. */
const ORGANISED_AT = "2020-01-02T01:00:00.000Z";

/** The city's organisation, and an account of the demo door for every role. */
export async function addDemoAccounts(
  { sessions, registry }: Application,
  db: Database,
): Promise<void> {
  const { parts, accounts } = cityRegister(SEED).organisation;
  await inTransaction(db, (tx) =>
    recordOrganisation(tx, registry, { changes: parts, at: ORGANISED_AT }),
  );
  for (const { account, name } of accounts) {
    await sessions.addAccount({ account, name, isDemo: true, passwordHash: null });
  }
}

/** Ten days ago every chief was away for two days, and the officer stood in: a notification for each of them. */
async function recordPastLeaves({ application, options }: DemoOptions): Promise<void> {
  const now = options.clock.now().getTime();
  const day = (daysAgo: number) => plainDateOf(new Date(now - daysAgo * DAY_MS));
  const { accounts } = cityRegister(SEED).organisation;
  const chiefs = accounts.filter(({ role }) => role === "chief");
  await inTransaction(options.app.db, (tx) =>
    recordOrganisation(tx, application.registry, {
      at: new Date(now - 11 * DAY_MS).toISOString(),
      changes: chiefs.map(({ account, unit }) => ({
        kind: "leave-recorded" as const,
        payload: {
          leave: `leave-${unit}`,
          person: account,
          deputy: `${unit}-1`,
          reason: "外出培训",
          validFrom: day(10),
          validTo: day(9),
        },
      })),
    }),
  );
}

/** Loads the past year, screens it, works on its older leads. Repeatable: what is there stays. */
export async function loadDemoCity(demo: DemoOptions): Promise<void> {
  const { application, options, feed } = demo;
  const { log, clock } = options;
  const begin = performance.now();
  await addDemoAccounts(application, options.app.db);
  await recordPastLeaves(demo);
  await registerSource(
    { db: options.app.db, registry: application.registry, clock },
    { name: DEMO_SOURCE, title: "云澜市公共资源电子交易系统（演示）" },
  );
  const today = await stageToday(demo);
  log.info({ seconds: seconds(begin), ...today }, "demo city: openings on stage");
  const simulation = simulateCity({
    seed: SEED,
    projects: demo.projects,
    to: clock.now().toISOString(),
    plantedShare: PLANTED_SHARE,
    scoredShare: SCORED_SHARE,
    flawShare: FLAW_SHARE,
  });
  const summary = await takeBatch(linesOf(simulation.facts), intakeOptions(demo), () => undefined);
  await takeBatch(linesOf(demoSlips(clock.now())), intakeOptions(demo), () => undefined);
  log.info({ ...summary }, "demo city: facts recorded");
  await feed.settle();
  log.info({ seconds: seconds(begin) }, "demo city: screened and routed");
  await addDemoRoster(stageOf(demo));
  const asked = await addDemoWarnings({
    application,
    options,
    source: DEMO_SOURCE,
    seed: SEED,
  });
  log.info({ seconds: seconds(begin), asked }, "demo city: warning nodes asked");
  await giveDemoSealKeys(application, options);
  await recordDemoAccesses(application, options);
  await addDemoTipoffs(demo);
  await publishDemoItems(demo, cityRegister(SEED).organisation.accounts);
  const decided = await workOnOldLeads(demo, simulation.truth());
  await feed.settle();
  await addDemoEvidence(application, options);
  const followed = await addDemoFollowUp({ application, options, seed: SEED });
  log.info({ seconds: seconds(begin), followed }, "demo city: leads followed up");
  const looked = await workOnLookback({ application, options, truth: simulation.truth() });
  log.info({ seconds: seconds(begin), looked }, "demo city: scores looked back over");
  await addDemoProfiles(application, options);
  const voices = await loadDemoVoices({ application, options, seed: SEED, source: DEMO_SOURCE });
  log.info({ seconds: seconds(begin), voices }, "demo city: voices answered");
  await feed.settle();
  const cards = await draftCards(
    { db: options.app.db, registry: application.registry },
    clock.now(),
  );
  log.info({ cards }, "demo city: score cards drawn up");
  await askForPostChange(application, options.app.db, clock);
  const retrievals = await askDemoRetrievals({ application, options });
  log.info({ retrievals }, "demo city: retrievals asked for");
  await enterDemoStatutes(application, options);
  log.info({ seconds: seconds(begin), decided }, "demo city: complete");
}

/** Before the year of the city: a visitor of the first minute finds today's hall, rooms and cameras. */
async function stageToday(demo: DemoOptions) {
  await registerDemoRooms(stageOf(demo));
  await registerDemoCameras(demo.application, demo.options);
  const openings = await addDemoOpenings(stageOf(demo));
  await addDemoVenue(stageOf(demo));
  return { openings, witnessed: await addDemoWitnessing(demo) };
}

/** What plays openings: it sends facts as the city's trading system, and waits until everybody has read them. */
const stageOf = (demo: DemoOptions) => ({
  application: demo.application,
  options: demo.options,
  seed: SEED,
  send: async (facts: readonly FactInput[]) => {
    await takeBatch(linesOf(facts), intakeOptions(demo), () => undefined);
    await demo.feed.settle();
  },
});

const seconds = (begin: number): number => Math.round((performance.now() - begin) / 100) / 10;

function intakeOptions({ application, options }: DemoOptions) {
  return {
    db: options.app.db,
    registry: application.registry,
    source: DEMO_SOURCE,
    batch: "00000000-0000-7000-8000-000000000000",
    now: () => options.clock.now(),
  };
}

async function* linesOf(facts: Iterable<FactInput>): AsyncGenerator<Uint8Array> {
  let text = "";
  for (const fact of facts) {
    text += `${JSON.stringify(fact)}\n`;
    if (text.length < 500_000) continue;
    yield Buffer.from(text);
    text = "";
  }
  yield Buffer.from(text);
}

interface OldLead {
  readonly id: string;
  readonly ocid: string;
  readonly lotId: string;
  readonly title: string;
  readonly raisedAt: Date;
  readonly departmentId: string;
  readonly departmentName: string;
}

/** Officers of the city act on leads as they did on those days: receipt, steps, decision, publication. */
async function workOnOldLeads(demo: DemoOptions, truth: Truth): Promise<number> {
  const { options } = demo;
  const before = new Date(options.clock.now().getTime() - OLD_DAYS * DAY_MS);
  const { rows } = await sql<OldLead>`
    SELECT lead.id, lead.ocid, lead.lot_id AS "lotId", lead.title, lead.raised_at AS "raisedAt",
           department_id AS "departmentId", department_name AS "departmentName"
    FROM screening.lead JOIN casework.handling ON lead_id = lead.id
    WHERE state = 'routed' AND lead.raised_at < ${before} ORDER BY lead.raised_at`.execute(
    options.app.db,
  );
  const { accounts } = cityRegister(SEED).organisation;
  let decided = 0;
  for (const [index, lead] of rows.entries()) {
    const name = accounts.find(({ account }) => account === `${lead.departmentId}-1`)?.name;
    // Named by the list, but with nobody on the platform: such leads stay open, and the map of gaps shows them.
    if (name === undefined) continue;
    const lot = truth.lots[`${lead.ocid}/${lead.lotId}`];
    const isPlanted = lot !== undefined && lot.kind !== "honest" && lot.kind !== "sharedWorkshop";
    decided += await handleLead(demo, { lead, name, index, isPlanted });
  }
  return decided;
}

interface OldWork {
  readonly lead: OldLead;
  readonly name: string;
  readonly index: number;
  readonly isPlanted: boolean;
}

const COORDINATOR: Officer = {
  account: "coordinator-1",
  name: "江予安",
  department: { id: "coordinator", name: "云澜市公共资源交易监督管理办公室" },
};

/** Some leads are urged, some given back and routed anew. @returns the version at which the receipt finds the lead */
async function sendAround({
  lead,
  index,
  context,
}: Pick<OldWork, "lead" | "index"> & {
  readonly context: (days: number) => ActContext;
}): Promise<number> {
  const coordinator = (days: number) => ({ ...context(days), officer: COORDINATOR });
  const { id, departmentId } = lead;
  if (index % 4 === 1)
    await urgeLead(coordinator(0.8), { id, version: 0 }, { ground: "尚未签收，请今日内签收。" });
  if (index % 6 !== 2 || !departmentId.match(/^[a-z-]+$/)) return 0;
  await returnLead(
    context(0.3),
    { id, version: 0 },
    { ground: "项目含道路附属设施，是否由本部门监督请协调确认。" },
  );
  await rerouteLead(
    coordinator(0.5),
    { id, version: 1 },
    { unit: departmentId, ground: "经核对权责清单，主体工程由该部门监督。" },
  );
  return 2;
}

async function handleLead(demo: DemoOptions, work: OldWork): Promise<number> {
  const { lead, index, isPlanted } = work;
  const department = { id: lead.departmentId, name: lead.departmentName };
  const officer: Officer = { account: `${lead.departmentId}-1`, name: work.name, department };
  const day = (days: number) => new Date(lead.raisedAt.getTime() + days * DAY_MS + 3_600_000);
  const context = (days: number) => ({
    db: demo.options.app.db,
    registry: demo.application.registry,
    officer,
    scope: undefined,
    at: day(days).toISOString(),
  });
  const begin = await sendAround({ lead, index, context });
  const target = (version: number) => ({ id: lead.id, version: begin + version });
  await receiveLead(context(1), target(0));
  if (index % 9 === 8) return 0;
  await recordStep(context(3), target(1), {
    step: "dataCheck",
    text: "调取交易系统日志，核对两份投标文件的上传时间、网络地址和设备信息。",
  });
  await recordStep(context(5), target(2), {
    step: "explanationRequested",
    text: "向有关投标人发函，请其书面说明投标文件的编制和上传经过。",
  });
  await recordStep(context(10), target(3), {
    step: "explanationReceived",
    text: isPlanted
      ? "投标人来函称由同一名工作人员代为上传，未提供委托材料。"
      : "投标人来函称在同一图文店制作并上传，提供了各自的付款凭证。",
  });
  if (index % 5 === 4) return 0;
  const outcome: DecisionOutcome = isPlanted ? "established" : "notEstablished";
  const decisionNo = `云监〔${day(18).getFullYear()}〕${index + 1}号`;
  const articles = ["招标投标法实施条例第40条"];
  const findings = isPlanted
    ? "经核查，两家投标人的投标文件由同一设备制作并上传，投标人未能作出合理说明。依照条例第四十条第（二）项处理。"
    : "经核查，有关投标人在同一图文店分别制作投标文件，付款凭证齐全，报价相互独立，未发现条例第四十条规定的情形。";
  await decideLead(context(18), target(4), {
    outcome,
    decisionNo,
    decidedOn: plainDateOf(day(18)),
    findings,
    articles,
  });
  await publishDecision(context(19), target(5), {
    title: `关于“${lead.title}”有关情况的处理决定`.slice(0, 300),
    text: `${findings}\n\n当事人不服本决定的，可以依法申请行政复议或者提起行政诉讼。`,
  });
  return 1;
}

/** Openings and devices go on from the first minute, while the year of the city still comes in. The result stops them. */
export function startOpenings(demo: DemoOptions): () => void {
  const stops = [playOpenings(stageOf(demo)), playVenue(stageOf(demo))];
  return () => stops.forEach((stop) => stop());
}

/** Live facts, each when its time comes. The result stops the production. */
export function startLiveCity(demo: DemoOptions): () => void {
  const { clock, log } = demo.options;
  const facts = simulateLive({ seed: SEED + 1, after: clock.now().toISOString() });
  const state: { timer: NodeJS.Timeout | undefined; stopped: boolean } = {
    timer: undefined,
    stopped: false,
  };
  const step = async (): Promise<void> => {
    const due: FactInput[] = [];
    let next = facts.next().value;
    while (Date.parse(next.occurredAt) <= clock.now().getTime() && due.length < 500) {
      due.push(next);
      next = facts.next().value;
    }
    if (due.length > 0) await takeBatch(linesOf(due), intakeOptions(demo), () => undefined);
    if (state.stopped) return;
    const wait = Math.max(Date.parse(next.occurredAt) - clock.now().getTime(), 200);
    state.timer = setTimeout(() => void send([next]), wait);
  };
  const send = async (first: readonly FactInput[]): Promise<void> => {
    try {
      if (first.length > 0) await takeBatch(linesOf(first), intakeOptions(demo), () => undefined);
      await step();
    } catch (error) {
      log.warn({ err: error }, "demo city: live facts pause");
      if (!state.stopped) state.timer = setTimeout(() => void send(first), 5000);
    }
  };
  void send([]);
  return () => {
    state.stopped = true;
    clearTimeout(state.timer);
  };
}
