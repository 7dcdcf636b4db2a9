/** Bell of the top bar: number of unread items, and the latest ones in a panel. */
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { NoticeItem } from "../../../../contract/src/notify.ts";
import { Icon } from "../../ui/icon.tsx";
import { Empty } from "../../ui/states.tsx";
import { NoticeList } from "./notice-list.tsx";

import "./notifications.css";
import { useLatest, useMarkRead, useNoticeStream } from "./queries.ts";

const MOST_SHOWN = 99;

/** Closes on Escape, and on a click or a focus outside. */
function useClosing(isOpen: boolean, close: () => void) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const outside = (event: Event) => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) close();
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      close();
      box.current?.querySelector("button")?.focus();
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
      document.removeEventListener("keydown", escape);
    };
  }, [isOpen, close]);
  return box;
}

function BellPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const latest = useLatest();
  const markRead = useMarkRead();
  const items = latest.data?.rows ?? [];
  const newest = items[0];
  const open = (item: NoticeItem) => {
    if (!item.isRead) markRead.mutate({ ids: [item.id] });
    if (item.lead !== undefined || item.voice !== undefined) onClose();
  };
  return (
    <>
      <div className="bell-head">
        <h2>{t("notifications:bell.title")}</h2>
        {newest !== undefined && (latest.data?.unread ?? 0) > 0 && (
          <button type="button" onClick={() => markRead.mutate({ until: newest.id })}>
            {t("notifications:bell.readAll")}
          </button>
        )}
      </div>
      {items.length === 0 ? (
        <Empty title={t("notifications:bell.empty")} why={t("notifications:bell.emptyWhy")} />
      ) : (
        <NoticeList items={items} onOpen={open} />
      )}
      <Link className="bell-all" to="/notifications" onClick={onClose}>
        {t("notifications:bell.all")}
      </Link>
    </>
  );
}

/** Another account or post gets a bell of its own: give it a key. */
export function Bell() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  useNoticeStream();
  const unread = useLatest().data?.unread ?? 0;
  const [close] = useState(() => () => setOpen(false));
  const box = useClosing(isOpen, close);
  const label =
    unread === 0
      ? t("notifications:bell.label")
      : t("notifications:bell.labelUnread", { count: unread });
  return (
    <div className="bell" ref={box}>
      <button
        type="button"
        className="bell-button"
        aria-label={label}
        title={label}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen((before) => !before)}
      >
        <Icon name="bell" />
        {unread > 0 && (
          <span className="bell-count" aria-hidden="true">
            {unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}
          </span>
        )}
      </button>
      <section
        id={id}
        className="bell-panel"
        aria-label={t("notifications:bell.title")}
        hidden={!isOpen}
      >
        {isOpen && <BellPanel onClose={close} />}
      </section>
    </div>
  );
}
