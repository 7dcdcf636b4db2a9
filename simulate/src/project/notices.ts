/** Payloads of `procurement.notice-published`. */
import type { NoticePublished } from "../../../contract/src/facts/procurement.notice-published.ts";
import { isSale } from "../city/trades.ts";
import { formatInstant } from "../time.ts";
import type { Lot } from "./lot.ts";
import type { Project } from "./project.ts";
import { formatMoment, methodName, shortText, tenderText } from "./text.ts";

/** Whether notices carry their body. */
export interface NoticeStyle {
  readonly documents: boolean;
}

const withText = (style: NoticeStyle, text: () => string): { text?: string } =>
  style.documents ? { text: text() } : {};

const money = (fen: number) => ({ amountMinor: String(fen), currency: "CNY" });

export function tenderNotice(project: Project, style: NoticeStyle): NoticePublished {
  const { trade, lots, schedule, agency } = project;
  const total = lots.reduce((sum, { ceilingFen }) => sum + ceilingFen, 0);
  const announced = formatInstant(schedule.announcedAt);
  return {
    noticeType: "tenderNotice",
    title: `${project.name}${methodName(project)}公告`,
    regime: trade.regime,
    method: project.method,
    category: trade.category,
    industry: trade.industry,
    place: project.place,
    procuringEntity: project.entity,
    ...(agency === undefined ? {} : { procurementAgency: agency }),
    lots: lots.map(({ lotId, title, ceilingFen }) => ({
      lotId,
      title,
      ...(isSale(trade) ? {} : { ceilingPrice: money(ceilingFen) }),
    })),
    ...(isSale(trade) ? {} : { budget: money(total) }),
    bidDeadline: announced,
    openingAt: announced,
    venue: project.venue,
    originalOcid: project.code,
    ...withText(style, () => tenderText(project)),
  };
}

export function clarificationNotice(project: Project, style: NoticeStyle): NoticePublished {
  return {
    noticeType: "clarification",
    title: `${project.name}澄清公告`,
    ...withText(style, () =>
      shortText(project, "现就潜在投标人提出的问题统一答复，招标文件其他内容不变，开标时间不变。"),
    ),
  };
}

export function amendmentNotice(project: Project, style: NoticeStyle): NoticePublished {
  const { deadlineAt } = project.schedule;
  const deadline = formatInstant(deadlineAt);
  return {
    noticeType: "amendment",
    title: `${project.name}更正公告`,
    bidDeadline: deadline,
    openingAt: deadline,
    ...withText(style, () =>
      shortText(
        project,
        `因招标文件部分内容修改，投标截止和开标时间调整为${formatMoment(deadlineAt)}，其他内容不变。`,
      ),
    ),
  };
}

export function cancellationNotice(project: Project, style: NoticeStyle): NoticePublished {
  return {
    noticeType: "cancellationNotice",
    title: `${project.name}终止公告`,
    ...withText(style, () => shortText(project, "因项目建设内容调整，本次招标（采购）终止。")),
  };
}

/** Result notice of the lots that were awarded. */
export function awardNotice(
  project: Project,
  awarded: readonly Lot[],
  style: NoticeStyle,
): NoticePublished {
  const lines = awarded.map(({ title, evaluation }) => {
    const winner = evaluation?.ranked.find(({ rank }) => rank === 1)?.bidder;
    return `${title}：${winner?.firm.party.name ?? ""}。`;
  });
  return {
    noticeType: "awardNotice",
    title: `${project.name}${isSale(project.trade) ? "成交" : "中标（成交）"}结果公告`,
    ...withText(style, () => shortText(project, lines.join("\n"))),
  };
}

export function contractNotice(project: Project, style: NoticeStyle): NoticePublished {
  return {
    noticeType: "contractNotice",
    title: `${project.name}合同公告`,
    ...withText(style, () => shortText(project, "合同已经签订，合同文本见附件。")),
  };
}
