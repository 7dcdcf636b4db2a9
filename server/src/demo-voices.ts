/** Voices of the demo city: hundreds over a year, answered in time, late, badly, or not at all. */
import { sql } from "kysely";

import { publishedCalendar } from "../../clocks/src/index.ts";
import type { Officer } from "../../contract/src/casework.ts";
import type { Organisation, Party, Regime } from "../../contract/src/values.ts";
import type { Finding, VoiceKind } from "../../contract/src/voice-values.ts";
import {
  cityRegister,
  COPIED_ANSWER,
  EMPTY_ANSWER,
  type VoiceMatter,
  VOICE_MATTERS,
  VOICE_TITLES,
} from "../../simulate/src/index.ts";
import type { Application, AppOptions } from "./app.ts";
import { dayAfter, plainDateOf, startOfDay } from "./kernel/plain-date.ts";
import {
  type ActContext,
  beginPause,
  decideAcceptance,
  endPause,
  publishReply,
  questionReply,
  receiveVoice,
  recordVoiceStep,
  rerouteVoice,
  returnVoice,
  serveReply,
  takeDownReply,
  takeVoice,
  type VoiceContent,
} from "./modules/complaints/index.ts";
import { inTransaction } from "./platform/database.ts";

interface DemoVoices {
  readonly application: Application;
  readonly options: AppOptions;
  readonly seed: number;
  readonly source: string;
}

/** How a voice fares. */
type Fate =
  | "published"
  | "publishedLate"
  | "replied"
  | "working"
  | "late"
  | "paused"
  | "pausedBefore"
  | "correcting"
  | "waiting"
  | "ignored"
  | "returned"
  | "rerouted"
  | "refused"
  | "empty"
  | "copied"
  | "questioned"
  | "takenDown";

/** Of voices older than two months. */
const OLD: readonly Fate[] = [
  "published",
  "published",
  "pausedBefore",
  "published",
  "publishedLate",
  "published",
  "refused",
  "rerouted",
  "published",
  "copied",
  "published",
  "empty",
  "published",
  "questioned",
  "published",
  "takenDown",
  "published",
];
/** Of the last two months. */
const RECENT: readonly Fate[] = [
  "working",
  "replied",
  "paused",
  "waiting",
  "published",
  "late",
  "correcting",
  "ignored",
  "working",
  "returned",
  "published",
  "working",
];

const KINDS: readonly VoiceKind[] = ["complaint", "objection", "challenge", "complaint", "enquiry"];

interface Process {
  readonly ocid: string;
  readonly title: string;
  readonly regime: Regime;
  readonly entity: string | null;
  readonly publishedAt: Date;
  readonly bidders: readonly Party[] | null;
}

/** Projects with bids, the older first: a voice comes some days after the opening. */
async function readProcesses({ options }: DemoVoices): Promise<readonly Process[]> {
  const { rows } = await sql<Process>`
    SELECT process.ocid, process.title, process.regime, process.procuring_entity ->> 'name' AS entity,
      process.published_at AS "publishedAt",
      (SELECT jsonb_agg(bid -> 'bidder') FROM procurement.current_opening AS opening
         CROSS JOIN LATERAL jsonb_array_elements(opening.bids) AS bid WHERE opening.ocid = process.ocid) AS bidders
    FROM procurement.process
    WHERE process.published_at IS NOT NULL AND process.regime IN ('works', 'procurement')
      AND EXISTS (SELECT FROM procurement.current_opening AS opening WHERE opening.ocid = process.ocid)
    ORDER BY process.published_at, process.ocid`.execute(options.app.db);
  return rows;
}

/** How many voices a city of so many projects has: hundreds of a thousand. */
const SHARE = 0.3;
const MOST = 320;
/** Days from the notice to a voice about the result. */
const AFTER_NOTICE = 32;
const RECENT_DAYS = 60;

/** Repeatable: a voice that is there stays as it is. @returns how many were added */
export async function loadDemoVoices(demo: DemoVoices): Promise<number> {
  const processes = await readProcesses(demo);
  const wanted = Math.min(Math.ceil(processes.length * SHARE), MOST);
  if (wanted === 0) return 0;
  const today = plainDateOf(demo.options.clock.now());
  const people = officersOf(demo.seed);
  let added = 0;
  for (let index = 0; index < wanted; index += 1) {
    const process = processes[Math.floor((index * processes.length) / wanted)];
    if (process === undefined) continue;
    const receivedOn = dayAfter(plainDateOf(process.publishedAt), AFTER_NOTICE);
    if (receivedOn >= today) continue;
    const isRecent = receivedOn > dayAfter(today, -RECENT_DAYS);
    const fates = isRecent ? RECENT : OLD;
    const fate = fates[index % fates.length] ?? "published";
    added += Number(await play(demo, { index, process, receivedOn, fate, people, today }));
  }
  return added;
}

