import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { NoticeItem } from "../../../../contract/src/notify.ts";
import { dayAndTime } from "../../ui/dates.ts";

/** Where an item leads; undefined: nowhere in particular. */
function targetOf({ kind, lead, voice }: NoticeItem): string | undefined {
  if (voice !== undefined) return `/voices/${encodeURIComponent(voice.number)}`;
  if (lead !== undefined) return `/leads/${encodeURIComponent(lead.id)}`;
  if (kind === "approvalRequested") return "/approvals";
  if (kind === "noticeSigned" || kind === "noticeAnswered") return "/oversight/notices";
  if (kind === "reportCame" || kind === "letterCame") return "/followup";
  if (kind === "copySent") return "/publications?view=copies";
  if (kind === "tipoffRouted") return "/tipoffs";
  if (kind === "security") return "/account";
  return undefined;
}

function Item({ item, onOpen }: { readonly item: NoticeItem; readonly onOpen: () => void }) {
  const { t } = useTranslation();
  const target = targetOf(item);
  const about = item.lead ?? item.voice;
  const words = (
    <>
      <span className="notice-kind">
        {!item.isRead && (
          <span className="notice-dot" role="img" aria-label={t("notifications:page.unread")} />
        )}
        <b>{t(`notifications:kind.${item.kind}`)}</b>
      </span>
      {about === undefined ? (
        <span className="notice-what">{t(`notifications:next.${item.kind}`)}</span>
      ) : (
        <span className="notice-what">
          <code>{about.number}</code> {about.title}
        </span>
      )}
      <time dateTime={item.at}>{dayAndTime(item.at)}</time>
    </>
  );
  return (
    <li className={item.isRead ? "notice-item" : "notice-item is-unread"}>
      {target === undefined ? (
        <button type="button" onClick={onOpen}>
          {words}
        </button>
      ) : (
        <Link to={target} onClick={onOpen}>
          {words}
        </Link>
      )}
    </li>
  );
}

/** Items, newest first; opening one marks it as read. */
export function NoticeList({
  items,
  onOpen,
}: {
  readonly items: readonly NoticeItem[];
  readonly onOpen: (item: NoticeItem) => void;
}) {
  return (
    <ul className="notice-list">
      {items.map((item) => (
        <Item key={item.id} item={item} onOpen={() => onOpen(item)} />
      ))}
    </ul>
  );
}
