/** Procuring entities, agencies and evaluators of 云澜市. */
import type { NaturalPerson, Organisation, Place } from "../../../contract/src/values.ts";
import type { Random } from "../random.ts";
import { CITY, DISTRICTS } from "./places.ts";
import { createUscc, type Registration } from "./uscc.ts";
import { SURNAMES, TRADE_NAMES } from "./words.ts";

export interface Entity {
  readonly kind: string;
  readonly place: Required<Place>;
  readonly party: Organisation;
}

const CITY_PLACE = CITY as Required<Place>;

interface Row {
  readonly kind: string;
  readonly registration: Registration;
  readonly city: readonly string[];
  /** Appended to each district's name. */
  readonly district: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    kind: "housing",
    registration: "12",
    city: ["云澜市市政建设服务中心", "云澜市保障住房建设中心"],
    district: [],
  },
  {
    kind: "district",
    registration: "11",
    city: [],
    district: ["住房和城乡建设局", "综合行政执法局"],
  },
  {
    kind: "transport",
    registration: "12",
    city: ["云澜市公路事业发展中心", "云澜港务管理中心", "云澜市道路养护中心"],
    district: [],
  },
  {
    kind: "water",
    registration: "12",
    city: ["云澜市水利工程建设中心", "云澜市河道管理中心", "云澜市灌区管理处"],
    district: [],
  },
  { kind: "agriculture", registration: "11", city: [], district: ["农业农村局"] },
  {
    kind: "hospital",
    registration: "12",
    city: [
      "云澜市第一人民医院",
      "云澜市第二人民医院",
      "云澜市第三人民医院",
      "云澜市妇幼保健院",
      "云澜市疾病预防控制中心",
    ],
    district: [],
  },
  {
    kind: "school",
    registration: "12",
    city: ["云澜市第一中学", "云澜职业技术学院", "云澜市实验小学", "澄湖路小学", "锦湖小学"],
    district: ["教育局"],
  },
  {
    kind: "office",
    registration: "11",
    city: [
      "云澜市机关事务管理局",
      "云澜市图书馆",
      "云澜市档案馆",
      "云澜市大数据管理局",
      "云澜市文化和旅游局",
      "云澜市气象服务中心",
    ],
    district: [],
  },
  {
    kind: "cityCompany",
    registration: "91",
    city: ["云澜城西建设投资有限公司", "云澜水务集团有限公司", "云澜公共交通集团有限公司"],
    district: [],
  },
  { kind: "land", registration: "11", city: ["云澜市自然资源和规划局"], district: [] },
];

/** About 60 procuring entities. */
export function createEntities(random: Random): Entity[] {
  return ROWS.flatMap((row) => [
    ...row.city.map((name) => createEntity({ row, name, place: CITY_PLACE, random })),
    ...DISTRICTS.flatMap((place) =>
      row.district.map((suffix) =>
        createEntity({ row, name: `${place.name}${suffix}`, place, random }),
      ),
    ),
  ]);
}

function createEntity(input: {
  row: Row;
  name: string;
  place: Required<Place>;
  random: Random;
}): Entity {
  const { row, name, place, random } = input;
  const uscc = createUscc(random, row.registration, place.code);
  return { kind: row.kind, place, party: { kind: "organisation", name, uscc } };
}

const AGENCY_SUFFIXES = ["工程咨询有限公司", "招标代理有限公司", "项目管理有限公司"] as const;
const AGENCIES = 15;

export function createAgencies(random: Random): Organisation[] {
  return random.sample(TRADE_NAMES, AGENCIES).map((name) => ({
    kind: "organisation",
    name: `澜川${name}${random.pick(AGENCY_SUFFIXES)}`,
    uscc: createUscc(random, "91", CITY_PLACE.code),
  }));
}

export interface Expert {
  readonly party: NaturalPerson;
  /** Harder or softer than others, standard score. */
  readonly leniency: number;
}

const EXPERTS = 150;

export function createExperts(random: Random): Expert[] {
  return Array.from({ length: EXPERTS }, () => ({
    party: {
      kind: "naturalPerson",
      token: `expert-${random.hex(10)}`,
      maskedName: `${random.pick(SURNAMES)}**`,
    },
    leniency: random.normal(),
  }));
}
