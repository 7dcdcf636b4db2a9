/** Who works in 云澜市: units, posts, persons and appointments, as payloads of `identity.*` facts. */
import type { JurisdictionClause, Role, UnitKind } from "../../../contract/src/organisation.ts";
import type { Organisation } from "../../../contract/src/values.ts";
import { DEPARTMENTS, DISTRICTS } from "./places.ts";

export interface OrganisationPart {
  readonly kind: "unit-registered" | "post-defined" | "person-registered" | "appointment-made";
  readonly payload: Readonly<Record<string, unknown>>;
}

/** One person in one post of a unit. */
export interface CityPost {
  readonly account: string;
  readonly name: string;
  readonly unit: string;
  readonly title: string;
  readonly role: Role;
  readonly jurisdiction: readonly JurisdictionClause[];
  /** Keyed token of an expert. */
  readonly token?: string;
}

export interface CityOrganisation {
  readonly parts: readonly OrganisationPart[];
  /** Accounts of the demo door, in the order in which the door shows them. */
  readonly accounts: readonly CityPost[];
}

interface Unit {
  readonly unit: string;
  readonly name: string;
  readonly unitKind: UnitKind;
  readonly parent?: string;
  readonly stationedIn?: string;
  readonly party?: Organisation;
  readonly place?: string;
}

const VALID_FROM = "2020-01-01";

/** Which regimes and industries a department's posts are for, as in the duties list. */
const FIELDS: Readonly<Record<string, Omit<JurisdictionClause, "matters">>> = {
  housing: { regimes: ["works"], industries: ["housing"] },
  transport: { regimes: ["works"], industries: ["transport"] },
  water: { regimes: ["works"], industries: ["water"] },
  agriculture: { regimes: ["works"], industries: ["agriculture"] },
  "development-reform": { regimes: ["works"] },
  finance: { regimes: ["procurement"] },
  "natural-resources": { regimes: ["land", "mineral"] },
  "state-assets": { regimes: ["property"] },
  health: { industries: ["health"] },
  education: { industries: ["education"] },
};

const OFFICERS = [
  "陈岚",
  "周以宁",
  "林若川",
  "何书言",
  "沈望舒",
  "许清和",
  "顾知行",
  "苏映雪",
  "程北辰",
  "叶知秋",
];
const CHIEFS = [
  "韩立群",
  "董明哲",
  "曹景行",
  "邓雅文",
  "冯守正",
  "蒋元白",
  "潘思齐",
  "魏长青",
  "薛容与",
  "邹启明",
];

const EVERYTHING: readonly JurisdictionClause[] = [
  { matters: ["process", "lead", "complaint"], units: "any" },
];

/** Scores of experts: those who look back over them, and who supervises the industry. */
const SCORES: JurisdictionClause = { matters: ["score"] };

/** Those that came to the own office. The centre has none. */
const OWN_TIPOFFS: JurisdictionClause = { matters: ["tipoff"], units: "own" };

function departmentUnits(): readonly Unit[] {
  return DEPARTMENTS.map(({ id, name }): Unit => {
    if (id === "discipline") return { unit: id, name, unitKind: "discipline" };
    if (id === "trading-centre") return { unit: id, name, unitKind: "tradingCentre" };
    return { unit: id, name, unitKind: "department", parent: "committee" };
  });
}

const stationedName = (name: string): string =>
  `云澜市纪委监委驻${name.replace("云澜市", "市")}纪检监察组`;

function stationedUnits(): readonly Unit[] {
  return DEPARTMENTS.filter(({ id }) => FIELDS[id] !== undefined).map(({ id, name }): Unit => ({
    unit: `discipline-${id}`,
    name: stationedName(name),
    unitKind: "stationedDiscipline",
    parent: "discipline",
    stationedIn: id,
  }));
}

