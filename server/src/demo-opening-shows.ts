/** Which openings the demo city has. */
import type { OpeningStep } from "../../contract/src/opening-values.ts";
import type { Organisation } from "../../contract/src/values.ts";

export const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Long enough for all that is sent before the deadline. */
const SOON_MS = 75_000;

export const FIRMS = [
  "远岫路桥建设有限公司",
  "澜江恒筑建设集团有限公司",
  "北汀建设有限公司",
  "潮信港务工程有限公司",
  "云澜长堤市政工程有限公司",
  "岚屏交通建设有限公司",
  "楚岫市政园林有限公司",
  "青石路桥建设有限公司",
].map((name): Organisation => ({ kind: "organisation", name }));

export interface Show {
  readonly code: string;
  readonly title: string;
  readonly category: string;
  readonly industry: string;
  readonly room: string;
  /** Milliseconds from now. */
  readonly startsIn: number;
  readonly ceiling: number;
  readonly bidders: number;
  /** How far it has come when the visitor arrives. */
  readonly until: OpeningStep | "planned" | "notPlanned";
  readonly hasObjection?: true;
  readonly fails?: number;
}

export const SHOWS: readonly Show[] = [
  {
    code: "OPEN-01",
    title: "云澜港进港道路提升工程施工",
    category: "公路工程施工",
    industry: "transport",
    room: "开标一室",
    startsIn: -3 * HOUR_MS,
    ceiling: 5_280_000_000,
    bidders: 8,
    until: "closed",
    hasObjection: true,
  },
  {
    code: "OPEN-02",
    title: "月湖片区雨污分流改造工程施工",
    category: "市政工程施工",
    industry: "housing",
    room: "开标二室",
    startsIn: -26 * HOUR_MS,
    ceiling: 2_140_000_000,
    bidders: 6,
    until: "closed",
    fails: 4,
  },
  {
    code: "OPEN-03",
    title: "松壑镇灌区渠道衬砌工程施工",
    category: "水利工程施工",
    industry: "water",
    room: "开标三室",
    startsIn: -80 * MINUTE_MS,
    ceiling: 960_000_000,
    bidders: 2,
    until: "notOpened",
  },
  {
    code: "OPEN-04",
    title: "城东片区老旧小区改造工程施工（三期）",
    category: "房屋建筑工程施工",
    industry: "housing",
    room: "开标一室",
    startsIn: -35 * MINUTE_MS,
    ceiling: 3_660_000_000,
    bidders: 7,
    until: "reading",
  },
  {
    code: "OPEN-05",
    title: "鹤汀大桥桥面铺装维修工程施工",
    category: "公路工程施工",
    industry: "transport",
    room: "开标二室",
    // The next minute: what was committed is recorded before it, and the visitor comes after it.
    startsIn: SOON_MS,
    ceiling: 1_180_000_000,
    bidders: 6,
    until: "planned",
  },
  {
    code: "OPEN-06",
    title: "砚池路人行天桥新建工程施工",
    category: "市政工程施工",
    industry: "housing",
    room: "开标四室",
    startsIn: 25 * MINUTE_MS,
    ceiling: 820_000_000,
    bidders: 6,
    until: "planned",
  },
  {
    code: "OPEN-07",
    title: "澜港片区堤防加固工程施工",
    category: "水利工程施工",
    industry: "water",
    room: "开标三室",
    startsIn: 26 * HOUR_MS,
    ceiling: 4_450_000_000,
    bidders: 5,
    until: "planned",
  },
  {
    code: "OPEN-08",
    title: "北汀桥下游护岸工程施工",
    category: "水利工程施工",
    industry: "water",
    room: "开标二室",
    startsIn: 75 * HOUR_MS,
    ceiling: 1_540_000_000,
    bidders: 4,
    until: "notPlanned",
  },
];
