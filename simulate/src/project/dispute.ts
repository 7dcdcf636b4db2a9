/** Objections to the owner and complaints to the department, with their answers. */
import type { Firm } from "../city/firms.ts";
import type { Random } from "../random.ts";
import { addWorkingDays, DAY, dayNumberOf, HOUR, type Seconds } from "../time.ts";
import type { Lot } from "./lot.ts";
import { officeMoment, type Schedule } from "./schedule.ts";

interface DisputeStep {
  readonly at: Seconds;
  readonly state: "submitted" | "accepted" | "answered" | "decided" | "withdrawn";
  readonly reply?: string;
}

export interface Dispute {
  readonly kind: "objection" | "complaint";
  readonly by: Firm;
  readonly matter: string;
  readonly content: string;
  readonly steps: readonly DisputeStep[];
}

const OBJECTION_SHARE = 0.035;
const COMPLAINT_AFTER_OBJECTION = 0.3;

const MATTERS = [
  {
    matter: "候选人资格",
    content: "对排名第一的候选人类似业绩的真实性提出异议，请核查业绩证明材料。",
    reply: "经核查，所附业绩证明材料与业主单位留存资料一致，原结果不变。",
  },
  {
    matter: "评审因素打分",
    content: "认为技术方案得分与招标文件载明的评审标准不符，请复核各评审因素的得分。",
    reply: "经评标委员会复核，各项得分与评审标准相符，计算无误。",
  },
  {
    matter: "招标文件条款",
    content: "认为资格条件中的业绩金额要求与项目规模不相适应，请予调整。",
    reply: "经核实，该条件与项目规模相适应，予以保留，并已书面说明理由。",
  },
  {
    matter: "投标保证金退还",
    content: "投标保证金未在规定期限内退还，请说明原因。",
    reply: "因退款账户信息有误，现已退还并支付同期利息。",
  },
] as const;

/** At most one dispute chain per lot, raised by a bidder that did not win. */
export function createDisputes(random: Random, lot: Lot, schedule: Schedule): Dispute[] {
  if (lot.evaluation === undefined || !random.chance(OBJECTION_SHARE)) return [];
  const losers = lot.evaluation.ranked.filter(({ rank }) => rank !== 1);
  if (losers.length === 0) return [];
  const by = random.pick(losers).bidder.firm;
  const subject = random.pick(MATTERS);
  const start = (schedule.candidatesAt ?? schedule.awardNoticeAt) + random.integer(3, 40) * HOUR;
  const submittedAt = officeMoment(random, dayNumberOf(start) + 1);
  const objection = chain(random, submittedAt, { last: "answered", days: 2, reply: subject.reply });
  const disputes: Dispute[] = [
    { kind: "objection", by, matter: subject.matter, content: subject.content, steps: objection },
  ];
  const answeredAt = objection.at(-1)?.at ?? submittedAt;
  if (!random.chance(COMPLAINT_AFTER_OBJECTION)) return disputes;
  const complaintAt = officeMoment(random, dayNumberOf(answeredAt) + random.integer(2, 8));
  const steps = chain(random, complaintAt, {
    last: "decided",
    days: random.integer(12, 26),
    reply: "经调查，投诉事项缺乏事实依据，驳回投诉。",
  });
  return [
    ...disputes,
    { kind: "complaint", by, matter: subject.matter, content: subject.content, steps },
  ];
}

/** Submitted, accepted within three working days, then answered, decided or (seldom) withdrawn. */
function chain(
  random: Random,
  submittedAt: Seconds,
  ending: { last: "answered" | "decided"; days: number; reply: string },
): DisputeStep[] {
  const submittedOn = dayNumberOf(submittedAt);
  const submitted: DisputeStep = { at: submittedAt, state: "submitted" };
  const lastDay = addWorkingDays(submittedOn, ending.days);
  const lastAt = Math.max(officeMoment(random, lastDay), submittedAt + DAY / 2);
  if (ending.last === "answered") {
    return [submitted, { at: lastAt, state: "answered", reply: ending.reply }];
  }
  const acceptedAt = officeMoment(random, addWorkingDays(submittedOn, random.integer(1, 3)));
  if (random.chance(0.15)) return [submitted, { at: acceptedAt, state: "withdrawn" }];
  return [
    submitted,
    { at: acceptedAt, state: "accepted" },
    { at: lastAt, state: "decided", reply: ending.reply },
  ];
}
