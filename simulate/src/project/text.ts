/** Bodies of notices, in the tone of the announcements people know; every name in them is fictional. */
import { isSale } from "../city/trades.ts";
import { formatInstant } from "../time.ts";
import type { Project } from "./project.ts";

/** 1,000,000 fen as 10,000.00. */
function formatYuan(fen: number): string {
  const yuan = Math.floor(fen / 100);
  return `${yuan.toLocaleString("en-US")}.${String(fen % 100).padStart(2, "0")}`;
}

const when = (at: number): string => {
  const text = formatInstant(at);
  return `${text.slice(0, 4)}年${Number(text.slice(5, 7))}月${Number(text.slice(8, 10))}日${text.slice(11, 16)}`;
};

const METHOD_NAMES: Readonly<Record<string, string>> = {
  open: "公开招标",
  invited: "邀请招标",
  negotiation: "竞争性谈判",
  consultation: "竞争性磋商",
  enquiry: "询价",
  singleSource: "单一来源采购",
  auction: "拍卖",
  listing: "挂牌",
};

export const methodName = (project: Project): string => METHOD_NAMES[project.method] ?? "其他方式";

/** The full body of a tender notice, about 900 to 1,300 characters. */
export function tenderText(project: Project): string {
  const { name, entity, agency, schedule, venue, trade, lots } = project;
  const owner = trade.regime === "works" ? "招标人" : isSale(trade) ? "出让（转让）人" : "采购人";
  const lines = lots.map(
    ({ lotId, title, ceilingFen }) =>
      `${lotId}. ${title}，${isSale(trade) ? "起始价" : "最高限价"}人民币${formatYuan(ceilingFen)}元。`,
  );
  return [
    `${name}${methodName(project)}公告`,
    `一、项目条件\n本项目已经有关部门批准，资金已经落实，${owner}为${entity.name}${
      agency === undefined ? "，自行组织实施" : `，代理机构为${agency.name}`
    }。项目已具备条件，现按${methodName(project)}方式进行，欢迎符合资格条件的单位参加。`,
    `二、项目概况和范围\n项目编号：${project.code}。类别：${trade.category}。地点：云澜市${project.place.name}。本项目共划分${lots.length}个标段（包）：\n${lines.join("\n")}\n具体内容、数量、技术要求和验收标准见相应文件；文件与公告不一致的，以文件为准。`,
    `三、资格要求\n1. 具有独立承担民事责任的能力，具有良好的商业信誉和健全的财务会计制度；\n2. 具有履行合同所必需的设备和专业技术能力，并在人员、设备、资金等方面具有相应的能力；\n3. 有依法缴纳税收和社会保障资金的良好记录；\n4. 参加活动前三年内，在经营活动中没有重大违法记录；\n5. 单位负责人为同一人或者存在控股、管理关系的不同单位，不得参加同一标段投标；\n6. 法律、行政法规规定的其他条件。`,
    `四、文件的获取\n凡有意参加者，请于公告发布之日起登录云澜市公共资源电子交易系统下载文件。未按规定下载文件的，其投标（响应）文件系统将不予接收。文件的澄清和修改在同一系统发布，请及时查看。`,
    `五、投标文件的递交\n递交截止时间（开启时间）：${when(schedule.announcedAt)}。地点：云澜市公共资源交易中心${venue}。投标（响应）文件应使用数字证书加密后通过系统上传，逾期上传或者未加密的文件不予受理。解密由参加者在规定时间内完成，因自身原因未完成解密的，视为撤销其文件。`,
    `六、评审办法\n评审由依法组建的评审委员会负责，委员从省综合评标专家库随机抽取。评审因素和分值见文件。评审委员会应当按照文件载明的标准和方法进行评审，文件没有规定的标准和方法不得作为依据。`,
    `七、异议（质疑）与投诉\n对文件、开标或者结果有意见的，可以在法定期限内通过系统向${owner}提出；对答复不满意或者逾期未答复的，可以向有关行政监督部门投诉。举报不受身份限制。`,
    `八、其他\n本公告在云澜市公共资源交易协同监管平台发布。公告期限自发布次日起五个工作日。联系：通过系统在线提问，咨询电话0000-1234567（工作日8:30至17:30）。`,
  ].join("\n\n");
}

/** Body of a short notice: what changed or what came out. */
export function shortText(project: Project, sentence: string): string {
  return `${project.name}（项目编号：${project.code}）\n\n${sentence}\n\n${project.entity.name}`;
}

export { when as formatMoment };
