/* oxlint-disable max-lines -- the list of a whole city */
/** Who handles what: the list of powers and responsibilities of 云澜市 in two versions, as `duties.list-published`. */
import type {
  DutyBasis,
  DutyItem,
  DutyLimit,
  DutyList,
} from "../../../contract/src/facts/duties.list-published.ts";
import { DEPARTMENTS, DISTRICTS } from "./places.ts";

type Regime = NonNullable<DutyItem["regime"]>;

interface Office {
  readonly name: string;
  readonly phone: string;
  readonly address: string;
  readonly window: string;
}

const office = (
  name: string,
  phone: string,
  [address, window]: readonly [string, string],
): Office => ({
  name,
  phone,
  address,
  window,
});
const nameOf = (id: string): string => DEPARTMENTS.find((one) => one.id === id)?.name ?? id;

/** Every number begins with the area code 0000, which nobody has. */
const OFFICES: Readonly<Record<string, Office>> = {
  housing: office(nameOf("housing"), "0000-5550111", ["云澜市安和路12号", "招标投标监督窗口"]),
  transport: office(nameOf("transport"), "0000-5550121", ["云澜市通衢路8号", "建设市场监督窗口"]),
  water: office(nameOf("water"), "0000-5550131", ["云澜市清渠路3号", "工程建设监督窗口"]),
  agriculture: office(nameOf("agriculture"), "0000-5550141", ["云澜市禾丰路20号", "农田建设窗口"]),
  "development-reform": office(nameOf("development-reform"), "0000-5550151", [
    "云澜市政务路1号",
    "招标投标指导协调窗口",
  ]),
  finance: office(nameOf("finance"), "0000-5550161", ["云澜市政务路5号", "政府采购监督窗口"]),
  "natural-resources": office(nameOf("natural-resources"), "0000-5550171", [
    "云澜市国土路6号",
    "自然资源交易窗口",
  ]),
  health: office(nameOf("health"), "0000-5550181", ["云澜市康宁路9号", "规划财务窗口"]),
  education: office(nameOf("education"), "0000-5550191", ["云澜市学府路2号", "校园采购监督窗口"]),
  "state-assets": office(nameOf("state-assets"), "0000-5550201", [
    "云澜市政务路7号",
    "产权管理窗口",
  ]),
  discipline: office(nameOf("discipline"), "0000-5550211", ["云澜市清风路1号", "信访举报接待窗口"]),
  "trading-centre": office(nameOf("trading-centre"), "0000-5550221", [
    "云澜市公共服务中心三层",
    "交易服务窗口",
  ]),
  coordinator: office("云澜市公共资源交易监督管理办公室", "0000-5550100", [
    "云澜市公共服务中心五层",
    "综合协调窗口",
  ]),
  police: office("云澜市公安局", "0000-5550231", ["云澜市平安路10号", "经济犯罪报案窗口"]),
  "market-supervision": office("云澜市市场监督管理局", "0000-5550241", [
    "云澜市公平路4号",
    "公平竞争审查窗口",
  ]),
  industry: office("云澜市工业和信息化局", "0000-5550251", ["云澜市政务路9号", "中小企业服务窗口"]),
  "medical-insurance": office("云澜市医疗保障局", "0000-5550261", [
    "云澜市康宁路11号",
    "医药集中采购窗口",
  ]),
  "transport-999922": office("岚屏县交通运输局", "0000-5550922", [
    "岚屏县岚山路5号",
    "交通建设窗口",
  ]),
  "development-reform-999921": office("柳溪县发展和改革局", "0000-5550931", [
    "柳溪县柳溪路3号",
    "招标投标监督窗口",
  ]),
  "development-reform-999922": office("岚屏县发展和改革局", "0000-5550932", [
    "岚屏县岚山路1号",
    "招标投标监督窗口",
  ]),
  ...Object.fromEntries(
    DISTRICTS.map(({ code, name }) => [
      `housing-${code}`,
      office(`${name}住房和城乡建设局`, `0000-5556${code.slice(-3)}`, [
        `${name}政务服务中心`,
        "建设工程窗口",
      ]),
    ]),
  ),
};

