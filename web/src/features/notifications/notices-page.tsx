/** All notifications, and by which ways one is told outside of the console. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type { NoticeItem } from "../../../../contract/src/notify.ts";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { NoticeList } from "./notice-list.tsx";
import { useMarkRead, useNoticePages } from "./queries.ts";

import "./notifications.css";
import { SettingsPanel } from "./settings-panel.tsx";

interface TabsProps {
  readonly isUnreadOnly: boolean;
  readonly unread: number;
  readonly newest: number | undefined;
  readonly onShow: (query: Record<string, string>) => void;
}

function Tabs({ isUnreadOnly, unread, newest, onShow }: TabsProps) {
  const { t } = useTranslation();
  const markRead = useMarkRead();
  return (
    <>
      <div className="tabs" role="group" aria-label={t("notifications:page.filter")}>
        <button type="button" aria-pressed={!isUnreadOnly} onClick={() => onShow({})}>
          {t("notifications:page.everything")}
        </button>
        <button
          type="button"
          aria-pressed={isUnreadOnly}
          onClick={() => onShow({ show: "unread" })}
        >
          {t("notifications:page.onlyUnread")} <em>{unread}</em>
        </button>
        {newest !== undefined && unread > 0 && (
          <Button
            className="notices-read-all"
            loading={markRead.isPending}
            onClick={() => markRead.mutate({ until: newest })}
          >
            {t("notifications:bell.readAll")}
          </Button>
        )}
      </div>
      {markRead.error !== null && <ProblemNotice error={markRead.error} />}
    </>
  );
}

export function NoticesPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const isUnreadOnly = params.get("show") === "unread";
  const pages = useNoticePages(isUnreadOnly);
  const markRead = useMarkRead();
  const items = pages.data?.pages.flatMap(({ rows }) => rows) ?? [];
  const unread = pages.data?.pages[0]?.unread ?? 0;
  const newest = items[0];
  const open = (item: NoticeItem) => {
    if (!item.isRead) markRead.mutate({ ids: [item.id] });
  };
  return (
    <div className="page">
      <title>{t("notifications:page.documentTitle")}</title>
      <h1 className="page-sentence">
        {unread === 0
          ? t("notifications:page.sentenceNone")
          : t("notifications:page.sentence", { count: unread })}
      </h1>
      <div className="split notices-split">
        <div>
          <Tabs
            isUnreadOnly={isUnreadOnly}
            unread={unread}
            newest={newest?.id}
            onShow={(show) => setParams(show, { replace: true })}
          />
          <QueryState query={pages} />
          {pages.data !== undefined && items.length === 0 && (
            <Empty
              title={t("notifications:bell.empty")}
              why={t("notifications:bell.emptyWhy")}
              next={<Link to="/leads">{t("console:menu.leads")}</Link>}
            />
          )}
          {items.length > 0 && (
            <div className="panel">
              <NoticeList items={items} onOpen={open} />
            </div>
          )}
          {pages.hasNextPage && (
            <Button
              className="more"
              loading={pages.isFetchingNextPage}
              onClick={() => void pages.fetchNextPage()}
            >
              {t("console:more", { shown: items.length })}
            </Button>
          )}
        </div>
        <SettingsPanel />
      </div>
    </div>
  );
}
