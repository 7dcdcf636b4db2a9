/** What people of 云澜市 write and what departments answer: invented, after the kinds of matters that occur. */
import type { VoiceKind } from "../../../contract/src/voice-values.ts";

interface Answer {
  readonly text: string;
  readonly result: "upheld" | "notUpheld" | "partly";
}

/** A claim and what an honest inquiry into it may find. */
export interface VoiceMatter {
  readonly claim: string;
  readonly answers: readonly Answer[];
}

export const VOICE_MATTERS: Readonly<Record<VoiceKind, readonly VoiceMatter[]>> = {
  enquiry: [
    {
      claim: "采购文件第三章的验收标准引用了已废止的标准，请问以哪一版为准？",
      answers: [
        { text: "以采购文件更正公告列明的现行标准为准，更正公告已同步发布。", result: "upheld" },
      ],
    },
    {
      claim: "投标保证金可否用电子保函，保函受益人名称如何填写？",
      answers: [
        {
          text: "可以使用电子保函，受益人填写采购人全称，有效期应当不短于投标有效期。",
          result: "upheld",
        },
      ],
    },
    {
      claim: "现场踏勘的集合地点与公告不一致，请予明确。",
      answers: [{ text: "集合地点为项目部东门，公告附件一中的示意图已经替换。", result: "upheld" }],
    },
  ],
  challenge: [
    {
      claim: "评分办法把特定行政区域的业绩作为加分条件，构成差别待遇。",
      answers: [
        {
          text: "核对采购文件第二十三页，业绩加分未限定行政区域，质疑所述条款见于征求意见稿，正式文件已删除。",
          result: "notUpheld",
        },
        {
          text: "该加分条款确有区域限定，采购人已发布更正公告删除该条款并顺延截止时间。",
          result: "upheld",
        },
      ],
    },
    {
      claim: "中标供应商的检测报告编号在发证机构网站查询不到。",
      answers: [
        {
          text: "向发证机构函询，机构复函确认报告真实，编号因系统迁移延迟上网，附复函复印件。",
          result: "notUpheld",
        },
        {
          text: "发证机构复函称未出具该编号报告，采购人已报财政部门并暂停签订合同。",
          result: "upheld",
        },
      ],
    },
    {
      claim: "采购文件要求的设备参数只有一个品牌能够满足。",
      answers: [
        {
          text: "采购前的需求调查记录显示有三个品牌满足全部参数，记录及厂家说明随复函附上。",
          result: "notUpheld",
        },
        {
          text: "第七项参数范围过窄，已调整为区间要求，其余参数经核对有两个以上品牌满足。",
          result: "partly",
        },
      ],
    },
  ],
  objection: [
    {
      claim: "招标文件要求项目经理具有本地区缴纳社保满一年的证明，超出法律规定。",
      answers: [
        {
          text: "该要求与项目履行无关，招标人已发布澄清删除，并将投标截止时间顺延十五日。",
          result: "upheld",
        },
        {
          text: "招标文件仅要求提供在本单位缴纳社保的证明，未限定地区，异议所引内容为资格预审旧稿。",
          result: "notUpheld",
        },
      ],
    },
    {
      claim: "第一中标候选人的类似业绩合同金额未达到招标文件要求。",
      answers: [
        {
          text: "核对合同及竣工验收文件，该业绩结算金额为三千一百万元，高于要求的三千万元。",
          result: "notUpheld",
        },
        {
          text: "业绩合同金额经核对为两千六百万元，评标委员会复核后该项不得分，候选人排序相应调整。",
          result: "upheld",
        },
      ],
    },
    {
      claim: "开标记录中我单位工期填写有误，与投标函不一致。",
      answers: [
        {
          text: "调取开标记录和投标函原件核对，工期均为三百六十五日历天，现场唱标录像可以佐证。",
          result: "notUpheld",
        },
      ],
    },
  ],
  complaint: [
    {
      claim: "第一中标候选人项目经理同时在另一在建工程任职。",
      answers: [
        {
          text: "调取建筑市场监管平台记录，该项目经理已于投标截止前四十日办理变更手续，变更备案编号可查。",
          result: "notUpheld",
        },
        {
          text: "监管平台显示投标截止日该项目经理仍登记于在建工程，未办理变更，责令评标委员会改正。",
          result: "upheld",
        },
      ],
    },
    {
      claim: "评标委员会成员与投标人存在利害关系，应当回避而没有回避。",
      answers: [
        {
          text: "核查任职和持股登记，未发现该评委与投标人存在任职、持股或者近亲属关系，调查笔录附卷。",
          result: "notUpheld",
        },
        {
          text: "该评委三年前曾受雇于第二候选人的母公司，应当回避，其评分不计，重新组织评审。",
          result: "upheld",
        },
      ],
    },
    {
      claim: "两家投标人的技术方案有多处相同的错别字。",
      answers: [
        {
          text: "逐页比对两份方案，相同错别字均出自招标文件附件原文，不能据此认定两份文件相互关联。",
          result: "notUpheld",
        },
        {
          text: "两份方案有十一处错误相同且不见于招标文件，已将材料移送进一步核查，本项部分成立。",
          result: "partly",
        },
      ],
    },
    {
      claim: "异议答复没有说明扣分理由，也没有回应我方提出的证据。",
      answers: [
        {
          text: "异议答复第二段列明了扣分条款和分值，但未回应附件三的证据，责令招标人补充答复。",
          result: "partly",
        },
        {
          text: "补充调查确认招标人已在期限内书面说明各项扣分依据，送达回执载明签收时间。",
          result: "notUpheld",
        },
      ],
    },
  ],
};

