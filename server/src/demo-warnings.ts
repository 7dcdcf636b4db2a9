/** Honest mistakes of the demo city: the trading system asks before the act, is warned, and mostly mends them. */
import { sql } from "kysely";

import type { Officer } from "../../contract/src/casework.ts";
import type { FactInput } from "../../contract/src/facts/fact.ts";
import type { WarningFacts } from "../../contract/src/warnings-facts.ts";
import { WARNING_HANDLINGS } from "../../contract/src/warnings-values.ts";
import type { CheckAct } from "../../contract/src/warnings.ts";
import { cityRegister } from "../../simulate/src/index.ts";
import type { Application, AppOptions } from "./app.ts";
import { dayAfter, plainDateOf } from "./kernel/plain-date.ts";
import { handleWarning, setMode, takeCheck, takeOverride } from "./modules/warnings/index.ts";

interface Announced {
  readonly ocid: string;
  readonly publishedAt: Date;
}

interface Mistake {
  readonly stage: CheckAct["stage"];
  readonly act: CheckAct["act"];
  readonly regime: "works" | "procurement";
  readonly node: string;
  /** Days from the notice on which the trading system asks. */
  readonly after: number;
  readonly wrong: (day: string) => WarningFacts;
  /** Absent: it stays as it is. */
  readonly mended?: (day: string) => WarningFacts;
  readonly reason?: string;
}

const yuan = (amount: number) => ({ amountMinor: String(amount * 100), currency: "CNY" });
const at = (day: string, time = "09:30") => `${day}T${time}:00+08:00`;
const bidding = (day: string, days: number): WarningFacts => ({
  isMandatory: true,
  isInDesignatedMedia: true,
  documentsFrom: day,
  documentsTo: dayAfter(day, 7),
  bidDeadline: at(dayAfter(day, days)),
  openingAt: at(dayAfter(day, days)),
});
const documents = (bond: number, text: string): WarningFacts => ({
  bidBond: yuan(bond),
  estimate: yuan(8_000_000),
  budget: yuan(8_000_000),
  hasFloorPrice: false,
  documentText: text,
});
const PLAIN = "投标人应当具有独立承担民事责任的能力。";

const MISTAKES: readonly Mistake[] = [
  {
    stage: "notice",
    act: "publishNotice",
    regime: "works",
    node: "W-NOT-01",
    after: 0,
    wrong: (day) => bidding(day, 16),
    mended: (day) => bidding(day, 21),
  },
  {
    stage: "document",
    act: "issueDocuments",
    regime: "works",
    node: "W-DOC-01",
    after: -2,
    wrong: () => documents(200_000, PLAIN),
    mended: () => documents(160_000, PLAIN),
  },
  {
    stage: "document",
    act: "issueDocuments",
    regime: "procurement",
    node: "W-DOC-06",
    after: -1,
    wrong: () => documents(100_000, `${PLAIN}控制器必须采用原有品牌。`),
    reason: "原系统已在运行，扩容模块须与既有控制器兼容，已经专家论证。",
  },
  {
    stage: "evaluation",
    act: "formCommittee",
    regime: "works",
    node: "W-EVA-02",
    after: 20,
    wrong: () => ({ isMandatory: true, committeeSize: 6, expertCount: 4, isRandomDraw: true }),
    mended: () => ({ isMandatory: true, committeeSize: 7, expertCount: 5, isRandomDraw: true }),
  },
  {
    stage: "clarification",
    act: "issueClarification",
    regime: "works",
    node: "W-CLA-01",
    after: 8,
    wrong: (day) => ({
      affectsBids: true,
      changeOn: day,
      bidDeadline: at(dayAfter(day, 12)),
      recipientCount: 6,
      notifiedCount: 6,
    }),
  },
  {
    stage: "document",
    act: "issueDocuments",
    regime: "procurement",
    node: "W-DOC-05",
    after: -1,
    wrong: () => documents(100_000, `${PLAIN}投标人应在本市设有本地分公司。`),
    mended: () => documents(100_000, `${PLAIN}中标后应当提供现场服务。`),
  },
  {
    stage: "bidding",
    act: "returnBond",
    regime: "works",
    node: "W-BID-06",
    after: 18,
    wrong: (day) => ({ withdrawnOn: dayAfter(day, -12), bondReturnedOn: day }),
  },
];

