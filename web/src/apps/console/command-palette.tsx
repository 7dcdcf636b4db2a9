/**
 * Pages, acts, saved views, leads, processes and units in one list; only what the server lets this person see.
 * Characters, pinyin and initials find what is loaded; the server is asked for words beyond that.
 */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import type { SessionView } from "../../../../contract/src/session.ts";
import { api } from "../../features/session/index.ts";
import { useViews } from "../../features/views/queries.ts";
import { useShownCommands } from "../../ui/commands.ts";
import type { IconName } from "../../ui/icon.tsx";
import { Palette, type Command } from "../../ui/palette.tsx";
import { ranked, type Sounded } from "../../ui/ranking.ts";
import { recentItems, remember } from "./recent.ts";
import { useStandingCommands } from "./standing-commands.ts";

const SEARCH_DELAY_MS = 200;
const MOST_FOUND = 6;
const MOST_SHOWN = 40;
/** Rows loaded when the palette opens, so that pinyin finds them. */
const LOADED = 100;
const FRESH_MS = 60_000;

function useLater(value: string): string {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return later;
}

/** One entry before it is ranked: an address, or an act. */
interface Entry {
  readonly id: string;
  readonly group: string;
  readonly icon: IconName;
  readonly title: string;
  /** What else it answers to: the number of a lead. */
  readonly also?: string;
  readonly note?: string | undefined;
  readonly path?: string;
  readonly run?: () => void;
}

/** Rows that answer to `q`, and without words those an officer most likely wants. */
function useRows(session: SessionView, q: string): readonly Entry[] {
  const { t } = useTranslation();
  const may = (permission: string) => session.permissions.includes(permission);
  const limit = q === "" ? LOADED : MOST_FOUND;
  const leads = useQuery({
    queryKey: ["find-leads", q],
    enabled: may("leads.read"),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    queryFn: ({ signal }) => api.listLeads({ q, limit }, signal),
  });
  const voices = useQuery({
    queryKey: ["find-voices", q],
    enabled: may("voices.read"),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    queryFn: ({ signal }) => api.listVoices({ q, limit }, signal),
  });
  const processes = useQuery({
    queryKey: ["find-processes", q],
    enabled: may("processes.read"),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    queryFn: ({ signal }) => api.listProcesses({ q, limit }, signal),
  });
  return [
    ...(leads.data?.rows ?? []).map((row) => ({
      id: `lead-${row.id}`,
      group: t("console:palette.leads"),
      icon: "link" as const,
      title: `${row.number} · ${row.title}`,
      also: row.title,
      note: t(`leads:duty.${row.state}`),
      path: `/leads/${encodeURIComponent(row.id)}`,
    })),
    ...(voices.data?.rows ?? []).map((row) => ({
      id: `voice-${row.id}`,
      group: t("voices:title"),
      icon: "scales" as const,
      title: `${row.number} · ${row.title}`,
      also: row.title,
      note: t(`voices:state.${row.state}`),
      path: `/voices/${encodeURIComponent(row.id)}`,
    })),
    ...(processes.data?.rows ?? []).map((row) => ({
      id: `process-${row.ocid}`,
      group: t("console:palette.processes"),
      icon: "folder" as const,
      title: row.title,
      also: row.ocid,
      note: row.ocid,
      path: `/processes/${encodeURIComponent(row.ocid)}`,
    })),
  ];
}

/** Departments open the leads that they handle. */
function useUnits(session: SessionView): readonly Entry[] {
  const { t } = useTranslation();
  const isAsked = ["workbench.units", "leads.read"].every((one) =>
    session.permissions.includes(one),
  );
  const units = useQuery({
    queryKey: ["units"],
    enabled: isAsked,
    staleTime: FRESH_MS,
    queryFn: ({ signal }) => api.listUnits(signal),
  });
  return (units.data?.units ?? [])
    .filter(({ kind }) => kind === "department")
    .map(({ id, name }) => ({
      id: `unit-${id}`,
      group: t("console:palette.units"),
      icon: "people" as const,
      title: name,
      // Without the name of the city: that is how people call them.
      also: name.replace(/^.{2,4}?[市区县]/, ""),
      path: `/leads?department=${id}`,
    }));
}

/** The dictionary of sounds is a file of its own; until it is there, characters answer. */
function useSounds(): (title: string) => Sounded {
  const [sound, setSound] = useState<(title: string) => Sounded>();
  useEffect(() => {
    void import("../../ui/pinyin.ts").then(({ soundOf }) => setSound(() => soundOf));
  }, []);
  return sound ?? ((title) => ({ title, sounds: [] }));
}

interface PaletteDoors {
  readonly session: SessionView;
  readonly onClose: () => void;
  readonly onHelp: () => void;
  readonly onSignOut: () => void;
}

function useEntries({ session, onHelp, onSignOut }: PaletteDoors, q: string): readonly Entry[] {
  const { t } = useTranslation();
  const standing = useStandingCommands({ session, onHelp, onSignOut });
  const here = useShownCommands();
  const views = useViews().data?.views ?? [];
  const rows = useRows(session, q);
  const loaded = useRows(session, "");
  const units = useUnits(session);
  const known = new Set(rows.map(({ id }) => id));
  return [
    ...here.map((command) => ({ ...command, group: t("console:palette.here") })),
    ...standing.map((command) => ({
      ...command,
      group: t(command.kind === "page" ? "console:palette.pages" : "console:palette.acts"),
    })),
    ...views.map((view) => ({
      id: `view-${view.id}`,
      group: t("console:palette.views"),
      icon: "bookmark" as const,
      title: view.name,
      note: view.isShared ? t("console:views.by", { name: view.ownerName }) : undefined,
      path: view.path,
    })),
    ...rows,
    ...loaded.filter(({ id }) => !known.has(id)),
    ...units,
  ];
}

const ROWS = ["lead-", "voice-", "process-"];
const isRow = ({ id }: Entry) => ROWS.some((kind) => id.startsWith(kind));

export function CommandPalette(doors: PaletteDoors) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { session, onClose } = doors;
  const account = session.account ?? "";
  const [query, setQuery] = useState("");
  const entries = useEntries(doors, useLater(query.trim()));
  const soundOf = useSounds();
  const recent = useMemo(() => recentItems(account), [account]);
  const used = new Set(recent.map(({ id }) => id));

  const shown =
    query.trim() === ""
      ? [
          ...recent.map((item) => ({
            ...item,
            id: `recent-${item.id}`,
            group: t("console:palette.recent"),
            icon: "clock" as const,
          })),
          ...entries.filter((entry) => !isRow(entry) && !entry.id.startsWith("unit-")),
        ]
      : ranked(query, entries, {
          soundsOf: ({ title, also }) =>
            [title, also].flatMap((text) => (text === undefined ? [] : [soundOf(text)])),
          lift: ({ id }) => (used.has(id) ? 2 : 0),
        });
  const commands = shown.slice(0, MOST_SHOWN).map((entry: Entry): Command => {
    const { id, group, icon, title, note, path, run } = entry;
    return {
      id,
      group,
      icon,
      title,
      note,
      run: () => {
        if (path === undefined) return run?.();
        remember(account, { id: id.replace(/^recent-/, ""), title, path });
        return void navigate(path);
      },
    };
  });
  return (
    <Palette
      label={t("console:palette.label")}
      placeholder={t("console:find")}
      commands={commands}
      emptyText={t("console:palette.empty")}
      hint={t("console:palette.hint")}
      query={query}
      onQuery={setQuery}
      onClose={onClose}
    />
  );
}
