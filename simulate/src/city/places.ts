/** Divisions, departments and rooms of 云澜市, a city that does not exist (codes 9999xx are unassigned). */
import type { Place } from "../../../contract/src/values.ts";

export interface Department {
  /** As in `duties.duty-listed`. */
  readonly id: string;
  readonly name: string;
}

export const CITY: Place = { code: "999901", name: "云澜市" };

export const DISTRICTS: readonly Required<Place>[] = [
  { code: "999902", name: "青岚区" },
  { code: "999903", name: "栖云区" },
  { code: "999904", name: "锦湖区" },
  { code: "999905", name: "澜港区" },
  { code: "999906", name: "云澜高新区" },
  { code: "999921", name: "柳溪县" },
  { code: "999922", name: "岚屏县" },
];

export const DEPARTMENTS: readonly Department[] = [
  { id: "development-reform", name: "云澜市发展和改革委员会" },
  { id: "housing", name: "云澜市住房和城乡建设局" },
  { id: "transport", name: "云澜市交通运输局" },
  { id: "water", name: "云澜市水利局" },
  { id: "agriculture", name: "云澜市农业农村局" },
  { id: "finance", name: "云澜市财政局" },
  { id: "natural-resources", name: "云澜市自然资源和规划局" },
  { id: "health", name: "云澜市卫生健康委员会" },
  { id: "education", name: "云澜市教育局" },
  { id: "state-assets", name: "云澜市国有资产监督管理委员会" },
  { id: "discipline", name: "中共云澜市纪律检查委员会 云澜市监察委员会" },
  { id: "trading-centre", name: "云澜市公共资源交易中心" },
];

export const OPENING_ROOMS: readonly string[] = [
  "开标一室",
  "开标二室",
  "开标三室",
  "开标四室",
  "开标五室",
  "开标六室",
  "开标七室",
  "开标八室",
  "开标九室",
  "开标十室",
];
export const NEGOTIATION_ROOMS: readonly string[] = ["谈判一室", "谈判二室", "谈判三室"];
export const AUCTION_ROOMS: readonly string[] = ["拍卖厅"];

export const VENUES: readonly string[] = [...OPENING_ROOMS, ...NEGOTIATION_ROOMS, ...AUCTION_ROOMS];
