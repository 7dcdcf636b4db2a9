/** Which parts the home of a role has. Pure. */
import type { Role } from "../../../../contract/src/organisation.ts";

export type HomePart =
  | "leads"
  | "voices"
  | "lying"
  | "departments"
  | "openings"
  | "processes"
  | "submissions"
  | "scores"
  | "organisation";

/** Exhaustive: a new role has to say what its people are shown in the morning. */
export const HOME_PARTS = {
  officer: ["leads", "voices", "openings"],
  chief: ["leads", "voices", "openings"],
  coordinator: ["departments", "lying", "voices"],
  centre: ["openings", "lying"],
  director: ["departments", "openings"],
  inspector: ["voices", "departments", "lying"],
  police: ["openings"],
  court: [],
  entity: ["processes", "voices"],
  agency: ["processes", "voices"],
  bidder: ["submissions"],
  expert: ["scores"],
  province: [],
  systemAdmin: ["organisation"],
  securityAdmin: ["organisation"],
  auditor: ["organisation"],
} as const satisfies Record<Role, readonly HomePart[]>;
