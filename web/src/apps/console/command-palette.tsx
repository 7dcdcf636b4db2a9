/** Pages, acts, leads and processes in one list; only what the server lets this officer see. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { api } from "../../features/session/index.ts";
import { Palette, type Command } from "../../ui/palette.tsx";
import { useTheme } from "../../ui/theme.tsx";
import { switchLanguage } from "./i18n.ts";
import { useOtherLanguage } from "./preferences.tsx";

const SEARCH_DELAY_MS = 200;
const MOST_FOUND = 6;

function useLater(value: string): string {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return later;
}

function useFound(text: string): readonly Command[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const q = useLater(text.trim());
  const enabled = q !== "";
  const leads = useQuery({
    queryKey: ["find-leads", q],
    enabled,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.listLeads({ q, limit: MOST_FOUND }, signal),
  });
  const processes = useQuery({
    queryKey: ["find-processes", q],
    enabled,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.listProcesses({ q, limit: MOST_FOUND }, signal),
  });
  if (!enabled || text.trim() === "") return [];
  return [
    ...(leads.data?.rows ?? []).map((row) => ({
      id: `lead-${row.id}`,
      group: t("console:palette.leads"),
      icon: "link" as const,
      title: `${row.number} · ${row.title}`,
      note: t(`leads:duty.${row.state}`),
      run: () => void navigate(`/leads/${encodeURIComponent(row.id)}`),
    })),
    ...(processes.data?.rows ?? []).map((row) => ({
      id: `process-${row.ocid}`,
      group: t("console:palette.processes"),
      icon: "folder" as const,
      title: row.title,
      note: row.ocid,
      run: () => void navigate(`/processes/${encodeURIComponent(row.ocid)}`),
    })),
  ];
}

function useStanding(onSignOut: () => void): readonly Command[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const theme = useTheme();
  const other = useOtherLanguage();
  const pages = t("console:palette.pages");
  const acts = t("console:palette.acts");
  const go = (to: string) => () => void navigate(to);
  return [
    { id: "leads", group: pages, icon: "list", title: t("console:menu.leads"), run: go("/leads") },
    {
      id: "routed",
      group: pages,
      icon: "link",
      title: t("console:palette.routed"),
      run: go("/leads?state=routed"),
    },
    {
      id: "decided",
      group: pages,
      icon: "megaphone",
      title: t("console:palette.decided"),
      run: go("/leads?state=decided"),
    },
    {
      id: "processes",
      group: pages,
      icon: "folder",
      title: t("console:menu.processes"),
      run: go("/processes"),
    },
    {
      id: "theme",
      group: acts,
      icon: theme.name === "dark" ? "sun" : "moon",
      title: t(theme.name === "dark" ? "console:theme.light" : "console:theme.dark"),
      run: theme.toggle,
    },
    {
      id: "language",
      group: acts,
      icon: "globe",
      title: t("console:palette.language"),
      run: () => void switchLanguage(other.language),
    },
    { id: "out", group: acts, icon: "exit", title: t("console:signOut"), run: onSignOut },
  ];
}

export function CommandPalette({
  onClose,
  onSignOut,
}: {
  readonly onClose: () => void;
  readonly onSignOut: () => void;
}) {
  const { t } = useTranslation();
  const [query, setQuery] = useState("");
  const found = useFound(query);
  const standing = useStanding(onSignOut);
  const wanted = query.trim().toLowerCase();
  const matching = standing.filter((command) => command.title.toLowerCase().includes(wanted));
  return (
    <Palette
      label={t("console:palette.label")}
      placeholder={t("console:find")}
      commands={[...found, ...matching]}
      emptyText={t("console:palette.empty")}
      hint={t("console:palette.hint")}
      query={query}
      onQuery={setQuery}
      onClose={onClose}
    />
  );
}
