/** How one voice of the demo city fares: its people and their acts, day by day. */
import { publishedCalendar } from "../../clocks/src/index.ts";
import type { Officer } from "../../contract/src/casework.ts";
import type { Party, Regime } from "../../contract/src/values.ts";
import type { Finding, VoiceKind } from "../../contract/src/voice-values.ts";
import {
  COPIED_ANSWER,
  detailOf,
  EMPTY_ANSWER,
  type VoiceMatter,
  VOICE_MATTERS,
} from "../../simulate/src/index.ts";
import type { Application, AppOptions } from "./app.ts";
import { dayAfter, startOfDay } from "./kernel/plain-date.ts";
import {
  beginPause,
  decideAcceptance,
  endPause,
  publishReply,
  questionReply,
  recordVoiceStep,
  rerouteVoice,
  returnVoice,
  serveReply,
  takeDownReply,
  takeVoice,
} from "./modules/complaints/index.ts";
import type { ActContext } from "./platform/facts/act.ts";

export interface DemoVoices {
  readonly application: Application;
  readonly options: AppOptions;
  readonly seed: number;
  readonly source: string;
}

/** How a voice fares. */
export type Fate =
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

export interface Process {
  readonly ocid: string;
  readonly title: string;
  readonly regime: Regime;
  readonly entity: string | null;
  readonly publishedAt: Date;
  readonly bidders: readonly Party[] | null;
}

export interface Play {
  readonly index: number;
  readonly process: Process;
  readonly receivedOn: string;
  readonly fate: Fate;
  readonly people: ReadonlyMap<string, Officer>;
  readonly today: string;
}

/** The project without the kind of its notice. */
export const projectOf = ({ title }: Pick<Process, "title">): string =>
  title.replace(/(公开|邀请|竞争性)?(招标|采购|磋商|谈判|询价|资格预审|中标|成交)?公告$/, "");

/** Matters of this voice: one to three, other ones each time. */
export function mattersOf(kind: VoiceKind, index: number): readonly VoiceMatter[] {
  const all = VOICE_MATTERS[kind];
  const count = 1 + (index % Math.min(3, all.length));
  return Array.from({ length: count }, (_, nth) => all[(index + nth) % all.length]).filter(
    (matter) => matter !== undefined,
  );
}

export const instant = (day: string, hour: number): string =>
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
export class Stage {
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

  get project(): string {
    return projectOf(this.#scene.process);
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

/** How an answer was come by, in three sentences that no other case has in this order. */
const DETAILS = [0, 41, 87];

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
      text: `${answer?.text ?? ""}${DETAILS.map((step) => detailOf(index * 17 + claim * 5 + step)).join("")}`,
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

const ABOUT: Readonly<Record<VoiceKind, string>> = {
  enquiry: "询问",
  challenge: "质疑",
  objection: "异议",
  complaint: "投诉",
};

const publish =
  (days: number) =>
  async (stage: Stage): Promise<void> => {
    if (stage.cast.kind === "enquiry") return;
    // Tenderers and buyers answer; only departments publish.
    if (stage.cast.officer.department.id.startsWith("entity")) return;
    await stage.act(daysOf(stage) + days, (context, target) =>
      publishReply(context, target, {
        title: `关于“${stage.project}”${ABOUT[stage.cast.kind]}的答复`,
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

export const PLAYS: Readonly<Record<Exclude<Fate, "ignored">, (stage: Stage) => Promise<void>>> = {
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
