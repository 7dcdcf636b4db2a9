/** The demo city after its leads: reports and feedback, notices and replies, letters, talks and reviews. */
import { sql } from "kysely";

import type { Officer } from "../../contract/src/casework.ts";
import type { Party } from "../../contract/src/values.ts";
import { cityRegister } from "../../simulate/src/index.ts";
import type { Application, AppOptions } from "./app.ts";
import { partyKey } from "./kernel/party.ts";
import { dayAfter, plainDateOf } from "./kernel/plain-date.ts";
import {
  answerLetter,
  drawDismissed,
  giveFeedback,
  giveReview,
  holdNotice,
  holdTalk,
  inviteTalk,
  receiveLetter,
  receiveReport,
  replyToNotice,
  sendLetter,
  sendReport,
  serveNotice,
  takeReview,
  weighReply,
} from "./modules/followup/index.ts";
import type { ActContext } from "./platform/facts/act.ts";

interface FollowUpDemo {
  readonly application: Application;
  readonly options: AppOptions;
  readonly seed: number;
}

const DAY_MS = 86_400_000;
const LEADS = 18;
const REVIEWS = 60;
const MOST_LETTERS = 9;

const officerOf = (account: string, name: string, unit: readonly [string, string]): Officer => ({
  account,
  name,
  department: { id: unit[0], name: unit[1] },
});
const CENTRE_UNIT = ["trading-centre", "云澜市公共资源交易中心"] as const;
const CENTRE = officerOf("centre-1", "罗见微", CENTRE_UNIT);
const DIRECTOR = officerOf("director-1", "傅明远", CENTRE_UNIT);
const INSPECTOR = officerOf("inspector-1", "方正言", ["discipline", "云澜市纪委监委"]);

interface DemoLead {
  readonly id: string;
  readonly title: string;
  readonly raisedAt: Date;
  readonly departmentId: string;
  readonly departmentName: string;
  readonly parties: readonly Party[];
}

/** Leads of departments with people, whose lots are evaluated; those of the demo's bidder first. */
async function readDemoLeads({ options }: FollowUpDemo, own: string): Promise<readonly DemoLead[]> {
  const { rows } = await sql<DemoLead>`
    SELECT lead.id, lead.title, lead.raised_at AS "raisedAt", department_id AS "departmentId",
      department_name AS "departmentName", lead.parties
    FROM screening.lead JOIN casework.handling ON lead_id = lead.id
    WHERE EXISTS (SELECT FROM procurement.award WHERE award.ocid = lead.ocid AND award.lot_id = lead.lot_id)
      AND EXISTS (SELECT FROM identity.post WHERE post.unit = department_id)
    ORDER BY (${own} = ANY (handling.keys)) DESC, lead.raised_at DESC LIMIT ${LEADS}`.execute(
    options.app.db,
  );
  return rows;
}

/** An act that many days after the lead, never in the future. */
type At = (officer: Officer, days: number) => ActContext;

function actsOf({ application, options }: FollowUpDemo, from: Date): At {
  const now = options.clock.now().getTime();
  return (officer, days) => ({
    db: options.app.db,
    registry: application.registry,
    officer,
    scope: undefined,
    at: new Date(Math.min(from.getTime() + days * DAY_MS, now)).toISOString(),
  });
}

