/** The centre of the demo city looks into what the machine found: some lots stand in each state. */
import type { Officer } from "../../contract/src/casework.ts";
import type { Truth } from "../../simulate/src/index.ts";
import type { Application, AppOptions } from "./app.ts";
import {
  answerAsk,
  askCommittee,
  holdLot,
  listLots,
  referFindings,
  reportLines,
  signReport,
  textHash,
} from "./modules/lookback/index.ts";
import { inTransaction } from "./platform/database.ts";
import type { ActContext } from "./platform/facts/act.ts";

const CENTRE: Officer = {
  account: "centre-1",
  name: "罗见微",
  department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
};
const MINUTE_MS = 60_000;

interface DemoLookback {
  readonly application: Application;
  readonly options: AppOptions;
  readonly truth: Truth;
}

type Row = Awaited<ReturnType<typeof listLots>>[number];

const readLots = ({ options }: DemoLookback, now: Date) =>
  inTransaction(options.app.db, (tx) => listLots(tx, { scope: undefined, now }));

const hold = ({ options }: DemoLookback, { ocid, lotId }: Row, now: Date) =>
  inTransaction(options.app.db, (tx) => holdLot(tx, { ocid, lotId }, { scope: undefined, now }));

/** @returns acts done. What is there stays. */
export async function workOnLookback(demo: DemoLookback): Promise<number> {
  const lots = (await readLots(demo, demo.options.clock.now())).toReversed();
  let acts = 0;
  for (const [index, row] of lots.entries()) {
    if (row.version > 0) continue;
    const isPlanted = demo.truth.lots[`${row.ocid}/${row.lotId}`]?.scoreFlaw !== undefined;
    acts += await handleLot(demo, row, { index, isPlanted });
  }
  return acts;
}

/** One in so many stays as the machine left it. */
const WAITING = 5;

async function handleLot(
  demo: DemoLookback,
  row: Row,
  { index, isPlanted }: { readonly index: number; readonly isPlanted: boolean },
): Promise<number> {
  const begin = Date.parse(row.examinedAt);
  const now = demo.options.clock.now().getTime();
  const context = (minutes: number): ActContext => ({
    db: demo.options.app.db,
    registry: demo.application.registry,
    officer: CENTRE,
    scope: undefined,
    at: new Date(Math.min(now, begin + minutes * MINUTE_MS)).toISOString(),
  });
  const lot = { ocid: row.ocid, lot: row.lotId };
  const { newest } = await hold(demo, row, new Date(begin));
  const asked = newest.examination.findings.filter(({ type }) => ASKED.has(type));
  // What can still be asked waits for the visitor.
  if (asked.length > 0 && (!row.isResultPublished || index % WAITING === WAITING - 1)) return 0;
  let version = 0;
  const findings = asked.map(({ id }) => id);
  if (findings.length > 0) {
    await askCommittee(context(10), { ...lot, version, findings, text: ASK_TEXT });
    version += 1;
    if (isPlanted && index % 4 === 3) return 1;
    const held = await hold(demo, row, new Date(begin));
    const ask = held.events.at(-1)?.factId ?? "";
    await answerAsk(
      context(25),
      { ask, evaluator: undefined },
      { findings, answer: "keep", reason: KEPT, changes: [] },
    );
    version += 1;
  }
  const held = await hold(demo, row, new Date(begin));
  await signReport(context(40), { ...lot, version, hash: textHash(reportLines(held)) });
  if (findings.length === 0 || index % 3 !== 0) return version + 1;
  await referFindings(context(90), {
    ...lot,
    version: version + 1,
    findings,
    text: "委员会维持原打分，核查情况、分值数据和书面答复随函移送，请依法核查处理。",
  });
  return version + 2;
}

const ASKED: ReadonlySet<string> = new Set([
  "EXP-01",
  "EXP-03",
  "EXP-04",
  "EXP-05",
  "EXP-06",
  "MAT-01",
]);
const ASK_TEXT =
  "请评标委员会对照评审标准复核下列打分，维持的书面说明理由，更正的注明更正后的分值。";
const KEPT = "委员会逐项复核，认为打分与投标文件相符，维持原分，理由已记入评标报告。";
