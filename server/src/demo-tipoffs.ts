/**
 * Tip-offs of the demo city: sealed with keys that follow from the names of their offices, so that a visitor can put two
 * shares together and open what is fictional (docs/how-to/tip-offs.md).
 */
import { sql } from "kysely";

import type { Officer } from "../../contract/src/casework.ts";
import type { TipoffCoded, TipoffOutcome, TipoffTopic } from "../../contract/src/tipoffs.ts";
import {
  bytesOfKey,
  demoOfficeKey,
  mailboxOf,
  sealMessage,
  sealTipoff,
  toBase64,
} from "../../sealing/src/index.ts";
import { cityRegister } from "../../simulate/src/index.ts";
import type { Application, AppOptions } from "./app.ts";
import {
  answerTipoff,
  askWriter,
  closeTipoff,
  prepareTipoff,
  publishKey,
  recordTipoffStep,
  recordWaiting,
} from "./modules/tipoffs/index.ts";
import { type Database, inTransaction } from "./platform/database.ts";
import type { ActContext } from "./platform/facts/act.ts";

const OFFICES = ["discipline", "coordinator", "housing", "finance"] as const;
const COUNT = 30;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Of the first three: a visitor can open these mailboxes as their writer. */
const RECEIPTS = ["DEM0-0000-0000-0001", "DEM0-0000-0000-0002", "DEM0-0000-0000-0003"] as const;

const STORIES: readonly (readonly [TipoffTopic, string])[] = [
  ["collusion", "二标段三家公司的投标文件错别字一样，都把“混凝土”写成“混泥土”，报价只差几百元。"],
  ["tailored", "招标文件要求提供本市某协会的会员证书，只有一家公司有，其他公司报不了名。"],
  ["evaluation", "评标当天有一位专家先离开了半个小时，回来后把技术分全部改了。"],
  ["leak", "开标前一天就有人在群里说出了报名单位的数量和名称。"],
  ["falseDocuments", "中标公司报的项目经理业绩在别的网站上查不到，照片里的工地也不是那个项目。"],
  ["performance", "中标以后没有见过中标公司的人，现场都是另一家公司在施工。"],
  ["interference", "有人打电话让我们不要参加这次投标，说已经定好了。"],
  ["other", "交易现场的等候区可以听到评标室里说话，建议尽快整改。"],
];
const OFFICIAL: readonly (readonly [TipoffTopic, string])[] = [
  ["bribery", "分管项目的负责人多次接受施工单位安排的外出旅游，时间都在招标前后。"],
  ["interference", "科室负责人要求代理机构把评分办法改成对某一家有利。"],
  ["leak", "有工作人员把未公开的控制价告诉了亲戚开的公司。"],
];

interface Demo {
  readonly application: Application;
  readonly options: AppOptions;
}

interface Case {
  readonly id: string;
  readonly office: string;
  readonly mailboxKey: string;
  readonly hour: Date;
  readonly index: number;
}

/** Once per installation. */
export async function addDemoTipoffs({ application, options }: Demo): Promise<void> {
  const { db } = options.app;
  const { rows } = await sql`SELECT FROM tipoffs.office_key LIMIT 1`.execute(db);
  if (rows.length > 0) return;
  const now = options.clock.now();
  const context = contextOf(application, db);
  for (const office of OFFICES) await publishDemoKey(context, office, now);
  for (let index = 0; index < COUNT; index += 1) {
    const hour = new Date(
      Math.floor((now.getTime() - (index * 2.3 + 0.2) * DAY_MS) / HOUR_MS) * HOUR_MS,
    );
    const made = await receive({ application, options }, { index, hour });
    if (made !== undefined) await handle(context, made, now);
  }
}

type Contexts = (office: string, at: Date) => ActContext;

function contextOf({ registry }: Application, db: Database): Contexts {
  const { accounts } = cityRegister(DEMO_SEED).organisation;
  return (office, at) => {
    const found = accounts.find(({ unit }) => unit === office);
    const officer: Officer = {
      account: found?.account ?? office,
      name: found?.name ?? office,
      department: { id: office, name: NAMES[office] ?? office },
    };
    return { db, registry, officer, scope: undefined, at: at.toISOString() };
  };
}

/** As in the demo city (demo.ts). */
const DEMO_SEED = 20_261;

const NAMES: Readonly<Record<string, string>> = {
  discipline: "云澜市纪委监委",
  coordinator: "云澜市公共资源交易监督管理办公室",
  housing: "云澜市住房和城乡建设局",
  finance: "云澜市财政局",
};

const HOLDERS = ["举报受理岗", "保密岗", "单位分管负责人"] as const;

async function publishDemoKey(context: Contexts, office: string, now: Date): Promise<void> {
  const { key, shares } = demoOfficeKey(office);
  const at = new Date(now.getTime() - 90 * DAY_MS);
  await publishKey(context(office, at), {
    publicKey: key.publicKey,
    holders: shares.map(({ index, fingerprint }) => ({
      index,
      fingerprint,
      name: HOLDERS[index - 1] ?? "保管人",
    })),
  });
}

const REGIMES = ["works", "procurement", "works", "land"] as const;
const PLACES = ["999902", "999903", undefined] as const;