function officersOf(seed: number): ReadonlyMap<string, Officer> {
  const { accounts } = cityRegister(seed).organisation;
  return new Map(
    accounts
      .filter(({ role }) => role === "officer" || role === "entity" || role === "coordinator")
      .map(({ account, name, unit }) => [
        unit,
        { account, name, department: { id: unit, name: unit } },
      ]),
  );
}

interface Play {
  readonly index: number;
  readonly process: Process;
  readonly receivedOn: string;
  readonly fate: Fate;
  readonly people: ReadonlyMap<string, Officer>;
  readonly today: string;
}

const kindOf = ({ index, process }: Play): VoiceKind => {
  const kind = KINDS[index % KINDS.length] ?? "complaint";
  if (kind === "challenge" || kind === "objection")
    return process.regime === "works" ? "objection" : "challenge";
  return kind;
};

/** Matters of this voice: one to three, other ones each time. */
function mattersOf(kind: VoiceKind, index: number): readonly VoiceMatter[] {
  const all = VOICE_MATTERS[kind];
  const count = 1 + (index % Math.min(3, all.length));
  return Array.from({ length: count }, (_, nth) => all[(index + nth) % all.length]).filter(
    (matter) => matter !== undefined,
  );
}

const UNKNOWN_FIRM: Organisation = { kind: "organisation", name: "云澜市临江建设工程有限公司" };

function contentOf(play: Play, kind: VoiceKind): VoiceContent {
  const { process, index, receivedOn } = play;
  const party = process.bidders?.[index % (process.bidders.length || 1)] ?? UNKNOWN_FIRM;
  const project = process.title.replace(
    /(公开|邀请|竞争性)?(招标|采购|磋商|谈判|询价|资格预审|中标|成交)?公告$/,
    "",
  );
  return {
    kind,
    regime: process.regime,
    ...(process.regime === "works" && kind !== "enquiry" ? { matter: "result" as const } : {}),
    ocid: process.ocid,
    title: `${VOICE_TITLES[kind]}：${project}`.slice(0, 200),
    claims: mattersOf(kind, index).map(({ claim }) => claim),
    ...(process.entity === null ? {} : { against: process.entity }),
    ...(kind === "enquiry" ? {} : { knownOn: dayAfter(receivedOn, -3) }),
    ...(kind === "complaint"
      ? { earlier: { receivedOn: dayAfter(receivedOn, -8), answeredOn: dayAfter(receivedOn, -3) } }
      : {}),
    writer: { party, contactName: "项目经办人", phone: `138${String(10_000_000 + index * 977)}` },
  };
}

async function play(demo: DemoVoices, scene: Play): Promise<boolean> {
  const { application, options, source } = demo;
  const { index, receivedOn, fate } = scene;
  const kind = kindOf(scene);
  const receipt = await inTransaction(options.app.db, (tx) =>
    receiveVoice(tx, application.registry, {
      content: contentOf(scene, kind),
      channel: index % 7 === 3 ? "phone" : index % 3 === 0 ? "service" : "web",
      at: instant(receivedOn, 10),
      source,
      externalNo: `demo-${index}`,
    }),
  );
  if (receipt.isDuplicate) return false;
  const officer = scene.people.get(receipt.unit.id);
  // Named by the list, but with nobody on the platform: such voices climb the ladder by themselves.
  if (officer === undefined || fate === "ignored") return true;
  const stage = new Stage(demo, scene, {
    id: receipt.number,
    kind,
    officer: { ...officer, department: receipt.unit },
  });
  await PLAYS[fate](stage);
  return true;
}

const instant = (day: string, hour: number): string =>
  new Date(Date.parse(startOfDay(day)) + hour * 3_600_000).toISOString();

interface Cast {
  readonly id: string;
  readonly kind: VoiceKind;
  readonly officer: Officer;
}

const COORDINATOR: Officer = {
  account: "coordinator-1",
  name: "江予安",
  department: { id: "coordinator", name: "云澜市公共资源交易监督管理办公室" },
};