const T = "《招标投标法实施条例》";
const LAW = "《招标投标法》";
const CG = "《政府采购法》";
const basis = (citation: string, article?: string): DutyBasis =>
  article === undefined ? { citation } : { article, citation };
const LOCAL = basis("云澜市公共资源交易监管职责分工方案");
const T4 = basis(`${T}第4条`);

const limit = (
  days: number,
  unit: DutyLimit["unit"],
  [from, article]: readonly [string, string?],
): DutyLimit => ({
  days,
  unit,
  from,
  ...(article === undefined ? {} : { article }),
});
const DECIDE = {
  statutoryLimit: limit(30, "workingDay", ["受理投诉", "ZTB-T-61"]),
  committedLimit: limit(15, "workingDay", ["受理投诉", "LOCAL-T15"]),
};
const TIPOFF = { committedLimit: limit(15, "workingDay", ["受理举报", "LOCAL-J15"]) };
const INSPECTION = { committedLimit: limit(5, "workingDay", ["抽查任务完成", "LOCAL-S5"]) };
const LEAD = { committedLimit: limit(15, "workingDay", ["签收线索"]) };

/** Cases in which a department answers, by matter. */
const RESPONSIBILITIES: Readonly<Record<string, readonly string[]>> = {
  lead: ["对移交的问题线索不签收、不核查的", "核查结果不按时反馈的"],
  complaint: ["依法应当受理而不受理的", "超过法定期限不作出处理决定的", "对投诉事项推诿的"],
  tipoff: ["泄露举报人信息的", "对实名举报不办理、不答复的"],
  inspection: ["不履行监督检查职责的", "抽查结果不按时公开的"],
  penalty: ["应当处罚而不处罚的", "处罚明显不当的"],
  contractPerformance: ["发现转包、违法分包不查处的"],
};
const NEGLECT = ["不依法履行职责或者推诿、拖延的"];

interface Row {
  readonly item: string;
  readonly matter: string;
  readonly department: string;
  readonly basis: readonly DutyBasis[];
  readonly regime?: Regime;
  readonly industry?: string;
  readonly more?: Partial<DutyItem>;
}

const COUNTY = /-9999\d\d$/u;

function itemOf({
  item,
  matter,
  department,
  basis: legalBasis,
  regime,
  industry,
  more = {},
}: Row): DutyItem {
  const found = OFFICES[department];
  if (found === undefined) throw new RangeError(`no office ${department}`);
  const { name, phone, address, window } = found;
  return {
    item,
    matter,
    ...(regime === undefined ? {} : { regime }),
    ...(industry === undefined ? {} : { industry }),
    department: { id: department, name },
    level: COUNTY.test(department) ? "county" : "city",
    legalBasis: [...legalBasis],
    contact: { phone, address, window },
    responsibilities: [...(RESPONSIBILITIES[matter] ?? NEGLECT)],
    ...more,
  };
}

const WORKS: readonly (readonly [string | undefined, string])[] = [
  ["housing", "housing"],
  ["transport", "transport"],
  ["water", "water"],
  ["agriculture", "agriculture"],
  [undefined, "development-reform"],
];

/** Six matters of each department that supervises works: YL-011 to YL-056. */
const worksRows = (): readonly Row[] =>
  WORKS.flatMap(([industry, department], index) => {
    const row = (nth: number, matter: string, rest: Pick<Row, "basis" | "more">): Row => ({
      item: `YL-0${index + 1}${nth}`,
      matter,
      department,
      regime: "works",
      ...(industry === undefined ? {} : { industry }),
      ...rest,
    });
    return [
      row(1, "lead", { basis: [T4, basis(`${T}第40条`, "ZTB-T-40")], more: LEAD }),
      row(2, "complaint", {
        basis: [T4, basis(`${T}第60条`, "ZTB-T-60"), basis(`${T}第61条`, "ZTB-T-61")],
        more: DECIDE,
      }),
      row(3, "tipoff", { basis: [T4, LOCAL], more: TIPOFF }),
      row(4, "inspection", {
        basis: [T4, basis("《优化营商环境条例》第54条", "YSHJ-54")],
        more: INSPECTION,
      }),
      row(5, "penalty", {
        basis: [basis(`${LAW}第53条`, "ZTB-53"), basis(`${T}第67条`, "ZTB-T-67")],
      }),
      row(6, "contractPerformance", {
        basis: [basis(`${LAW}第48条`, "ZTB-48"), basis(`${T}第59条`, "ZTB-T-59")],
        more: { stage: "performance" },
      }),
    ];
  });