function codedOf(index: number): TipoffCoded {
  const isAboutOfficials = index % 5 === 4;
  const [topic] = storyOf(index);
  const place = PLACES[index % PLACES.length];
  const regime = REGIMES[index % REGIMES.length] ?? "works";
  return {
    about: isAboutOfficials ? "officials" : "parties",
    topic,
    regime,
    ...(regime === "works" && index % 3 !== 2 ? { industry: "housing" as const } : {}),
    isNamed: index % 7 === 3,
    ...(place === undefined ? {} : { place }),
    ...(isAboutOfficials ? { unit: "housing", rank: "head" as const } : {}),
    ...(index % 11 === 6 ? { unit: "finance", rank: "member" as const } : {}),
  };
}

function storyOf(index: number): readonly [TipoffTopic, string] {
  const stories = index % 5 === 4 ? OFFICIAL : STORIES;
  return stories[index % stories.length] ?? ["other", ""];
}

interface Sending {
  readonly index: number;
  readonly hour: Date;
}

/** Sealed like any other; only the work against floods is left out. */
async function receive(
  { application, options }: Demo,
  { index, hour }: Sending,
): Promise<Case | undefined> {
  const { db } = options.app;
  const coded = codedOf(index);
  const deps = { db, clock: options.clock };
  const receipt = RECEIPTS[index];
  const mailbox =
    receipt === undefined
      ? { publicKey: demoOfficeKey(`writer ${index}`).key.publicKey, token: tokenOf(index) }
      : mailboxOf(receipt);
  if (mailbox === undefined) throw new Error(`${receipt} is no receipt`);
  for (const office of OFFICES) {
    const { key } = demoOfficeKey(office);
    const sealed = sealTipoff(bytesOfKey(key.publicKey), {
      text: `${storyOf(index)[1]}（以上为演示内容，均为虚构。）`,
      hints: coded.isNamed ? ["钱守一"] : [],
      files: [],
      ...(coded.isNamed ? { writer: { name: "钱守一", contact: "13900000000" } } : {}),
    });
    const { publicKey, token } = mailbox;
    const sent = {
      coded,
      keyId: key.keyId,
      content: toBase64(sealed.content),
      files: [],
      mailbox: { publicKey, token },
    };
    const prepared = await prepareTipoff(deps, sent, hour.toISOString()).catch(() => undefined);
    if (prepared === undefined) continue;
    const { unit, ...waiting } = prepared;
    await inTransaction(db, (tx) => recordWaiting(tx, application.registry, waiting));
    return { id: waiting.id, office: unit.id, mailboxKey: publicKey, hour, index };
  }
  return undefined;
}

const tokenOf = (index: number): string =>
  Buffer.from(`demo token ${index}`.padEnd(32, " ")).toString("base64");

const OUTCOMES: readonly TipoffOutcome[] = [
  "partly",
  "notEstablished",
  "established",
  "transferred",
];

/** The older, the further: waiting, asked, checked, answered, closed. */
async function handle(context: Contexts, made: Case, now: Date): Promise<void> {
  const { id, office, hour, index } = made;
  const day = (days: number) => new Date(hour.getTime() + days * DAY_MS);
  const isDone = (days: number) => day(days) < now;
  const act = (days: number) => context(office, day(days));
  let version = 0;
  if (!isDone(1) || index % 6 === 5) return;
  await askWriter(act(1), id, { version, ...boxesFor(made, QUESTION) });
  version += 1;
  if (!isDone(4)) return;
  await recordTipoffStep(act(4), id, {
    version,
    step: "documents",
    text: "调取该项目的招标文件、投标文件和评标报告，逐项核对所反映的情况。",
  });
  version += 1;
  if (!isDone(14) || index % 6 === 3) return;
  const outcome = OUTCOMES[index % OUTCOMES.length] ?? "partly";
  await answerTipoff(act(14), id, { version, outcome, ...boxesFor(made, ANSWERS[outcome]) });
  version += 1;
  if (!isDone(20) || index % 4 === 1) return;
  await closeTipoff(act(20), id, { version, summary: SUMMARIES[outcome] });
}

const QUESTION = "您好，为便于核查，请补充项目名称或者大致时间。您仍然可以不署名。";
const ANSWERS: Readonly<Record<TipoffOutcome, string>> = {
  established: "经核查，您反映的情况属实，已依法处理并责令改正。",
  partly: "经核查，您反映的部分情况属实，已责令改正；其余情况未发现证据。",
  notEstablished: "经核查，未发现您所反映的问题。如有新的情况，请再写一件。",
  transferred: "您反映的情况已移送有权机关办理。",
  notAccepted: "您反映的情况不属于本机关受理范围。",
};
const SUMMARIES: Readonly<Record<TipoffOutcome, string>> = {
  established: "反映某项目交易活动中存在违规行为。经核查属实，已依法处理并责令改正。",
  partly: "反映某项目交易活动中存在违规行为。经核查部分属实，已责令有关单位改正。",
  notEstablished: "反映某项目交易活动中存在违规行为。经核查，未发现所反映的问题。",
  transferred: "反映某项目有关人员的问题。经初步核查，已移送有权机关办理。",
  notAccepted: "反映的情况不属于本机关受理范围，已告知举报人向有权机关反映。",
};

function boxesFor({ office, mailboxKey }: Case, text: string) {
  const { key } = demoOfficeKey(office);
  return {
    keyId: key.keyId,
    toOffice: toBase64(sealMessage(bytesOfKey(key.publicKey), text)),
    toWriter: toBase64(sealMessage(bytesOfKey(mailboxKey), text)),
  };
}