const OTHER_UNITS: readonly Unit[] = [
  { unit: "committee", name: "云澜市公共资源交易管理委员会", unitKind: "committee" },
  {
    unit: "coordinator",
    name: "云澜市公共资源交易监督管理办公室",
    unitKind: "coordinator",
    parent: "committee",
  },
  { unit: "police", name: "云澜市公安局", unitKind: "police" },
  { unit: "procuratorate", name: "云澜市人民检察院", unitKind: "procuratorate" },
  { unit: "court", name: "云澜市中级人民法院", unitKind: "court" },
  { unit: "province", name: "省公共资源交易监督平台", unitKind: "province" },
  { unit: "operations", name: "云澜市大数据中心", unitKind: "operations" },
  { unit: "expert-pool", name: "云澜市综合评标专家库", unitKind: "expertPool" },
];

/** Housing offices of the districts stand below the city's: their officers see their own place only. */
function districtUnits(): readonly Unit[] {
  return DISTRICTS.map(({ code, name }): Unit => ({
    unit: `housing-${code}`,
    name: `${name}住房和城乡建设局`,
    unitKind: "department",
    parent: "housing",
    place: code,
  }));
}

export interface CityParties {
  readonly entity: Organisation;
  readonly agency: Organisation;
  readonly bidder: Organisation;
  /** Bids against the first: two people of two firms can sit at one opening. */
  readonly otherBidder: Organisation;
  readonly expertToken: string;
}

const partyUnits = ({ entity, agency, bidder, otherBidder }: CityParties): readonly Unit[] => [
  { unit: "entity-1", name: entity.name, unitKind: "procuringEntity", party: entity },
  { unit: "agency-1", name: agency.name, unitKind: "procurementAgency", party: agency },
  { unit: "bidder-1", name: bidder.name, unitKind: "bidder", party: bidder },
  { unit: "bidder-2", name: otherBidder.name, unitKind: "bidder", party: otherBidder },
];

function departmentPosts(): readonly CityPost[] {
  const departments = DEPARTMENTS.filter(({ id }) => FIELDS[id] !== undefined);
  return departments.flatMap(({ id: unit }, index) => {
    const field = FIELDS[unit];
    const processes: JurisdictionClause = { matters: ["process"], ...field };
    const scores: JurisdictionClause = { matters: ["score"], ...field };
    const leads: JurisdictionClause = { matters: ["lead", "complaint", "tipoff"] };
    return [
      {
        account: `${unit}-1`,
        name: OFFICERS[index] ?? "",
        unit,
        title: "招标投标监督科 经办人",
        role: "officer" as const,
        jurisdiction: [processes, scores, leads],
      },
      {
        account: `${unit}-2`,
        name: CHIEFS[index] ?? "",
        unit,
        title: "招标投标监督科 科长",
        role: "chief" as const,
        jurisdiction: [processes, scores, leads],
      },
    ];
  });
}

function districtPosts(): readonly CityPost[] {
  const names = ["齐若水", "乔安然", "施闻道", "温如玉", "向南", "严子陵", "翟青云"];
  return DISTRICTS.map(({ code }, index) => ({
    account: `housing-${code}-1`,
    name: names[index] ?? "",
    unit: `housing-${code}`,
    title: "建筑市场监管股 经办人",
    role: "officer" as const,
    jurisdiction: [
      { matters: ["process"], regimes: ["works"], industries: ["housing"], places: [code] },
      { matters: ["lead", "complaint"] },
    ],
  }));
}

function stationedPosts(): readonly CityPost[] {
  const names = [
    "郝守拙",
    "孟怀瑾",
    "汤若望",
    "常思远",
    "阎慎独",
    "庞清介",
    "史正身",
    "侯守廉",
    "段克己",
    "雷明法",
  ];
  return stationedUnits().map(({ unit }, index) => ({
    account: `${unit}-1`,
    name: names[index] ?? "",
    unit,
    title: "纪检监察组 监督员",
    role: "inspector" as const,
    jurisdiction: [
      { matters: ["process"] },
      { matters: ["lead", "complaint"], units: "stationed" as const },
    ],
  }));
}