// oxlint-disable-next-line max-lines-per-function -- a list of duties reads best whole
const worksMore = (): readonly Row[] => [
  {
    item: "YL-061",
    matter: "challenge",
    department: "development-reform",
    regime: "works",
    basis: [basis(`${T}第77条`, "ZTB-T-77"), basis(`${T}第22条`, "ZTB-T-22")],
    more: { statutoryLimit: limit(3, "calendarDay", ["收到异议", "ZTB-T-22"]) },
  },
  {
    item: "YL-062",
    matter: "challenge",
    department: "housing",
    regime: "works",
    industry: "housing",
    basis: [basis(`${T}第77条`, "ZTB-T-77"), basis(`${T}第54条`, "ZTB-T-54")],
    more: { statutoryLimit: limit(3, "calendarDay", ["收到异议", "ZTB-T-54"]) },
  },
  {
    item: "YL-063",
    matter: "expertConduct",
    department: "development-reform",
    regime: "works",
    basis: [
      basis(`${T}第71条`, "ZTB-T-71"),
      basis("《评标专家和评标专家库管理办法》第2条", "ZJ26-2"),
    ],
    more: { stage: "evaluation" },
  },
  {
    item: "YL-064",
    matter: "agencyConduct",
    department: "development-reform",
    regime: "works",
    basis: [basis(`${LAW}第50条`, "ZTB-50")],
  },
  {
    item: "YL-065",
    matter: "entityConduct",
    department: "development-reform",
    regime: "works",
    basis: [basis(`${LAW}第51条`, "ZTB-51"), basis(`${T}第73条`, "ZTB-T-73")],
  },
  {
    item: "YL-066",
    matter: "documentFiling",
    department: "housing",
    regime: "works",
    industry: "housing",
    basis: [basis(`${LAW}第47条`, "ZTB-47")],
    more: { bandFrom: 4, statutoryLimit: limit(15, "calendarDay", ["确定中标人", "ZTB-47"]) },
  },
  ...DISTRICTS.map(({ code, name }, index): Row => ({
    item: `YL-07${index + 1}`,
    matter: "documentFiling",
    department: `housing-${code}`,
    regime: "works",
    industry: "housing",
    basis: [basis(`${LAW}第47条`, "ZTB-47"), LOCAL],
    more: {
      place: code,
      placeName: name,
      bandTo: 3,
      statutoryLimit: limit(15, "calendarDay", ["确定中标人", "ZTB-47"]),
    },
  })),
  // The county's own office is named by the list, and has nobody on the platform: a gap to be found.
  {
    item: "YL-081",
    matter: "lead",
    department: "transport-999922",
    regime: "works",
    industry: "transport",
    basis: [T4, LOCAL],
    more: { place: "999922", placeName: "岚屏县", ...LEAD },
  },
  {
    item: "YL-082",
    matter: "complaint",
    department: "transport-999922",
    regime: "works",
    industry: "transport",
    basis: [T4, basis(`${T}第61条`, "ZTB-T-61")],
    more: { place: "999922", placeName: "岚屏县", ...DECIDE },
  },
];

/** Leads in the counties go to the counties (属地管理), which have not been put on the platform yet. */
const countyRows = (): readonly Row[] =>
  DISTRICTS.filter(({ name }) => name.endsWith("县")).flatMap(({ code, name }, index) =>
    (["works", "procurement"] as const).map((regime, nth): Row => ({
      item: `YL-08${3 + 2 * index + nth}`,
      matter: "lead",
      department: `development-reform-${code}`,
      regime,
      basis: [LOCAL],
      more: { place: code, placeName: name, ...LEAD },
    })),
  );

const COMPLAINT = {
  statutoryLimit: limit(30, "workingDay", ["收到投诉", "CG-56"]),
  committedLimit: limit(15, "workingDay", ["受理投诉", "LOCAL-T15"]),
};

