/** Trades: what is bought, by whom, how, at what size, and how firms of the trade are named. */
import type { Method, Regime } from "../../../contract/src/values.ts";
import type { Weighted } from "../random.ts";

/** How bids are made: a total, a fee rate of a base, or a discount off list prices. */
export type OfferKind = "total" | "rate" | "discount";

export interface Trade {
  readonly id: string;
  readonly regime: Regime;
  /** Industry that decides the competent department. */
  readonly industry: string;
  readonly category: string;
  /** Share of the city's projects, relative to the other trades. */
  readonly weight: number;
  readonly firms: number;
  readonly firmSuffixes: readonly string[];
  /** Median ceiling price of a lot in yuan, and the standard deviation of its logarithm. */
  readonly medianYuan: number;
  readonly sizeDeviation: number;
  readonly offerKind: OfferKind;
  readonly methods: Weighted<Method>;
  /** Kinds of procuring entities; keys of ENTITY_KINDS. */
  readonly entityKinds: readonly string[];
  /** Title without the place, e.g. "道路改造工程施工". */
  readonly works: readonly string[];
}

const OPEN_WORKS: Weighted<Method> = [
  ["open", 96],
  ["invited", 4],
];
const GOODS: Weighted<Method> = [
  ["open", 56],
  ["negotiation", 14],
  ["enquiry", 20],
  ["singleSource", 10],
];
const SERVICES: Weighted<Method> = [
  ["open", 46],
  ["consultation", 46],
  ["negotiation", 4],
  ["singleSource", 4],
];

type TradeRow = Pick<
  Trade,
  "id" | "industry" | "category" | "weight" | "firms" | "medianYuan" | "entityKinds" | "works"
> & { readonly suffixes: readonly string[]; readonly offerKind?: OfferKind };

const works = (row: TradeRow): Trade => fill(row, "works", OPEN_WORKS);
const goods = (row: TradeRow): Trade => fill(row, "procurement", GOODS);
const services = (row: TradeRow): Trade => fill(row, "procurement", SERVICES);

function fill(row: TradeRow, regime: Regime, methods: Weighted<Method>): Trade {
  const { suffixes, offerKind, ...rest } = row;
  return {
    ...rest,
    regime,
    methods,
    firmSuffixes: suffixes,
    offerKind: offerKind ?? "total",
    sizeDeviation: regime === "works" ? 0.9 : 0.7,
  };
}

const WORKS: readonly Trade[] = [
  works({
    id: "building",
    industry: "housing",
    category: "房屋建筑施工",
    weight: 11,
    firms: 74,
    medianYuan: 18_000_000,
    suffixes: ["建设有限公司", "建筑工程有限公司", "建工集团有限公司"],
    entityKinds: ["housing", "school", "hospital", "cityCompany"],
    works: ["安置房工程施工", "综合楼工程施工", "校舍改造工程施工", "老旧小区改造工程施工"],
  }),
  works({
    id: "municipal",
    industry: "housing",
    category: "市政工程施工",
    weight: 10,
    firms: 62,
    medianYuan: 12_000_000,
    suffixes: ["市政工程有限公司", "市政园林有限公司", "环境建设有限公司"],
    entityKinds: ["housing", "district", "cityCompany"],
    works: ["综合改造工程施工", "雨污分流工程施工", "室外管网工程施工", "候车亭更新工程施工"],
  }),
  works({
    id: "highway",
    industry: "transport",
    category: "公路工程施工",
    weight: 9,
    firms: 52,
    medianYuan: 24_000_000,
    suffixes: ["路桥建设有限公司", "交通建设有限公司", "路桥工程有限公司"],
    entityKinds: ["transport"],
    works: ["公路改建工程施工", "路面大修工程施工", "桥梁加固工程施工", "进港道路提升工程施工"],
  }),
  works({
    id: "hydraulic",
    industry: "water",
    category: "水利工程施工",
    weight: 8,
    firms: 46,
    medianYuan: 15_000_000,
    suffixes: ["水利工程有限公司", "水利水电建设有限公司"],
    entityKinds: ["water"],
    works: ["堤防加固工程施工", "水库除险加固工程施工", "灌区改造工程施工", "泵站更新工程施工"],
  }),
  works({
    id: "farmland",
    industry: "agriculture",
    category: "农田建设施工",
    weight: 3,
    firms: 30,
    medianYuan: 9_000_000,
    suffixes: ["农田水利工程有限公司", "农业建设有限公司"],
    entityKinds: ["agriculture"],
    works: ["高标准农田建设施工", "农村供水提升工程施工"],
  }),
  works({
    id: "supervision",
    industry: "housing",
    category: "工程监理",
    weight: 4,
    firms: 34,
    medianYuan: 1_400_000,
    offerKind: "rate",
    suffixes: ["工程监理有限公司", "工程咨询有限公司"],
    entityKinds: ["housing", "transport", "water", "school"],
    works: ["工程监理"],
  }),
];

