/** Every page of the console's menu: who may open it, and the key after g. A new page is one line here. */
import type { SessionView } from "../../../../contract/src/session.ts";
import type { IconName } from "../../ui/icon.tsx";

export interface ConsolePage {
  readonly to: string;
  readonly icon: IconName;
  /** Key of its name. */
  readonly name: string;
  readonly group: "work" | "rights" | "own";
  /** Any of these permissions; absent: whoever is signed in. */
  readonly permissions?: readonly string[];
  /** Letter after g. */
  readonly letter?: string;
}

const PAGES = [
  { to: "/", icon: "home", name: "console:menu.home", group: "work", letter: "h" },
  {
    to: "/voices",
    icon: "scales",
    name: "voices:title",
    group: "work",
    permissions: ["voices.read"],
    letter: "t",
  },
  {
    to: "/voices/enter",
    icon: "pen",
    name: "desk:title",
    group: "work",
    permissions: ["voices.enter"],
    letter: "v",
  },
  {
    to: "/leads",
    icon: "list",
    name: "console:menu.leads",
    group: "work",
    permissions: ["leads.read"],
    letter: "l",
  },
  {
    to: "/processes",
    icon: "folder",
    name: "console:menu.processes",
    group: "work",
    permissions: ["processes.read"],
    letter: "p",
  },
  {
    to: "/openings",
    icon: "eye",
    name: "openings:title",
    group: "work",
    permissions: ["openings.read"],
    letter: "z",
  },
  {
    to: "/pictures",
    icon: "eye",
    name: "video:title",
    group: "work",
    permissions: ["video.watch"],
  },
  {
    to: "/recordings",
    icon: "folder",
    name: "cameras:recordings.title",
    group: "work",
    permissions: ["video.watch"],
  },
  {
    to: "/cameras",
    icon: "list",
    name: "cameras:title",
    group: "work",
    permissions: ["video.register"],
  },
  {
    to: "/venue",
    icon: "calendar",
    name: "venue:title",
    group: "work",
    permissions: ["venue.read"],
  },
  {
    to: "/witness-desk",
    icon: "eye",
    name: "witnessing:title",
    group: "work",
    permissions: ["witnessing.read"],
  },
  {
    to: "/warnings",
    icon: "warning",
    name: "warnings:title",
    group: "work",
    permissions: ["warnings.read"],
    letter: "x",
  },
  {
    to: "/retrievals",
    icon: "search",
    name: "dossier:title",
    group: "work",
    permissions: ["dossier.retrieve"],
  },
  {
    to: "/lookback",
    icon: "eye",
    name: "lookback:title",
    group: "work",
    permissions: ["lookback.read"],
    letter: "e",
  },
  {
    to: "/lookback/own",
    icon: "eye",
    name: "lookback:own.menu",
    group: "work",
    permissions: ["lookback.own"],
    letter: "e",
  },
  {
    to: "/publications",
    icon: "megaphone",
    name: "publications:title",
    group: "work",
    permissions: ["publications.read"],
    letter: "g",
  },
  {
    to: "/tipoffs",
    icon: "eye",
    name: "tipoffs:title",
    group: "work",
    permissions: ["tipoffs.read"],
    letter: "t",
  },
  {
    to: "/rules",
    icon: "scales",
    name: "rules:title",
    group: "work",
    permissions: ["rules.read"],
    letter: "q",
  },
  {
    to: "/insight",
    icon: "chart",
    name: "insight:title",
    group: "work",
    permissions: ["insight.read"],
    letter: "i",
  },
  {
    to: "/voices/figures",
    icon: "chart",
    name: "figures:title",
    group: "work",
    permissions: ["voices.read"],
    letter: "f",
  },
  {
    to: "/oversight",
    icon: "flag",
    name: "oversight:menu.board",
    group: "work",
    permissions: ["oversight.read"],
    letter: "w",
  },
  {
    to: "/oversight/notices",
    icon: "megaphone",
    name: "oversight:menu.notices",
    group: "work",
    permissions: ["oversight.notices"],
    letter: "j",
  },
  {
    to: "/oversight/cards",
    icon: "chart",
    name: "oversight:menu.cards",
    group: "work",
    permissions: ["oversight.cards"],
    letter: "y",
  },
  {
    to: "/evidence/rates",
    icon: "flag",
    name: "evidence:rates.title",
    group: "work",
    permissions: ["evidence.rates"],
  },
  {
    to: "/followup/triage",
    icon: "list",
    name: "followup:menu.triage",
    group: "work",
    permissions: ["followup.review"],
  },
  {
    to: "/followup",
    icon: "letters",
    name: "followup:menu.register",
    group: "work",
    permissions: ["followup.read"],
  },
  {
    to: "/followup/own",
    icon: "scales",
    name: "followup:menu.own",
    group: "work",
    permissions: ["followup.own"],
    letter: "m",
  },
  {
    to: "/reports/work-summary",
    icon: "book",
    name: "report:title",
    group: "work",
    permissions: ["reports.read"],
    letter: "r",
  },
  {
    to: "/organisation",
    icon: "people",
    name: "console:menu.organisation",
    group: "rights",
    permissions: ["organisation.read"],
    letter: "o",
  },
  {
    to: "/duties",
    icon: "book",
    name: "console:menu.duties",
    group: "rights",
    permissions: ["duties.read"],
    letter: "d",
  },
  {
    to: "/calendar",
    icon: "clock",
    name: "console:menu.calendar",
    group: "rights",
    permissions: ["statutes.read"],
    letter: "k",
  },
  {
    to: "/approvals",
    icon: "stamp",
    name: "console:menu.approvals",
    group: "rights",
    permissions: ["approvals.read"],
    letter: "b",
  },
  {
    to: "/audit",
    icon: "eye",
    name: "audit:menu.audit",
    group: "rights",
    permissions: ["audit.read"],
    letter: "a",
  },
  {
    to: "/audit/unit",
    icon: "eye",
    name: "audit:menu.unit",
    group: "rights",
    permissions: ["audit.read-unit"],
    letter: "u",
  },
  {
    to: "/audit/sealed",
    icon: "eye",
    name: "audit:menu.sealed",
    group: "rights",
    permissions: ["audit.read-sealed"],
    letter: "s",
  },
  {
    to: "/notifications",
    icon: "bell",
    name: "notifications:page.title",
    group: "own",
    permissions: ["notices.read"],
    letter: "n",
  },
  { to: "/account", icon: "person", name: "console:menu.account", group: "own", letter: "c" },
] as const satisfies readonly ConsolePage[];

export const PAGE_GROUPS = ["work", "rights", "own"] as const;

/** Pages of this session, in the order of the menu. */
export function pagesOf({ permissions }: SessionView): readonly ConsolePage[] {
  const held = new Set(permissions);
  return PAGES.filter(
    (page: ConsolePage) => page.permissions?.some((one) => held.has(one)) ?? true,
  );
}
