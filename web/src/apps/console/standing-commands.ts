/** Pages and acts that are always there: what the palette knows without asking the server. */
import { useTranslation } from "react-i18next";

import type { LeadState } from "../../../../contract/src/leads.ts";
import type { SessionView } from "../../../../contract/src/session.ts";
import { useChangePost, usePostName } from "../../features/session/post-switch.tsx";
import type { IconName } from "../../ui/icon.tsx";
import { useTheme } from "../../ui/theme.tsx";
import { useToday } from "../../ui/use-today.ts";
import { switchLanguage } from "./i18n.ts";
import { pagesOf } from "./pages.ts";
import { useOtherLanguage } from "./preferences.tsx";

/** A command that opens an address, or one that does something. */
export interface Standing {
  readonly id: string;
  readonly kind: "page" | "act";
  readonly icon: IconName;
  readonly title: string;
  readonly note?: string;
  readonly path?: string;
  readonly run?: () => void;
}

const LEAD_PAGES = [
  ["routed", "link"],
  ["received", "search"],
  ["decided", "megaphone"],
  ["published", "check"],
  ["returned", "undo"],
] as const satisfies readonly (readonly [LeadState, IconName])[];

const PROCESS_STATES = [
  "announced",
  "opened",
  "evaluated",
  "awarded",
  "contracted",
  "failed",
] as const;
const LEVELS = ["determination", "lead", "hint"] as const;

function useLeadPages(): readonly Standing[] {
  const { t } = useTranslation();
  return [
    ...LEAD_PAGES.map(([state, icon]) => ({
      id: `leads-${state}`,
      kind: "page" as const,
      icon,
      title: t(`console:palette.lead.${state}`),
      path: `/leads?state=${state}`,
    })),
    {
      id: "leads-stuck",
      kind: "page",
      icon: "clock",
      title: t("console:palette.lead.stuck"),
      path: "/leads?stuck=yes",
    },
    {
      id: "leads-all",
      kind: "page",
      icon: "list",
      title: t("console:palette.lead.all"),
      path: "/leads?state=returned,routed,received,decided,published",
    },
    ...LEVELS.map((level) => ({
      id: `leads-${level}`,
      kind: "page" as const,
      icon: "flag" as const,
      title: t("console:palette.lead.level", { level: t(`leads:level.${level}.name`) }),
      path: `/leads?level=${level}`,
    })),
  ];
}

function useProcessPages(): readonly Standing[] {
  const { t } = useTranslation();
  const today = useToday();
  return [
    {
      id: "processes-today",
      kind: "page",
      icon: "clock",
      title: t("console:palette.openingsToday"),
      path: `/processes?openingOn=${today}`,
    },
    ...PROCESS_STATES.map((state) => ({
      id: `processes-${state}`,
      kind: "page" as const,
      icon: "folder" as const,
      title: t("console:palette.processState", { state: t(`processes:state.${state}`) }),
      path: `/processes?state=${state}`,
    })),
  ];
}

interface Doors {
  readonly session: SessionView;
  readonly onHelp: () => void;
  readonly onSignOut: () => void;
}

function useActs({ session, onHelp, onSignOut }: Doors): readonly Standing[] {
  const { t } = useTranslation();
  const theme = useTheme();
  const other = useOtherLanguage();
  const post = useChangePost();
  const nameOf = usePostName();
  const act = (id: string, icon: IconName, more: Pick<Standing, "title" | "run">): Standing => ({
    id,
    kind: "act",
    icon,
    ...more,
  });
  const open = (url: string) => () => void window.open(url, "_blank", "noreferrer");
  return [
    act("theme", theme.name === "dark" ? "sun" : "moon", {
      title: t(theme.name === "dark" ? "console:theme.light" : "console:theme.dark"),
      run: theme.toggle,
    }),
    act("mode", "letters", {
      title: t(theme.mode === "elder" ? "console:mode.standard" : "console:mode.elder"),
      run: theme.toggleMode,
    }),
    act("language", "globe", {
      title: t("console:palette.language"),
      run: () => void switchLanguage(other.language),
    }),
    act("keys", "keyboard", { title: t("console:keys.title"), run: onHelp }),
    // After the palette has closed, or it would be printed.
    act("print", "printer", {
      title: t("console:palette.print"),
      run: () => void setTimeout(() => window.print(), 50),
    }),
    ...(session.posts ?? [])
      .filter((held) => held.post !== session.postId)
      .map((held) =>
        act(`post-${held.post}`, "swap", {
          title: t("console:palette.post", { post: nameOf(held) }),
          run: () => void post.to(held.post),
        }),
      ),
    act("portal", "globe", { title: t("console:menu.portal"), run: open("/") }),
    act("verify", "check", { title: t("console:menu.verify"), run: open("/verify") }),
    act("out", "exit", { title: t("console:signOut"), run: onSignOut }),
  ];
}

export function useStandingCommands(doors: Doors): readonly Standing[] {
  const { t } = useTranslation();
  const leads = useLeadPages();
  const processes = useProcessPages();
  const acts = useActs(doors);
  const held = doors.session.permissions;
  return [
    ...pagesOf(doors.session).map(({ to, icon, name }) => ({
      id: `page-${to}`,
      kind: "page" as const,
      icon,
      title: t(name),
      path: to,
    })),
    ...(held.includes("leads.read") ? leads : []),
    ...(held.includes("processes.read") ? processes : []),
    ...acts,
  ];
}
