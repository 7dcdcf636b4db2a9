/**
 * What may lawfully be done about a finding, by regime and by whether the report was signed. Works: the committee corrects
 * before it signs (条例49、53), afterwards the department supervises its members (条例71). Procurement: only the listed
 * causes may change a result (87号令64), anything else is the finance department's. Pure.
 */
import type { AskGround, LookbackType, Route } from "../../../../contract/src/lookback-values.ts";

export type FindingClass = "exact" | "calibrated" | "hint";

const CLASS: Readonly<Record<LookbackType, FindingClass>> = {
  "FAIR-01": "exact",
  "EXP-04": "exact",
  "EXP-03": "exact",
  "EXP-06": "exact",
  "EXP-05": "exact",
  "MAT-01": "exact",
  "EXP-01": "calibrated",
  "EXP-08": "calibrated",
  "EXP-11": "calibrated",
  "EXP-07": "hint",
  "EXP-20": "hint",
  "EXP-02": "hint",
};

export const classOf = (type: LookbackType): FindingClass => CLASS[type];

/** Coded ground of a question to the committee; a hint alone, and what only repeats another finding, gives none. */
const GROUND: Partial<Readonly<Record<LookbackType, AskGround>>> = {
  "EXP-04": "sum",
  "EXP-03": "objective",
  "EXP-06": "range",
  "EXP-05": "missing",
  "MAT-01": "material",
  "EXP-01": "outlier",
};

export const groundOf = (type: LookbackType): AskGround | undefined => GROUND[type];

export interface Article {
  readonly id: string;
  readonly citation: string;
  /** False: known from memory; it must be looked up before it is cited. */
  readonly isVerified: boolean;
}

const article = (id: string, citation: string, isVerified = true): Article => ({
  id,
  citation,
  isVerified,
});

const CONDUCT = article("ZTB-T-49", "《中华人民共和国招标投标法实施条例》第49条");
const SIGNED = article("ZTB-T-53", "《中华人民共和国招标投标法实施条例》第53条");
const PENALTY = article("ZTB-T-71", "《中华人民共和国招标投标法实施条例》第71条");
const CHANGE = article(
  "MOF87-64",
  "《政府采购货物和服务招标投标管理办法》（财政部令第87号）第64条",
);
const NO_REVIEW = article("CG-T-44", "《中华人民共和国政府采购法实施条例》第44条");
const QUALIFIED = article(
  "CK69",
  "《关于进一步规范政府采购评审工作有关问题的通知》（财库〔2012〕69号）",
  false,
);

/** Causes for which a signed result of a procurement may be reviewed again (87号令64). */
const LISTED: ReadonlySet<LookbackType> = new Set<LookbackType>([
  "EXP-04",
  "EXP-06",
  "EXP-03",
  "EXP-01",
]);

export interface Lawful {
  /** Codes of sentences. */
  readonly before: string;
  readonly after: string;
  readonly route: Route | undefined;
  readonly articles: readonly Article[];
}

/** An unknown regime cites no article. */
export function lawfulOf(type: LookbackType, regime: string | null): Lawful {
  const isHint = classOf(type) === "hint";
  const before = isHint ? "hint" : type === "FAIR-01" ? "first" : "committee";
  if (regime === "works") {
    const articles = isHint ? [CONDUCT] : [CONDUCT, SIGNED, PENALTY];
    return { before, after: isHint ? "hint" : "worksDepartment", route: "department", articles };
  }
  if (regime === "procurement") {
    const isListed = LISTED.has(type);
    const route: Route = isListed ? "reEvaluation" : "department";
    const after = isHint ? "hint" : isListed ? "reEvaluation" : "procurementDepartment";
    const articles = isListed
      ? [CHANGE, NO_REVIEW]
      : [NO_REVIEW, ...(type === "MAT-01" ? [QUALIFIED] : [])];
    return { before, after, route, articles };
  }
  return { before, after: isHint ? "hint" : "unknownRegime", route: "department", articles: [] };
}

/** One act goes one way: the stricter where findings differ. */
export function routeOf(types: readonly LookbackType[], regime: string | null): Route {
  const routes = types.map((type) => lawfulOf(type, regime).route);
  return routes.every((route) => route === "reEvaluation") ? "reEvaluation" : "department";
}
