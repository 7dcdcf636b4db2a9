/** Frame of the console: side menu, top bar, command palette. */
import { useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink, Outlet, ScrollRestoration } from "react-router";

import type { SessionView } from "../../../../contract/src/session.ts";
import { useSignOut } from "../../features/session/index.ts";
import { timeOf } from "../../ui/dates.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { useChord } from "../../ui/keys.ts";
import { Mirror } from "../../ui/mirror.tsx";
import { Key } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice } from "../../ui/states.tsx";
import { useOnline } from "../../ui/use-online.ts";
import { CommandPalette } from "./command-palette.tsx";
import { Preferences } from "./preferences.tsx";

const PAGES = [
  { to: "/leads", icon: "list", name: "leads" },
  { to: "/processes", icon: "folder", name: "processes" },
] as const satisfies readonly { to: string; icon: IconName; name: string }[];

function Side({ session }: { readonly session: SessionView }) {
  const { t } = useTranslation();
  return (
    <div className="side">
      <Link to="/leads" className="wordmark" aria-label={t("console:home")}>
        <Mirror size={26} /> <b>{t("console:name")}</b>
      </Link>
      <nav aria-label={t("console:menu.label")}>
        <p className="side-group">{t("console:menu.work")}</p>
        {PAGES.map((page) => (
          <NavLink key={page.to} to={page.to}>
            <Icon name={page.icon} /> {t(`console:menu.${page.name}`)}
          </NavLink>
        ))}
        <p className="side-group">{t("console:menu.public")}</p>
        <a href="/" target="_blank" rel="noreferrer">
          <Icon name="globe" /> {t("console:menu.portal")}
        </a>
        <a href="/verify" target="_blank" rel="noreferrer">
          <Icon name="check" /> {t("console:menu.verify")}
        </a>
      </nav>
      <p className="side-foot">
        {session.department?.name}
        <br />
        {session.post}
      </p>
    </div>
  );
}

function OfflineNotice() {
  const { t } = useTranslation();
  const { isOnline, since } = useOnline();
  if (isOnline) return null;
  return (
    <div className="offline">
      <Notice tone="due">
        <p>
          <b>{t("console:offline.what", { time: timeOf(since) })}</b> {t("console:offline.next")}
        </p>
      </Notice>
    </div>
  );
}

interface TopProps {
  readonly session: SessionView;
  readonly onSearch: () => void;
  readonly onSignOut: () => void;
}

function Top({ session, onSearch, onSignOut }: TopProps) {
  const { t } = useTranslation();
  return (
    <header className="top">
      <button type="button" className="find" onClick={onSearch}>
        <Icon name="search" /> <span>{t("console:find")}</span>
        <Key>Ctrl K</Key>
      </button>
      <Preferences />
      <span className="who">
        <b>{session.name}</b> <span>{session.post}</span>
      </span>
      <button type="button" className="sign-out" onClick={onSignOut}>
        <Icon name="exit" /> <span>{t("console:signOut")}</span>
      </button>
    </header>
  );
}

export function Shell({
  session,
  onLeave,
}: {
  readonly session: SessionView;
  readonly onLeave: () => void;
}) {
  const { t } = useTranslation();
  const [isSearching, setSearching] = useState(false);
  const main = useRef<HTMLElement>(null);
  const signOut = useSignOut();
  const openSearch = useCallback(() => setSearching(true), []);
  useChord("k", openSearch);
  const leave = () => {
    onLeave();
    signOut.mutate();
  };
  return (
    <div className="app">
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        {t("console:skip")}
      </button>
      <Side session={session} />
      <div className="app-body">
        <OfflineNotice />
        <Top session={session} onSearch={openSearch} onSignOut={leave} />
        <main ref={main} tabIndex={-1}>
          {signOut.error !== null && (
            <div className="page">
              <ProblemNotice error={signOut.error} />
            </div>
          )}
          <Outlet />
        </main>
      </div>
      {isSearching && <CommandPalette onClose={() => setSearching(false)} onSignOut={leave} />}
      <ScrollRestoration />
    </div>
  );
}