async function isThere({ options }: FollowUpDemo): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM followup.event WHERE kind = 'followup.talk-invited' LIMIT 1`.execute(
    options.app.db,
  );
  return rows.length > 0;
}

/** @returns how many leads it went on from; repeatable: what is there stays */
export async function addDemoFollowUp(demo: FollowUpDemo): Promise<number> {
  if (await isThere(demo)) return 0;
  const { accounts } = cityRegister(demo.seed).organisation;
  const bidder = accounts.find(({ role }) => role === "bidder");
  const firm = await partyOf(demo, bidder?.unit ?? "");
  if (firm !== undefined) await inviteBidder(actsOf(demo, demo.options.clock.now()), firm);
  const leads = await readDemoLeads(demo, firm === undefined ? "" : partyKey(firm));
  for (const [index, lead] of leads.entries()) {
    const name = accounts.find(({ account }) => account === `${lead.departmentId}-1`)?.name;
    if (name === undefined) continue;
    const unit = [lead.departmentId, lead.departmentName] as const;
    const department = officerOf(`${lead.departmentId}-1`, name, unit);
    await followLead(demo, { lead, index, department, firm });
  }
  if ((await reviewOlder(demo)) > 0)
    await drawDismissed(actsOf(demo, demo.options.clock.now())(DIRECTOR, 0));
  return leads.length;
}

type DemoWork = DemoCase & { readonly firm: Party | undefined };

async function followLead(demo: FollowUpDemo, work: DemoWork): Promise<void> {
  const at = actsOf(demo, work.lead.raisedAt);
  await report(at, work);
  await hear(at, { ...work, own: work.firm === undefined ? "" : partyKey(work.firm) });
  if (work.index < MOST_LETTERS) await write(at, work);
}

/** The firm that the demo's bidder works for. */
async function partyOf({ options }: FollowUpDemo, unit: string): Promise<Party | undefined> {
  const { rows } = await sql<{ party: Party }>`
    SELECT party FROM identity.unit WHERE unit = ${unit} AND party IS NOT NULL LIMIT 1`.execute(
    options.app.db,
  );
  return rows[0]?.party;
}

interface DemoCase {
  readonly lead: DemoLead;
  readonly index: number;
  readonly department: Officer;
}

/** To the department always, to the coordinating office often, to the inspectors where an official is concerned. */
async function report(at: At, { lead, index, department }: DemoCase): Promise<void> {
  await sendReport(at(CENTRE, 0.2), lead.id, { recipient: "department" });
  if (index % 2 === 0) await sendReport(at(CENTRE, 0.3), lead.id, { recipient: "coordinator" });
  if (index % 5 === 1) {
    const official = {
      name: "廖某山",
      unit: "项目建设单位",
      post: "工程科科长",
      act: "招标期间与投标负责人多次单独会面，未按规定报告。",
    };
    await sendReport(at(CENTRE, 0.4), lead.id, { recipient: "discipline", officials: [official] });
    await receiveReport(at(INSPECTOR, 1), `${lead.id}.discipline`);
  }
  const own = `${lead.id}.${lead.departmentId}`;
  if (index % 4 === 3) return;
  await receiveReport(at(department, 0.8), own);
  if (index % 4 === 2) return;
  await giveFeedback(at(department, 6), own, {
    feedback: index % 4 === 0 ? "taken" : "settled",
    text: "已签收并启动核查，正在听取企业说明。",
  });
}

/** Notices with replies, without, and one held back; the demo's bidder finds one that waits for an answer. */
async function hear(
  at: At,
  { lead, index, department, own }: DemoCase & { own: string },
): Promise<void> {
  if (index % 6 === 5) {
    await holdNotice(at(department, 4), lead.id, {
      ground: "evidenceAtRisk",
      text: "正在调取图文店监控录像。",
    });
    return;
  }
  const firm = lead.parties.find((party) => partyKey(party) === own) ?? lead.parties[0];
  if (firm === undefined) return;
  const isOpen = index === 0;
  const context = at(department, isOpen ? 9999 : 5);
  await serveNotice(context, lead.id, {
    firmKey: partyKey(firm),
    effect: "publication",
    grounds: [
      { code: "device", text: "投标文件的上传设备信息与另一投标人相同。" },
      { code: "price", text: "分项报价存在多处相同的尾数。" },
    ],
    replyBy: dayAfter(plainDateOf(new Date(context.at)), 7),
  });
  if (isOpen || index % 3 === 2) return;
  const { rows } = await sql<{ notice: string }>`
    SELECT payload ->> 'notice' AS notice FROM followup.event
    WHERE kind = 'followup.notice-served' AND lead_id = ${lead.id}`.execute(context.db);
  const notice = rows[0]?.notice ?? "";
  const reply = { text: "我公司在图文店制作并上传投标文件，附付款凭证和当日监控截图。" };
  await replyToNotice({ ...at(department, 9), own: [] }, notice, reply);
  await weighReply(at(department, 11), notice, {
    weighing: index % 2 === 0 ? "accepted" : "partly",
    reason: "付款凭证与上传时间吻合，报价尾数相同仍需结合其他材料判断。",
  });
}

/** A letter, and a talk whose record is signed. */
async function write(at: At, { lead, index, department }: DemoCase): Promise<void> {
  const letter = await sendLetter(at(CENTRE, 2), {
    unit: lead.departmentId,
    matter: "lead",
    title: "关于商请核查有关项目异常情况的函",
    text: `贵单位监督的“${lead.title}”在交易过程中出现异常情况，有关材料已随线索送达。\n请依法核查，并书面函复核查情况。`,
    replyDays: 10,
    lead: lead.id,
  });
  if (index % 2 === 0) {
    await receiveLetter(at(department, 2.5), letter);
    await answerLetter(
      at(department, 8),
      letter,
      "来函收悉，已调取交易系统日志并约见投标人，结果另行函告。",
    );
  }
  const isExpert = index % 3 === 2;
  const party: Party | undefined = isExpert
    ? { kind: "naturalPerson", token: "expert-demo-0007", maskedName: "白某某" }
    : lead.parties[0];
  if (party === undefined) return;
  const context = at(CENTRE, 4);
  const talk = await inviteTalk(
    { ...context, role: "centre" },
    {
      kind: "remind",
      targetKind: isExpert ? "expert" : "firm",
      party,
      matter: isExpert ? "评分说明过于简单，与其他专家差异较大。" : "投标文件编制、上传不规范。",
      place: "交易中心三楼 305 室",
      meetAt: at(CENTRE, 7).at,
      lead: lead.id,
    },
  );
  if (index % 3 === 1) return;
  await holdTalk(at(CENTRE, 7), talk, {
    record: "中心说明有关情况，提醒其遵守交易规则；对方表示知悉，将加强内部管理。",
    present: [
      { name: "罗见微", side: "unit", signed: true },
      { name: isExpert ? "白某某" : "企业授权代表", side: "target", signed: index % 2 === 1 },
    ],
  });
}

/** The demo's bidder finds an invitation. */
async function inviteBidder(at: At, party: Party): Promise<void> {
  await inviteTalk(
    { ...at(CENTRE, -1), role: "centre" },
    {
      kind: "remind",
      targetKind: "firm",
      party,
      matter: "近期多个项目投标保证金退还信息填写有误，提醒核对。",
      place: "交易中心三楼 305 室",
      meetAt: new Date(Date.parse(at(CENTRE, 0).at) + 5 * DAY_MS).toISOString(),
    },
  );
}

/** Two people, each alone, on the random share; what is not looked at waits in the queue. @returns how many were dismissed */
async function reviewOlder(demo: FollowUpDemo): Promise<number> {
  let dismissed = 0;
  const { db } = demo.options.app;
  const { rows } = await sql<{ id: string; raisedAt: Date }>`
    SELECT id, raised_at AS "raisedAt" FROM screening.lead ORDER BY raised_at LIMIT ${REVIEWS}`.execute(
    db,
  );
  const verdicts = ["worth", "dismiss", "worth", "unclear", "dismiss"] as const;
  const reason = "对照双方证据和市场情况逐项看过。";
  for (const [index, { id, raisedAt }] of rows.entries()) {
    const at = actsOf(demo, raisedAt);
    const first = verdicts[index % verdicts.length] ?? "worth";
    await takeReview(at(CENTRE, 0.1), id);
    await giveReview(at(CENTRE, 0.15), id, { verdict: first, reason });
    const { rows: taken } = await sql<{ isDouble: boolean }>`
      SELECT (payload ->> 'isDouble')::boolean AS "isDouble" FROM followup.event
      WHERE kind = 'followup.review-assigned' AND lead_id = ${id}`.execute(db);
    const second = index % 4 === 3 ? ("worth" as const) : first;
    if (taken[0]?.isDouble === true) {
      await takeReview(at(DIRECTOR, 0.3), id);
      await giveReview(at(DIRECTOR, 0.4), id, { verdict: second, reason });
    }
    const isDismissed = first === "dismiss" && (taken[0]?.isDouble !== true || second === first);
    if (isDismissed) dismissed += 1;
  }
  return dismissed;
}
