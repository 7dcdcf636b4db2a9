/** What the witness of the demo city did today: a shift over the rooms, notes, acts, a signed sheet, one act still open. */
import type { Officer } from "../../contract/src/casework.ts";
import type { Regime } from "../../contract/src/values.ts";
import type { Application, AppOptions } from "./app.ts";
import { type OpeningContext, readSessions } from "./modules/opening/index.ts";
import {
  beginShift,
  issueSheet,
  type Place,
  recordAct,
  takeNote,
} from "./modules/witnessing/index.ts";

interface DemoWitnessing {
  readonly application: Application;
  readonly options: AppOptions;
}

const MINUTE_MS = 60_000;
const SHIFT_MINUTES = 200;

const WITNESS: Officer = {
  account: "centre-1",
  name: "罗见微",
  department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
};

type Context = Pick<OpeningContext, "db" | "registry" | "at"> & { readonly officer: Officer };

/** Of the demo's openings, by their ids. */
async function placeOf({ options }: DemoWitnessing, id: string) {
  const [session] = await readSessions(options.app.db, [id]);
  if (session === undefined) throw new Error(`the demo has no opening ${id}`);
  const { ocid, plan, regime } = session;
  const room = plan.room ?? `online:${id}`;
  const place: Place = {
    room,
    channel: room,
    project: {
      session: id,
      ocid,
      lotId: plan.lotId,
      regime: (regime ?? undefined) as Regime | undefined,
    },
  };
  return { place, startsAt: Date.parse(plan.startsAt) };
}

/** @returns how many records were made */
export async function addDemoWitnessing(demo: DemoWitnessing): Promise<number> {
  const { application, options } = demo;
  const now = options.clock.now().getTime();
  const as = (at: number): Context => ({
    db: options.app.db,
    registry: application.registry,
    officer: WITNESS,
    at: new Date(Math.min(at, now)).toISOString(),
  });
  const over = await placeOf(demo, "open-01-1");
  const few = await placeOf(demo, "open-03-1");
  const running = await placeOf(demo, "open-04-1");
  const rooms = ["开标一室", "开标二室", "开标三室", "开标四室"];
  await beginShift(as(now - SHIFT_MINUTES * MINUTE_MS), rooms);
  const after = ({ startsAt }: typeof over, minutes: number) => as(startsAt + minutes * MINUTE_MS);
  await takeNote(after(over, 2), over.place, {
    text: "投标截止，系统锁定 8 份投标文件，主持人宣布开标纪律。",
  });
  const act = await recordAct(after(over, 41), over.place, {
    clause: "K-04",
    persons: [{ role: "agencyStaff", name: "丁一诺" }],
    text: "投标人提出解密用时较长的异议，主持人未立即答复。",
  });
  await issueSheet(after(over, 42), {
    act: act.id,
    person: { role: "agencyStaff", name: "丁一诺" },
    measure: "reminded",
    said: "请对 1 号异议当场答复，并记入开标记录。",
    answer: "马上答复。",
    signature: "signed",
  });
  await takeNote(after(few, 1), few.place, {
    text: "收到 2 份投标文件，代理机构准备按不足三家处理。",
  });
  await recordAct(after(running, 17), running.place, { clause: "K-02", isOpen: true });
  await takeNote(after(running, 18), running.place, {
    text: "唱标时第 2 家报价宣读过快，投标人代表要求重读，主持人已重读。",
  });
  return 6;
}
