/** What happened to a process, newest first, with its place in the witness log. */
import { useTranslation } from "react-i18next";

import type { ProcessEvent } from "../../../../contract/src/processes.ts";
import { dayOf, timeOf } from "../../ui/dates.ts";
import { sorted } from "../../ui/lists.ts";
import { Ring } from "../../ui/mirror.tsx";
import { useWord } from "./words.ts";

export function Timeline({ events }: { readonly events: readonly ProcessEvent[] }) {
  const { t, i18n } = useTranslation();
  const word = useWord();
  const kindWord = (kind: string) => {
    const key = `processes:factKind.${kind.replace(".", "_")}`;
    return i18n.exists(key) ? t(key) : kind;
  };
  const newestFirst = sorted(events, (left, right) => Date.parse(right.at) - Date.parse(left.at));
  return (
    <ol className="timeline">
      {newestFirst.map((event) => (
        <li key={event.factId}>
          <time dateTime={event.at}>
            {dayOf(event.at)} <span>{timeOf(event.at)}</span>
          </time>
          <div>
            <b>{kindWord(event.kind)}</b>
            {event.lotId !== undefined && (
              <span className="meta"> {t("processes:lot.title", { id: event.lotId })}</span>
            )}
            {event.detail !== undefined && <span> {word("noticeType", event.detail)}</span>}
            {event.text !== undefined && <div className="meta">{event.text}</div>}
          </div>
          <Ring leafIndex={event.leafIndex} />
        </li>
      ))}
    </ol>
  );
}
