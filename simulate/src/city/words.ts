/** Word lists from which fictional names are composed. No real organisation or person is named. */

/** 云澜 and its neighbours; none of these places exists. Each firm's name begins with one of them. */
export const HOME_PLACES = [
  "云澜",
  "云澜",
  "云澜",
  "云澜",
  "澜州",
  "岫川",
  "屏岚",
  "朔汀",
] as const;

const HEADS = "青砚松朗北疏岚远潮楚东鹤禾木拾栖锦月柳望南澄恒霁棠沐归听枕溪";
const TAILS = "石池壑峤汀桐屏岫信屿川里光筑帆桥";

/** 480 two-character trade names such as 青石, 砚池, 松壑. */
export const TRADE_NAMES: readonly string[] = Array.from(HEADS).flatMap((head) =>
  Array.from(TAILS).map((tail) => `${head}${tail}`),
);

export const ROADS: readonly string[] = [
  "滨河路",
  "青岚路",
  "云栖大道",
  "澄湖路",
  "月湖东路",
  "望澜街",
  "岚屏大道",
  "松壑路",
  "鹤汀街",
  "砚池路",
  "长堤路",
  "锦湖环路",
  "柳溪公路",
  "北汀桥",
  "青石桥",
  "楚岫大道",
  "港前路",
  "南屏路",
  "疏桐街",
  "听澜路",
];

export const AREAS: readonly string[] = [
  "城东片区",
  "栖云片区",
  "锦湖片区",
  "澜港片区",
  "城北片区",
  "南郊片区",
  "月湖片区",
  "高新产业园",
  "柳溪镇",
  "岚屏镇",
  "鹤汀镇",
  "松壑镇",
];

export const SURNAMES: readonly string[] = Array.from(
  "赵钱孙李周吴郑王冯陈蒋沈韩杨朱许何吕张孔曹严金魏陶姜谢邹苏潘葛范彭鲁",
);
