/** Frame of the console: side menu, top bar, command palette, keys. */
import { Fragment, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Outlet, ScrollRestoration, useLocation, useNavigate } from "react-router";

import type { SessionView } from "../../../../contract/src/session.ts";
import { Bell } from "../../features/notifications/index.ts";
import { useSignOut } from "../../features/session/index.ts";
import { PostSwitch } from "../../features/session/post-switch.tsx";
import { ViewLinks } from "../../features/views/view-links.tsx";
import { timeOf } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";
import { useChord, useKeys, useSequence } from "../../ui/keys.ts";
import { Mirror } from "../../ui/mirror.tsx";
import { Key } from "../../ui/panel.tsx";
import { flushAll, sendWhenLeaving, takeBackLast } from "../../ui/pending-acts.ts";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice } from "../../ui/states.tsx";
import { UndoBar } from "../../ui/undo-bar.tsx";
import { useOnline } from "../../ui/use-online.ts";
import { CommandPalette } from "./command-palette.tsx";
import { HelpSheet } from "./help-sheet.tsx";
import { type ConsolePage, PAGE_GROUPS, pagesOf } from "./pages.ts";
import { Preferences } from "./preferences.tsx";
import { PrintHead } from "./print-head.tsx";

/** g and a letter opens a page, ? the keys, u takes the last act back. */
function usePageKeys(session: SessionView, openHelp: () => void): void {
  const navigate = useNavigate();
  const letters = useMemo(
    () =>
      Object.fromEntries(
        pagesOf(session).flatMap(({ letter, to }) =>
          letter === undefined ? [] : [[letter, () => void navigate(to)]],
        ),
      ),
    [session, navigate],
  );
  useSequence("g", letters);
  useKeys(useMemo(() => ({ "?": openHelp, u: takeBackLast }), [openHelp]));
}

/** The page of the menu that the address stands below; of two the longer: figures of cases are no case. */
const pageAt = (pages: readonly ConsolePage[], path: string): string | undefined =>
  pages
    .map(({ to }) => to)
    .filter((to) => path === to || (to !== "/" && path.startsWith(`${to}/`)))
    .toSorted((a, b) => b.length - a.length)[0];

function PageLinks({ pages }: { readonly pages: readonly ConsolePage[] }) {
  const { t } = useTranslation();
  const here = pageAt(pages, useLocation().pathname);
  return PAGE_GROUPS.map((group) => {
    const members = pages.filter((page) => page.group === group);
    if (members.length === 0) return null;
    return (
      <Fragment key={group}>
        <p className="side-group">{t(`console:menu.group.${group}`)}</p>
        {members.map((page) => (
          <Link key={page.to} to={page.to} aria-current={page.to === here ? "page" : undefined}>
            <Icon name={page.icon} /> {t(page.name)}
          </Link>
        ))}
        {group === "work" && <ViewLinks />}
      </Fragment>
    );
  });
}

function Side({ session }: { readonly session: SessionView }) {
  const { t } = useTranslation();
  return (
    <div className="side">
      <Link to="/" className="wordmark" aria-label={t("console:home")}>
        <Mirror size={26} /> <b>{t("console:name")}</b>
      </Link>
      <nav aria-label={t("console:menu.label")}>
        <PageLinks pages={pagesOf(session)} />
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
  readonly onHelp: () => void;
  readonly onSignOut: () => void;
}

function Top({ session, onSearch, onHelp, onSignOut }: TopProps) {
  const { t } = useTranslation();
  return (
    <header className="top">
      <button type="button" className="find" onClick={onSearch}>
        <Icon name="search" /> <span>{t("console:find")}</span>
        <Key>Ctrl K</Key>
      </button>
      <Preferences />
      <button
        type="button"
        className="top-help"
        aria-label={t("console:keys.title")}
        title={t("console:keys.title")}
        onClick={onHelp}
      >
        <Key>?</Key>
      </button>
      <Bell key={`${session.account} ${session.postId}`} />
      <span className="who">
        <Link to="/account" title={t("session:security.link")}>
          <b>{session.name}</b>
        </Link>{" "}
        <PostSwitch session={session} />
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
  const [isHelping, setHelping] = useState(false);
  const main = useRef<HTMLElement>(null);
  const signOut = useSignOut();
  const openSearch = useCallback(() => setSearching(true), []);
  useChord("k", openSearch);
  const openHelp = useCallback(() => setHelping(true), []);
  usePageKeys(session, openHelp);
  useEffect(() => sendWhenLeaving(), []);
  const leave = () => {
    onLeave();
    // What was given must be sent while somebody is still signed in.
    void flushAll().then(() => signOut.mutate());
  };
  return (
    <div className="app">
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        {t("console:skip")}
      </button>
      <Side session={session} />
      <div className="app-body">
        <OfflineNotice />
        <Top session={session} onSearch={openSearch} onHelp={openHelp} onSignOut={leave} />
        <main ref={main} tabIndex={-1}>
          <PrintHead session={session} />
          {signOut.error !== null && (
            <div className="page">
              <ProblemNotice error={signOut.error} />
            </div>
          )}
          <Outlet />
        </main>
      </div>
      <UndoBar />
      {isSearching && (
        <CommandPalette
          session={session}
          onClose={() => setSearching(false)}
          onHelp={openHelp}
          onSignOut={leave}
        />
      )}
      {isHelping && <HelpSheet session={session} onClose={() => setHelping(false)} />}
      <ScrollRestoration />
    </div>
  );
}