/** One in so many projects of its regime. */
const EVERY = 5;
const HOUR_MS = 3_600_000;

/** Two projects that went wrong: nobody asked about the one, and the advice about the other was ignored. */
const SLIPS = ["WARN01", "WARN02"] as const;
const SLIP_DAYS = 40;

const slipDay = (now: Date, after: number): string => dayAfter(plainDateOf(now), after - SLIP_DAYS);

/** Their notices leave sixteen days, and two bids were opened. */
export function demoSlips(now: Date): readonly FactInput[] {
  return SLIPS.flatMap((code, index) => {
    const ocid = `ocds-mj0001-${code}`;
    const deadline = at(slipDay(now, 16 + index));
    const bid = (n: number) => ({
      bidder: { kind: "organisation", name: `云澜第${n + 40}建设有限公司` },
      status: "valid",
      offer: { kind: "total", amount: yuan(3_100_000 + n * 45_300) },
    });
    const fact = (kind: string, occurredAt: string, payload: object): FactInput => ({
      kind: `procurement.${kind}`,
      sourceId: `${code}/${kind}`,
      subject: ocid,
      occurredAt,
      payload: payload as FactInput["payload"],
    });
    return [
      fact("notice-published", at(slipDay(now, index), "09:00"), {
        noticeType: "tenderNotice",
        title: `云澜市${index === 0 ? "柳溪" : "竹影"}路人行道修缮工程施工招标公告`,
        regime: "works",
        method: "open",
        industry: "housing",
        place: { code: "999901", name: "云澜市" },
        procuringEntity: { kind: "organisation", name: "云澜市市政工程中心" },
        lots: [{ lotId: "1", ceilingPrice: yuan(3_300_000) }],
        bidDeadline: deadline,
        openingAt: deadline,
      }),
      fact("bids-opened", deadline, { lotId: "1", bids: [bid(1), bid(2 + index)] }),
    ];
  });
}

/** The trading system asked before it opened the second, was advised to stop, and opened. */
async function askBeforeSlip({ application, options, source }: DemoDeps): Promise<void> {
  const now = options.clock.now();
  const time = new Date(Date.parse(at(slipDay(now, 17))) - HOUR_MS / 4);
  await takeCheck(
    { db: options.app.db, registry: application.registry },
    {
      source,
      asked: {
        actId: `openBids/${SLIPS[1]}`,
        stage: "opening",
        act: "openBids",
        ocid: `ocds-mj0001-${SLIPS[1]}`,
        lotId: "1",
        at: time.toISOString(),
        facts: { bidderCount: 2 },
      },
      now: time,
      timing: "before",
    },
  );
}

interface DemoDeps {
  readonly application: Application;
  readonly options: AppOptions;
  readonly source: string;
  readonly seed: number;
}

/** Somebody of the centre, as the register of the city names them. */
function officerOf({ seed }: DemoDeps, role: "centre" | "director"): Officer {
  const { parts, accounts } = cityRegister(seed).organisation;
  const found = accounts.find((one) => one.role === role);
  if (found === undefined) throw new Error(`the city has no account of role ${role}`);
  const { account, name, unit } = found;
  const named = parts.find(
    ({ kind, payload }) => kind === "unit-registered" && "unit" in payload && payload.unit === unit,
  );
  const title = named !== undefined && "name" in named.payload ? String(named.payload.name) : unit;
  return { account, name, department: { id: unit, name: title } };
}