/** One post a role; accounts named as in the demo's guide. */
function otherPosts({ expertToken }: CityParties): readonly CityPost[] {
  const post = (
    [account, name]: readonly [string, string],
    [unit, title, role]: readonly [string, string, Role],
    jurisdiction: readonly JurisdictionClause[] = [],
  ): CityPost => ({ account, name, unit, title, role, jurisdiction });
  return [
    post(["centre-1", "罗见微"], ["trading-centre", "见证科", "centre"], [...EVERYTHING, SCORES]),
    post(["centre-2", "陆知远"], ["trading-centre", "见证科", "centre"], [...EVERYTHING, SCORES]),
    post(
      ["director-1", "傅明远"],
      ["trading-centre", "中心主任", "director"],
      [...EVERYTHING, SCORES],
    ),
    post(
      ["coordinator-1", "江予安"],
      ["coordinator", "综合协调科", "coordinator"],
      [...EVERYTHING, OWN_TIPOFFS],
    ),
    post(
      ["inspector-1", "方正言"],
      ["discipline", "监督检查室", "inspector"],
      [...EVERYTHING, SCORES, OWN_TIPOFFS],
    ),
    post(
      ["police-1", "贺铁城"],
      ["police", "经济犯罪侦查支队", "police"],
      [{ matters: ["process"] }],
    ),
    post(["court-1", "钟平衡"], ["court", "行政审判庭", "court"]),
    post(["entity-1", "吕嘉禾"], ["entity-1", "采购人代表", "entity"]),
    post(["agency-1", "丁一诺"], ["agency-1", "项目负责人", "agency"]),
    post(["bidder-1", "秦致远"], ["bidder-1", "投标专员", "bidder"]),
    post(["bidder-2", "纪淮安"], ["bidder-2", "投标专员", "bidder"]),
    { ...post(["expert-1", "白景初"], ["expert-pool", "评标专家", "expert"]), token: expertToken },
    post(["province-1", "龙在天"], ["province", "数据归集岗", "province"]),
    post(["system-1", "唐守仁"], ["operations", "系统管理员", "systemAdmin"]),
    post(["security-1", "夏知止"], ["coordinator", "安全管理员", "securityAdmin"]),
    post(["audit-1", "卢照明"], ["operations", "审计管理员", "auditor"]),
    // Beside the one of the coordinator, so that every act of either has an approver in another unit.
    post(["security-2", "言慎行"], ["operations", "安全管理员", "securityAdmin"]),
  ];
}

/** The whole organisation; equal parties give equal parts. */
export function createOrganisation(parties: CityParties): CityOrganisation {
  const units = [
    ...OTHER_UNITS,
    ...departmentUnits(),
    ...stationedUnits(),
    ...districtUnits(),
    ...partyUnits(parties),
  ];
  const accounts = [
    ...departmentPosts(),
    ...otherPosts(parties),
    ...stationedPosts(),
    ...districtPosts(),
  ];
  return {
    accounts,
    parts: [
      ...units.map((payload): OrganisationPart => ({
        kind: "unit-registered",
        payload: { ...payload, validFrom: VALID_FROM },
      })),
      ...accounts.flatMap(partsOfPost),
    ],
  };
}

function partsOfPost(post: CityPost): readonly OrganisationPart[] {
  const { account, name, unit, title, role, jurisdiction, token } = post;
  const dates = { validFrom: VALID_FROM };
  const id = `${account}-post`;
  return [
    {
      kind: "post-defined",
      payload: { post: id, unit, title, role, jurisdiction, ...dates },
    },
    {
      kind: "person-registered",
      payload: { person: account, name, ...(token === undefined ? {} : { token }), ...dates },
    },
    {
      kind: "appointment-made",
      payload: { appointment: id, person: account, post: id, ...dates },
    },
  ];
}