// oxlint-disable-next-line max-lines-per-function -- a list of duties reads best whole
const procurementRows = (): readonly Row[] =>
  [
    {
      item: "YL-101",
      matter: "lead",
      department: "finance",
      basis: [basis(`${CG}第13条`), basis(`${CG}第77条`, "CG-77")],
      more: LEAD,
    },
    {
      item: "YL-102",
      matter: "lead",
      department: "medical-insurance",
      industry: "health",
      basis: [LOCAL],
      more: LEAD,
    },
    {
      item: "YL-103",
      matter: "complaint",
      department: "finance",
      basis: [basis(`${CG}第55条`, "CG-55"), basis("《政府采购质疑和投诉办法》第6条", "MOF94-6")],
      more: COMPLAINT,
    },
    {
      item: "YL-104",
      matter: "challenge",
      department: "finance",
      basis: [basis(`${CG}第53条`, "CG-53"), basis("《政府采购质疑和投诉办法》第13条", "MOF94-13")],
      more: { statutoryLimit: limit(7, "workingDay", ["收到质疑", "CG-53"]) },
    },
    {
      item: "YL-105",
      matter: "tipoff",
      department: "finance",
      basis: [basis(`${CG}第70条`)],
      more: TIPOFF,
    },
    {
      item: "YL-106",
      matter: "inspection",
      department: "finance",
      basis: [basis(`${CG}第59条`), basis("《优化营商环境条例》第54条", "YSHJ-54")],
      more: INSPECTION,
    },
    {
      item: "YL-107",
      matter: "penalty",
      department: "finance",
      basis: [basis(`${CG}第77条`, "CG-77")],
    },
    {
      item: "YL-108",
      matter: "contractPerformance",
      department: "finance",
      basis: [basis("《政府采购法实施条例》第45条", "CG-T-45")],
      more: { stage: "performance" },
    },
    {
      item: "YL-109",
      matter: "contractPerformance",
      department: "education",
      industry: "education",
      basis: [basis("《政府采购法实施条例》第45条", "CG-T-45"), LOCAL],
      more: { stage: "performance" },
    },
    {
      item: "YL-110",
      matter: "contractPerformance",
      department: "health",
      industry: "health",
      basis: [basis("《政府采购法实施条例》第45条", "CG-T-45"), LOCAL],
      more: { stage: "performance" },
    },
    {
      item: "YL-111",
      matter: "documentFiling",
      department: "finance",
      basis: [basis(`${CG}第47条`, "CG-47")],
      more: { stage: "contract", statutoryLimit: limit(7, "workingDay", ["合同签订", "CG-47"]) },
    },
    {
      item: "YL-112",
      matter: "agencyConduct",
      department: "finance",
      basis: [basis(`${CG}第66条`)],
    },
    {
      item: "YL-113",
      matter: "expertConduct",
      department: "finance",
      basis: [basis("《政府采购法实施条例》第39条", "CG-T-39")],
      more: { stage: "evaluation" },
    },
    {
      item: "YL-114",
      matter: "entityConduct",
      department: "finance",
      basis: [basis("《政府采购法实施条例》第20条", "CG-T-20")],
    },
    {
      item: "YL-115",
      matter: "entityConduct",
      department: "education",
      industry: "education",
      basis: [LOCAL],
    },
    {
      item: "YL-116",
      matter: "entityConduct",
      department: "health",
      industry: "health",
      basis: [LOCAL],
    },
  ].map((row) => ({ ...row, regime: "procurement" }) as Row);

const ASSETS: readonly (readonly [Regime, string, string, DutyBasis])[] = [
  [
    "land",
    "natural-resources",
    "12",
    basis("《招标拍卖挂牌出让国有建设用地使用权规定》第8条", "LAND39-8"),
  ],
  ["mineral", "natural-resources", "13", basis("《矿产资源法》第17条", "KC-17")],
  ["property", "state-assets", "14", basis("《企业国有资产法》第54条", "GZ-54")],
];