const PROCUREMENT: readonly Trade[] = [
  goods({
    id: "medical",
    industry: "health",
    category: "医疗设备",
    weight: 9,
    firms: 54,
    medianYuan: 2_600_000,
    suffixes: ["医疗科技有限公司", "医疗器械有限公司"],
    entityKinds: ["hospital"],
    works: ["影像设备采购", "检验设备采购", "监护设备采购", "手术室设备采购"],
  }),
  goods({
    id: "teaching",
    industry: "education",
    category: "教学设备",
    weight: 8,
    firms: 48,
    medianYuan: 1_100_000,
    suffixes: ["教育装备有限公司", "教学仪器有限公司"],
    entityKinds: ["school"],
    works: ["实验室设备采购", "多媒体教室设备采购", "图书采购", "校服定点供应采购"],
  }),
  goods({
    id: "furniture",
    industry: "government",
    category: "办公家具",
    weight: 5,
    firms: 36,
    medianYuan: 780_000,
    suffixes: ["家具有限公司", "办公设备有限公司"],
    entityKinds: ["office", "school", "hospital"],
    works: ["办公家具采购", "阅览室家具采购"],
  }),
  goods({
    id: "digital",
    industry: "government",
    category: "信息化",
    weight: 7,
    firms: 52,
    medianYuan: 1_900_000,
    suffixes: ["信息技术有限公司", "数字科技有限公司"],
    entityKinds: ["office", "hospital", "district"],
    works: ["信息系统建设采购", "机房设备采购", "网络安全服务采购"],
  }),
  services({
    id: "estate",
    industry: "government",
    category: "物业服务",
    weight: 7,
    firms: 40,
    medianYuan: 1_500_000,
    suffixes: ["物业服务有限公司", "城市服务有限公司"],
    entityKinds: ["office", "school", "hospital", "district"],
    works: ["物业管理服务采购", "保洁服务采购", "绿化养护服务采购"],
  }),
  services({
    id: "catering",
    industry: "education",
    category: "食堂食材",
    weight: 4,
    firms: 28,
    medianYuan: 1_300_000,
    offerKind: "discount",
    suffixes: ["食品配送有限公司", "餐饮管理有限公司"],
    entityKinds: ["school", "hospital"],
    works: ["食堂食材配送服务采购"],
  }),
  services({
    id: "printing",
    industry: "government",
    category: "印刷服务",
    weight: 5,
    firms: 26,
    medianYuan: 420_000,
    suffixes: ["印务有限公司", "文化传播有限公司"],
    entityKinds: ["office", "school"],
    works: ["印刷服务采购", "宣传品制作服务采购"],
  }),
];

const ASSETS: readonly Trade[] = [
  {
    id: "landUse",
    regime: "land",
    industry: "natural-resources",
    category: "国有建设用地使用权",
    weight: 6,
    firms: 22,
    firmSuffixes: ["置业有限公司", "城市开发有限公司"],
    medianYuan: 62_000_000,
    sizeDeviation: 0.8,
    offerKind: "total",
    methods: [
      ["listing", 76],
      ["auction", 24],
    ],
    entityKinds: ["land"],
    works: ["地块国有建设用地使用权出让"],
  },
  {
    id: "lease",
    regime: "property",
    industry: "state-assets",
    category: "国有资产租赁",
    weight: 4,
    firms: 24,
    firmSuffixes: ["文化创意有限公司", "商业管理有限公司"],
    medianYuan: 2_400_000,
    sizeDeviation: 0.7,
    offerKind: "total",
    methods: [["listing", 1]],
    entityKinds: ["cityCompany"],
    works: ["闲置厂房五年租赁权转让", "临街商铺三年租赁权转让"],
  },
];

export const TRADES: readonly Trade[] = [...WORKS, ...PROCUREMENT, ...ASSETS];

/** Assets are sold to the highest bidder; everything else is bought. */
export const isSale = (trade: Trade): boolean =>
  trade.regime === "land" || trade.regime === "property";
