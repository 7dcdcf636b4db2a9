/**
 * Words of citizens → what the list calls them. The whole knowledge of "谁来管": open, short, and printed beside each
 * answer. A word that is not here is not understood, and the answer says so.
 */
export interface Meaning {
  readonly words: readonly string[];
  /** Shows that public trading is meant at all. */
  readonly isTrading?: true;
  readonly regimes?: readonly string[];
  readonly industry?: string;
  readonly matter?: string;
  /** Gives way to another matter in the same question. */
  readonly isWeak?: true;
}

export const MEANINGS: readonly Meaning[] = [
  // What kind of trading.
  {
    words: ["招标", "投标", "中标", "开标", "评标", "标段", "标书", "流标", "废标", "招投标"],
    isTrading: true,
    regimes: ["works", "procurement"],
  },
  { words: ["公共资源交易", "交易中心", "交易平台"], isTrading: true },
  {
    words: ["政府采购", "采购", "竞争性磋商", "竞争性谈判", "询价", "供应商", "单一来源"],
    isTrading: true,
    regimes: ["procurement"],
  },
  {
    words: ["工程招标", "工程建设", "工程", "施工", "监理", "勘察", "承建"],
    isTrading: true,
    regimes: ["works"],
  },
  {
    words: ["土地出让", "土地拍卖", "土地使用权", "地块", "卖地", "土地挂牌", "出让土地"],
    isTrading: true,
    regimes: ["land"],
  },
  { words: ["矿业权", "采矿权", "探矿权", "矿权"], isTrading: true, regimes: ["mineral"] },
  {
    words: [
      "产权交易",
      "国有产权",
      "国有资产转让",
      "国有资产",
      "国企资产",
      "国资转让",
      "股权转让",
      "资产拍卖",
    ],
    isTrading: true,
    regimes: ["property"],
  },
  // Of which field.
  {
    words: [
      "房屋建筑",
      "房建",
      "市政",
      "住宅",
      "安置房",
      "保障房",
      "楼房",
      "小区改造",
      "老旧小区",
      "排水管网",
      "城市道路",
      "装修",
      "办公楼",
    ],
    industry: "housing",
    regimes: ["works"],
  },
  {
    words: [
      "公路",
      "高速",
      "国道",
      "省道",
      "农村公路",
      "交通工程",
      "桥梁",
      "大桥",
      "港口",
      "航道",
      "客运站",
    ],
    industry: "transport",
    regimes: ["works"],
  },
  {
    words: ["水库", "水利", "河道", "堤防", "灌区", "水闸", "泵站", "防洪"],
    industry: "water",
    regimes: ["works"],
  },
  {
    words: ["农田", "高标准农田", "农业", "土地整治"],
    industry: "agriculture",
    regimes: ["works"],
  },
  { words: ["医院", "卫生院", "医疗", "医疗设备", "药品", "疫苗", "耗材"], industry: "health" },
  {
    words: ["学校", "小学", "中学", "幼儿园", "大学", "校园", "食堂", "校服", "教材", "课桌"],
    industry: "education",
  },
  // What about it.
  {
    words: [
      "投诉",
      "不公平",
      "不公正",
      "有问题",
      "问题",
      "异常",
      "不服",
      "不满",
      "暗箱",
      "内定",
      "量身定做",
    ],
    matter: "complaint",
    isWeak: true,
  },
  { words: ["举报", "检举", "揭发"], matter: "tipoff" },
  {
    words: ["线索", "围标", "串标", "围串标", "串通投标", "陪标", "挂靠"],
    matter: "lead",
    isTrading: true,
    regimes: ["works", "procurement"],
    isWeak: true,
  },
  { words: ["质疑", "异议"], matter: "challenge" },
  {
    words: [
      "谁监管",
      "监督检查",
      "抽查",
      "检查",
      "监管",
      "监督",
      "谁管",
      "谁负责",
      "归谁",
      "主管部门",
    ],
    matter: "inspection",
    isWeak: true,
  },
  { words: ["处罚", "罚款", "行政处罚", "查处"], matter: "penalty" },
  {
    words: [
      "转包",
      "违法分包",
      "分包",
      "履约",
      "不履行合同",
      "合同履行",
      "验收",
      "偷工减料",
      "延期交货",
      "质量差",
    ],
    matter: "contractPerformance",
  },
  { words: ["备案", "招标投标情况报告", "书面报告"], matter: "documentFiling" },
  {
    words: ["招标代理", "采购代理", "代理机构", "代理公司"],
    matter: "agencyConduct",
    isTrading: true,
    regimes: ["works", "procurement"],
  },
  { words: ["采购代理机构"], matter: "agencyConduct", isTrading: true, regimes: ["procurement"] },
  { words: ["招标代理机构"], matter: "agencyConduct", isTrading: true, regimes: ["works"] },
  {
    words: ["评标专家", "评审专家", "评委", "专家打分", "专家评分"],
    matter: "expertConduct",
    isTrading: true,
    regimes: ["works", "procurement"],
  },
  {
    words: ["招标人", "业主单位", "建设单位", "限制投标人"],
    matter: "entityConduct",
    isTrading: true,
    regimes: ["works"],
  },
  {
    words: ["采购人", "采购单位"],
    matter: "entityConduct",
    isTrading: true,
    regimes: ["procurement"],
  },
  { words: ["信用修复", "失信", "信用记录", "黑名单"], matter: "bidderCredit" },
  { words: ["信息公开", "申请公开", "依法公开"], matter: "information" },
  {
    words: ["开标室", "交易大厅", "场地预约", "场所服务", "交易系统打不开", "上传不了", "数字证书"],
    matter: "siteService",
    isTrading: true,
  },
  {
    words: [
      "工作人员",
      "干部",
      "公职人员",
      "领导插手",
      "受贿",
      "行贿",
      "收红包",
      "吃拿卡要",
      "不作为",
      "乱作为",
      "打招呼",
    ],
    matter: "staffDiscipline",
  },
  { words: ["报案", "犯罪", "刑事", "串通投标罪"], matter: "crime" },
  {
    words: ["公平竞争", "排斥外地", "地方保护", "限制外地", "本地企业优先"],
    matter: "fairCompetition",
    isTrading: true,
  },
  { words: ["拖欠", "欠款", "不付款", "账款", "拖欠货款", "拖欠工程款"], matter: "payment" },
];

/** Places and matters that are certainly not this city's: the answer is "unknown", whatever else was understood. */
export const ELSEWHERE: readonly string[] = [
  "北京",
  "上海",
  "天津",
  "重庆",
  "广州",
  "深圳",
  "杭州",
  "南京",
  "武汉",
  "成都",
  "西安",
  "外省",
  "国外",
  "美国",
  "香港",
];
