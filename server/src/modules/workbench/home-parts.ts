/** Which parts the home of a role has. Pure. */
import type { Role } from "../../../../contract/src/organisation.ts";

export type HomePart =
  | "leads"
  | "lying"
  | "departments"
  | "openings"
  | "processes"
  | "submissions"
  | "scores"
  | "organisation";

/** Exhaustive: a new role has to say what its people are shown in the morning. */
export const HOME_PARTS = {
  officer: ["leads", "openings"],
  chief: ["leads", "openings"],
  coordinator: ["departments", "lying"],
  centre: ["openings", "lying"],
  director: ["departments", "openings"],
  inspector: ["departments", "lying"],
  police: ["openings"],
  court: [],
  entity: ["processes"],
  agency: ["processes"],
  bidder: ["submissions"],
  expert: ["scores"],
  province: [],
  systemAdmin: ["organisation"],
  securityAdmin: ["organisation"],
  auditor: ["organisation"],
} as const satisfies Record<Role, readonly HomePart[]>;