/** @returns how many times the trading system asked */
export async function addDemoWarnings(demo: DemoDeps): Promise<number> {
  const now = demo.options.clock.now();
  const counts = { asked: 0 };
  for (const regime of ["works", "procurement"]) {
    const mistakes = MISTAKES.filter((one) => one.regime === regime);
    for (const [index, process] of (await announced(demo, regime)).entries()) {
      const mistake = mistakes[Math.floor(index / EVERY) % mistakes.length];
      if (index % EVERY !== 0 || mistake === undefined) continue;
      const time = new Date(process.publishedAt.getTime() + mistake.after * 24 * HOUR_MS - HOUR_MS);
      if (time < now) counts.asked += await ask(demo, { process, mistake, time });
    }
  }
  await askBeforeSlip(demo);
  await handleOld(demo);
  await setDemoMode(demo);
  return counts.asked;
}

async function announced({ options }: DemoDeps, regime: string): Promise<readonly Announced[]> {
  const { rows } = await sql<Announced>`
    SELECT ocid, published_at AS "publishedAt" FROM procurement.process
    WHERE regime = ${regime} AND published_at IS NOT NULL ORDER BY published_at, ocid`.execute(
    options.app.db,
  );
  return rows;
}

interface Asking {
  readonly process: Announced;
  readonly mistake: Mistake;
  readonly time: Date;
}

async function ask(
  { application: { registry }, options, source }: DemoDeps,
  { process: { ocid }, mistake, time }: Asking,
): Promise<number> {
  const deps = { db: options.app.db, registry };
  const { stage, act, regime, node, wrong, mended, reason } = mistake;
  const day = plainDateOf(time);
  const actId = `${act}/${ocid}`;
  const say = (facts: WarningFacts, when: Date) => {
    const asked = { actId, stage, act, ocid, at: when.toISOString(), facts: { regime, ...facts } };
    return takeCheck(deps, { source, asked, now: when, timing: "before" });
  };
  await say(wrong(day), time);
  const later = new Date(time.getTime() + HOUR_MS / 2);
  if (mended !== undefined) await say(mended(day), later);
  if (reason !== undefined) {
    const approvedBy = "采购人代表 林一舟";
    const override = { actId, node, ground: "approvedException" as const, reason, approvedBy };
    await takeOverride(deps, { source, override, at: later.toISOString() });
  }
  return 1;
}

const NOTES = {
  seen: "已阅，项目按期进行。",
  passedOn: "已转行业主管部门核对。",
  corrected: "代理机构已更正，留存更正公告。",
} as const;

/** The centre went through what is older than two weeks, but for every fourth. */
async function handleOld(demo: DemoDeps): Promise<void> {
  const { application, options } = demo;
  const officer = officerOf(demo, "centre");
  const now = options.clock.now();
  const { rows } = await sql<{ id: string; at: Date; course: string }>`
    SELECT id, at, course FROM warnings.warning
    WHERE handled = 0 AND at < ${new Date(now.getTime() - 14 * 24 * HOUR_MS)} ORDER BY at, id LIMIT 60`.execute(
    options.app.db,
  );
  for (const [index, { id, at: warnedAt, course }] of rows.entries()) {
    if (index % 4 === 3) continue;
    const handling = course === "heeded" ? "corrected" : (WARNING_HANDLINGS[index % 2] ?? "seen");
    const context = {
      db: options.app.db,
      registry: application.registry,
      officer,
      scope: undefined,
      at: new Date(warnedAt.getTime() + 26 * HOUR_MS).toISOString(),
    };
    await handleWarning(context, id, { handling, note: NOTES[handling], version: 0 });
  }
}

const MODE_SET_AT = "2020-03-02T01:00:00.000Z";

/** Words are searched by a list, which errs at times: the director lets one node only record for now. */
async function setDemoMode(demo: DemoDeps): Promise<void> {
  const { application, options } = demo;
  const { db } = options.app;
  const { rows } = await sql`SELECT 1 FROM warnings.mode LIMIT 1`.execute(db);
  if (rows.length > 0) return;
  const context = {
    db,
    registry: application.registry,
    officer: officerOf(demo, "director"),
    scope: undefined,
    at: MODE_SET_AT,
  };
  await setMode(context, "W-DOC-07", {
    mode: "shadow",
    ground: "词表试行，先静默记录一段时间，统计误报。",
  });
}
