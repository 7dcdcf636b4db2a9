/** Who handles what: the power and responsibility list of 云澜市 as `duties.duty-listed` payloads. */
import type { DutyListed } from "../../../contract/src/facts/duties.duty-listed.ts";
import { DEPARTMENTS } from "./places.ts";

interface Row {
  readonly regime: string;
  readonly industry?: string;
  readonly department: string;
  readonly lead: string;
  readonly complaint: string;
}

const WORKS = { lead: "招标投标法实施条例第4条", complaint: "招标投标法实施条例第60条" } as const;
const PROCUREMENT = { lead: "政府采购法第13条", complaint: "政府采购法第55条" } as const;
const LOCAL = "云澜市公共资源交易监督权责清单";
const ASSETS = { lead: LOCAL, complaint: LOCAL } as const;

const ROWS: readonly Row[] = [
  { regime: "works", industry: "housing", department: "housing", ...WORKS },
  { regime: "works", industry: "transport", department: "transport", ...WORKS },
  { regime: "works", industry: "water", department: "water", ...WORKS },
  { regime: "works", industry: "agriculture", department: "agriculture", ...WORKS },
  { regime: "works", department: "development-reform", ...WORKS },
  { regime: "procurement", department: "finance", ...PROCUREMENT },
  { regime: "land", department: "natural-resources", ...ASSETS },
  { regime: "property", department: "state-assets", ...ASSETS },
];

const VALID_FROM = "2020-01-01";

/** Leads and complaints by regime and industry; tip-offs about staff go to discipline inspection. */
export function createDuties(): DutyListed[] {
  const rows = ROWS.flatMap((row) =>
    (["lead", "complaint"] as const).map((matter) => ({
      matter,
      regime: row.regime,
      ...(row.industry === undefined ? {} : { industry: row.industry }),
      department: departmentOf(row.department),
      legalBasis: row[matter],
      validFrom: VALID_FROM,
    })),
  );
  const tipoff = { matter: "tipoff", legalBasis: LOCAL, validFrom: VALID_FROM } as const;
  return [...rows, { ...tipoff, department: departmentOf("discipline") }];
}

function departmentOf(id: string): DutyListed["department"] {
  const department = DEPARTMENTS.find((candidate) => candidate.id === id);
  if (department === undefined) throw new RangeError(`no department ${id}`);
  return department;
}