/** An answer that says nothing. */
export const EMPTY_ANSWER = "经研究，你单位反映的问题不成立，感谢对我单位工作的支持。";
/** The same text, whatever was claimed. */
export const COPIED_ANSWER =
  "经调阅评标报告和评标录像，评标委员会按照招标文件规定的评标标准和方法独立评审，评审过程记录完整，评分汇总无误，签字齐全。";

export const VOICE_TITLES: Readonly<Record<VoiceKind, string>> = {
  enquiry: "关于采购文件的询问",
  challenge: "对采购文件和结果的质疑",
  objection: "对招标文件和评标结果的异议",
  complaint: "对评标结果的投诉",
};

const WHO = [
  "经办人员",
  "两名执法人员",
  "招标人代表",
  "监督科会同交易中心",
  "采购人经办处室",
  "复核小组",
  "技术顾问",
];
const WHEN = [
  "收件次日",
  "当周周三",
  "受理后第二日",
  "现场核查当天",
  "约谈之前",
  "答复拟定之前",
  "次周周一",
];
const HOW = [
  "调阅存档光盘",
  "比对两版招标文件修订记录",
  "函询发证机构",
  "询问三号席位专家",
  "核对递交系统日志",
  "查看开标厅录像",
  "抽取原始评分底稿",
  "走访项目现场",
  "查询社会保险经办平台",
  "请投标人书面说明",
  "调取合同备案原件",
];
const FOUND = [
  "形成笔录四页，双方签字确认",
  "相关页码已复印附卷",
  "与来件所附截图一致",
  "与来件所附截图相差一个版本",
  "回函载明经办人和联系方式",
  "记录起止时刻与评标室门禁相符",
  "原件与上传件逐页相同",
  "涉及金额以结算审定单为准",
  "未见涂改和补录痕迹",
  "清单编号与合同附件对应",
  "时间顺序没有矛盾",
  "说明材料加盖单位公章",
  "另附计算过程一份",
];

/** What was done in one case and what came of it; other words for every `nth`. */
export const detailOf = (nth: number): string => {
  const pick = (words: readonly string[], step: number): string =>
    words[Math.floor(nth / step) % words.length] ?? "";
  return `${pick(WHEN, 5)}${pick(WHO, 3)}${pick(HOW, 1)}，${pick(FOUND, 1)}，见卷宗第${12 + ((nth * 29) % 173)}页。`;
};