/** One voice and its people; acts that would lie in the future are left out, and with them all later ones. */
class Stage {
  readonly #demo: DemoVoices;
  readonly #scene: Play;
  readonly cast: Cast;
  #version = 0;
  #isOver = false;

  constructor(demo: DemoVoices, scene: Play, cast: Cast) {
    this.#demo = demo;
    this.#scene = scene;
    this.cast = cast;
  }

  get index(): number {
    return this.#scene.index;
  }

  /** The n-th working day after receipt. */
  day(n: number): string {
    const { receivedOn } = this.#scene;
    return n === 0 ? receivedOn : publishedCalendar.addWorkingDays(receivedOn, n);
  }

  async act(
    n: number,
    run: (
      context: ActContext,
      target: { readonly id: string; readonly version: number },
      day: string,
    ) => Promise<void>,
    officer = this.cast.officer,
  ): Promise<void> {
    const { today } = this.#scene;
    const { options, application } = this.#demo;
    const day = this.day(n);
    if (this.#isOver || day >= today) {
      this.#isOver = true;
      return;
    }
    const context: ActContext = {
      db: options.app.db,
      registry: application.registry,
      officer,
      scope: undefined,
      at: instant(day, 11 + Math.min(this.#version, 6)),
    };
    await run(context, { id: this.cast.id, version: this.#version }, day);
    this.#version += 1;
  }
}

const isComplaint = ({ cast }: Stage): boolean => cast.kind === "complaint";

const take = (stage: Stage): Promise<void> => stage.act(0, takeVoice);

const accept = async (stage: Stage): Promise<void> => {
  await take(stage);
  if (isComplaint(stage))
    await stage.act(2, (context, target) =>
      decideAcceptance(context, target, { outcome: "accepted" }),
    );
};

const investigate = (stage: Stage): Promise<void> =>
  stage.act(3, (context, target) =>
    recordVoiceStep(context, target, {
      step: "dataCheck",
      text: "调取招标文件、投标文件和评标报告，逐项核对来件所列事项。",
    }),
  );

/** Working days that an answer in time takes. */
const daysOf = ({ cast, index }: Stage): number => {
  if (cast.kind === "complaint") return 8 + (index % 6);
  return cast.kind === "challenge" ? 3 + (index % 4) : 1;
};

type Answers = "honest" | "empty" | "copied";

function findingsOf({ cast, index }: Stage, answers: Answers): Finding[] {
  return mattersOf(cast.kind, index).map((matter, claim): Finding => {
    const answer = matter.answers[(index + claim) % matter.answers.length];
    const article = cast.kind === "complaint" ? "ZTB-T-61" : "ZTB-T-54";
    if (answers === "empty" && claim === 0)
      return { claim, result: "notUpheld", text: EMPTY_ANSWER, articles: [] };
    if (answers === "copied")
      return { claim, result: "notUpheld", text: COPIED_ANSWER, articles: [article] };
    return {
      claim,
      result: answer?.result ?? "notUpheld",
      text: `${answer?.text ?? ""}（卷宗第${20 + ((index * 7 + claim) % 60)}页）`,
      articles: [article],
    };
  });
}

const letterOf = ({ cast, index }: Stage, day: string): string =>
  `${cast.officer.department.name.replace(/^云澜市/, "云").slice(0, 4)}复〔${day.slice(0, 4)}〕${index + 1}号`;

const reply =
  (answers: Answers = "honest", days?: number) =>
  (stage: Stage): Promise<void> =>
    stage.act(days ?? daysOf(stage), (context, target, day) =>
      serveReply(context, target, {
        letterNo: letterOf(stage, day),
        decidedOn: day,
        findings: findingsOf(stage, answers),
        decision: DECISIONS[answers],
        service: { way: "platform", servedOn: day },
        despite: true,
      }),
    );

const DECISIONS: Readonly<Record<Answers, string>> = {
  honest: "上述认定和处理意见自送达之日起生效，有关单位应当按照认定改正。",
  empty: "反映的问题不成立。",
  copied: "驳回。",
};

const publish =
  (days: number) =>
  async (stage: Stage): Promise<void> => {
    if (stage.cast.kind === "enquiry") return;
    // Tenderers and buyers answer; only departments publish.
    if (stage.cast.officer.department.id.startsWith("entity")) return;
    await stage.act(daysOf(stage) + days, (context, target) =>
      publishReply(context, target, {
        title: `关于${stage.cast.kind === "complaint" ? "投诉" : "异议（质疑）"}事项的答复`,
        text: findingsOf(stage, "honest")
          .map(({ text }, claim) => `${claim + 1}. ${text}`)
          .join("\n"),
      }),
    );
  };

const inOrder =
  (...steps: readonly ((stage: Stage) => Promise<void>)[]) =>
  async (stage: Stage): Promise<void> => {
    for (const step of steps) await step(stage);
  };

const pause =
  (from: number, days: number) =>
  async (stage: Stage): Promise<void> => {
    if (!isComplaint(stage)) return;
    await stage.act(from, (context, target, day) =>
      beginPause(context, target, {
        ground: "appraisal",
        from: day,
        expectedEnd: dayAfter(day, days),
        document: `云鉴委〔${day.slice(0, 4)}〕${stage.index + 1}号 鉴定委托书`,
      }),
    );
  };

const resume =
  (n: number) =>
  async (stage: Stage): Promise<void> => {
    if (!isComplaint(stage)) return;
    await stage.act(n, (context, target, day) =>
      endPause(context, target, {
        to: day,
        document: `鉴定意见书 JD-${day.slice(0, 4)}-${100 + stage.index}`,
      }),
    );
  };

const giveBack = (stage: Stage): Promise<void> =>
  stage.act(0, (context, target) =>
    returnVoice(context, target, {
      ground: "来件涉及的附属工程由其他部门监督，请协调确认。",
    }),
  );

const sendBack = (stage: Stage): Promise<void> =>
  stage.act(
    1,
    (context, target) =>
      rerouteVoice(context, target, {
        unit: stage.cast.officer.department.id,
        ground: "经核对权责清单，主体工程由该部门监督，退回理由不成立。",
      }),
    COORDINATOR,
  );

const PLAYS: Readonly<Record<Exclude<Fate, "ignored">, (stage: Stage) => Promise<void>>> = {
  published: inOrder(accept, investigate, reply(), publish(2)),
  publishedLate: inOrder(accept, reply("honest", 34), publish(30)),
  replied: inOrder(accept, reply()),
  working: inOrder(accept, investigate),
  late: accept,
  paused: inOrder(accept, pause(4, 45)),
  pausedBefore: inOrder(accept, pause(3, 20), resume(8), reply("honest", 16), publish(9)),
  correcting: async (stage) => {
    await take(stage);
    if (isComplaint(stage))
      await stage.act(2, (context, target) =>
        decideAcceptance(context, target, {
          outcome: "correctionAsked",
          text: "投诉书未加盖公章，未附投诉人身份证明，请一次性补齐。",
        }),
      );
  },
  waiting: take,
  returned: async (stage) => {
    if (stage.cast.officer.department.id.startsWith("entity")) return take(stage);
    await giveBack(stage);
  },
  rerouted: async (stage) => {
    if (stage.cast.officer.department.id.startsWith("entity"))
      return inOrder(accept, reply())(stage);
    await giveBack(stage);
    await sendBack(stage);
    await stage.act(1, takeVoice);
    if (isComplaint(stage))
      await stage.act(3, (context, target) =>
        decideAcceptance(context, target, { outcome: "accepted" }),
      );
    await inOrder(reply("honest", 14), publish(14))(stage);
  },
  refused: async (stage) => {
    if (!isComplaint(stage)) return inOrder(accept, reply(), publish(1))(stage);
    await take(stage);
    await stage.act(2, (context, target) =>
      decideAcceptance(context, target, {
        outcome: "refused",
        ground: "tooLate",
        text: "投诉人自知道之日起已超过十日。",
      }),
    );
  },
  empty: inOrder(accept, reply("empty"), publish(2)),
  copied: inOrder(accept, reply("copied"), publish(2)),
  questioned: async (stage) => {
    await inOrder(accept, reply("empty"))(stage);
    await stage.act(
      daysOf(stage) + 2,
      (context, target) =>
        questionReply(context, target, { ground: "第一项请求没有实质答复。", claims: [0] }),
      COORDINATOR,
    );
    await inOrder(reply("honest", daysOf(stage) + 5), publish(7))(stage);
  },
  takenDown: async (stage) => {
    await inOrder(accept, reply(), publish(2))(stage);
    if (!isComplaint(stage)) return;
    await stage.act(daysOf(stage) + 20, (context, target, day) =>
      takeDownReply(context, target, {
        reason: "reversed",
        ground: "行政复议决定撤销原处理决定。",
        dueFrom: dayAfter(day, -1),
        publicReason: "原处理决定经行政复议撤销。",
      }),
    );
  },
};