/** Nobody is named for leads about mineral rights: the list has a gap, and the map of gaps shows it. */
const assetRows = (): readonly Row[] =>
  ASSETS.flatMap(([regime, department, group, article]) =>
    [
      { item: `YL-${group}1`, matter: "lead", basis: [article, LOCAL], more: LEAD },
      {
        item: `YL-${group}2`,
        matter: "complaint",
        basis: [article, LOCAL],
        more: { committedLimit: DECIDE.committedLimit },
      },
      { item: `YL-${group}3`, matter: "tipoff", basis: [LOCAL], more: TIPOFF },
      { item: `YL-${group}4`, matter: "inspection", basis: [article], more: INSPECTION },
    ]
      .filter(({ matter }) => regime !== "mineral" || matter !== "lead")
      .map((row): Row => ({ ...row, regime, department })),
  );

const commonRows = (): readonly Row[] => [
  {
    item: "YL-201",
    matter: "staffDiscipline",
    department: "discipline",
    basis: [basis("《公职人员政务处分法》第39条", "ZWCF-39")],
  },
  {
    item: "YL-202",
    matter: "crime",
    department: "police",
    basis: [basis("《刑法》第223条", "XF-PC-223")],
  },
  {
    item: "YL-203",
    matter: "fairCompetition",
    department: "market-supervision",
    basis: [basis("《公平竞争审查条例》第22条", "GPJZ-22")],
  },
  {
    item: "YL-204",
    matter: "payment",
    department: "industry",
    basis: [basis("《保障中小企业款项支付条例》第25条", "ZXQY-25")],
    more: { statutoryLimit: limit(30, "calendarDay", ["受理投诉", "ZXQY-25"]) },
  },
  {
    item: "YL-205",
    matter: "information",
    department: "coordinator",
    basis: [basis("《政府信息公开条例》第33条", "XXGK-33")],
    more: { statutoryLimit: limit(20, "workingDay", ["收到申请", "XXGK-33"]) },
  },
  {
    item: "YL-206",
    matter: "siteService",
    department: "trading-centre",
    basis: [basis(`${T}第5条`, "ZTB-T-5")],
  },
  {
    item: "YL-207",
    matter: "bidderCredit",
    department: "development-reform",
    basis: [basis("《信用修复管理办法》第2条", "XYXF-2")],
  },
];

const allItems = (): DutyItem[] =>
  [
    ...worksRows(),
    ...worksMore(),
    ...countyRows(),
    ...procurementRows(),
    ...assetRows(),
    ...commonRows(),
  ].map(itemOf);

const OLD_MATTERS = new Set([
  "lead",
  "complaint",
  "tipoff",
  "inspection",
  "penalty",
  "staffDiscipline",
]);

/** The first list knew six matters, no county, no promise; leads about medical purchases went to finance. */
const oldItems = (): DutyItem[] =>
  allItems()
    .filter(
      ({ matter, level, item }) => OLD_MATTERS.has(matter) && level === "city" && item !== "YL-102",
    )
    .map(({ committedLimit: _promised, contact: { phone }, ...item }) => ({
      ...item,
      contact: phone === undefined ? {} : { phone },
    }));

const FALLBACK = ((): DutyList["fallback"] => {
  const { name, ...contact } = OFFICES["coordinator"] ?? { name: "" };
  return { department: { id: "coordinator", name }, contact };
})();
const ADOPTED_BY = "云澜市公共资源交易管理委员会";

/** A list and the instant of its publication. */
export interface PublishedList {
  readonly list: DutyList;
  readonly publishedAt: string;
}

/** Both versions, the older first. */
export const createDutyLists = (): readonly PublishedList[] => [
  {
    publishedAt: "2020-01-02T09:00:00+08:00",
    list: {
      number: 1,
      title: "云澜市公共资源交易监管权责清单（2020年版）",
      adoptedBy: ADOPTED_BY,
      documentNo: "云公管委〔2019〕6号",
      validFrom: "2020-01-01",
      fallback: FALLBACK,
      items: oldItems(),
    },
  },
  {
    publishedAt: "2024-12-05T09:00:00+08:00",
    list: {
      number: 2,
      title: "云澜市公共资源交易监管权责清单（2025年版）",
      adoptedBy: ADOPTED_BY,
      documentNo: "云公管委〔2024〕9号",
      validFrom: "2025-01-01",
      fallback: FALLBACK,
      items: allItems(),
    },
  },
];
