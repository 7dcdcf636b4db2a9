/** 招标文件: bonds, prices, and words that shut somebody out. */
import type { WarningNode } from "../node.ts";
import { atMostShare, fewerThanOther, hasWords, hitWhen, isSaid } from "../rules.ts";

const DOCUMENT = { stage: "document", acts: ["issueDocuments"] } as const;
/** 87号令55条: least weight of the price, in percent. */
const PRICE_WEIGHT = { goods: 30, services: 10 } as const;

const REGION = [
  /(本省|本市|本地区|本区|本县|省内|市内|辖区内)[^。;;\n]{0,12}(业绩|奖项|获奖|荣誉)/u,
  /(业绩|奖项|获奖)[^。;;\n]{0,12}(限于|仅限)[^。;;\n]{0,8}(本省|本市|本地)/u,
];
const LOCAL = [
  /(注册地|注册在|住所)[^。;;\n]{0,8}(本省|本市|本地|本区|本县)/u,
  /(本地|本市|本省|当地)[^。;;\n]{0,6}(企业|公司|分公司|分支机构|办事处|服务网点)/u,
];
const BRAND = [
  /(指定|限定|仅限|必须(使用|采用|选用))[^。;;\n]{0,10}(品牌|商标|专利|型号|厂家|供应商)/u,
];
const OWNER = [
  /(注册资本|注册资金)[^。;;\n]{0,10}(不低于|不少于|以上)/u,
  /(国有企业|央企|非民营|国有独资)[^。;;\n]{0,6}(方可|优先|加分)/u,
];

export const DOCUMENT_NODES: readonly WarningNode[] = [
  {
    ...DOCUMENT,
    id: "W-DOC-01",
    articles: ["ZTB-T-26"],
    mode: "block",
    ...atMostShare("bidBond", "estimate", 2),
  },
  {
    ...DOCUMENT,
    id: "W-DOC-02",
    articles: ["CG-T-33"],
    mode: "block",
    ...atMostShare("bidBond", "budget", 2),
  },
  {
    ...DOCUMENT,
    id: "W-DOC-03",
    articles: ["ZTB-T-27"],
    mode: "block",
    ...isSaid("hasFloorPrice", true),
  },
  {
    ...DOCUMENT,
    id: "W-DOC-04",
    articles: ["ZTB-T-32", "CG-T-20"],
    mode: "requireReason",
    ...hasWords(REGION),
  },
  {
    ...DOCUMENT,
    id: "W-DOC-05",
    articles: ["ZTB-T-33", "ZTB-T-32", "CG-T-20"],
    mode: "requireReason",
    ...hasWords(LOCAL),
  },
  {
    ...DOCUMENT,
    id: "W-DOC-06",
    articles: ["ZTB-T-32", "CG-T-20"],
    mode: "requireReason",
    ...hasWords(BRAND),
  },
  {
    ...DOCUMENT,
    id: "W-DOC-07",
    articles: ["ZTB-T-32", "CG-T-20"],
    mode: "requireReason",
    ...hasWords(OWNER),
  },
  {
    ...DOCUMENT,
    id: "W-DOC-08",
    articles: ["MOF87-55"],
    mode: "block",
    ...hitWhen(["purchaseKind", "priceWeight"], (read) => {
      const limit = PRICE_WEIGHT[read.get("purchaseKind")];
      const count = read.get("priceWeight");
      return { isHit: count < limit, params: { count, limit } };
    }),
  },
  {
    ...DOCUMENT,
    id: "W-DOC-09",
    articles: ["ZTB-T-26"],
    mode: "warn",
    ...fewerThanOther("bondValidityDays", "bidValidityDays"),
  },
  {
    ...DOCUMENT,
    id: "W-DOC-10",
    articles: ["ZTB-T-27"],
    mode: "requireReason",
    ...hitWhen(["hasCeilingPrice", "isCeilingStated"], (read) => ({
      isHit: read.get("hasCeilingPrice") && !read.get("isCeilingStated"),
      params: { isCeilingStated: read.get("isCeilingStated") },
    })),
  },
];
