/** What happened: messages of both sides, steps, the answer. Messages are opened here. */
import { useTranslation } from "react-i18next";

import type { TipoffEvent, TipoffView } from "../../../../contract/src/tipoffs.ts";
import { fromBase64, openMessage } from "../../../../sealing/src/index.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { keyOf, useKeyring } from "./keyring.ts";
import { useSealedBox } from "./queries.ts";

function Message({
  id,
  box,
  isDeleted,
}: {
  readonly id: string;
  readonly box: NonNullable<TipoffEvent["box"]>;
  readonly isDeleted: boolean;
}) {
  const { t } = useTranslation();
  const key = keyOf(useKeyring(), box.keyId);
  const sealed = useSealedBox(id, box.hash, key !== undefined && !isDeleted);
  if (isDeleted) return <p className="meta">{t("tipoffs:content.deleted")}</p>;
  if (key === undefined)
    return <p className="tipoff-sealed">{t("tipoffs:content.locked", { key: box.keyId })}</p>;
  if (sealed.data === undefined) return null;
  const text = openMessage(key, fromBase64(sealed.data.box));
  return text === undefined ? (
    <p className="field-error">{t("tipoffs:content.damaged")}</p>
  ) : (
    <p className="tipoff-text">{text}</p>
  );
}

const nameOf = ({ kind }: TipoffEvent): string => kind.replace("tipoffs.", "").replaceAll("-", "_");

function Entry({ view, event }: { readonly view: TipoffView; readonly event: TipoffEvent }) {
  const { t } = useTranslation();
  const { box, by, text, step, outcome, isRead } = event;
  const isWriter = event.kind === "tipoffs.message-left" && by === undefined;
  return (
    <li className={isWriter ? "tipoff-entry is-writer" : "tipoff-entry"}>
      <p className="tipoff-entry-head">
        <b>
          {isWriter ? t("tipoffs:event.fromWriter") : t(`tipoffs:event.${nameOf(event)}`)}
          {step !== undefined && ` · ${t(`tipoffs:step.${step}`)}`}
        </b>
        {outcome !== undefined && <Tag tone="accent">{t(`tipoffs:outcome.${outcome}`)}</Tag>}
        <span className="meta">
          {by} <time dateTime={event.at}>{dayAndTime(event.at)}</time>
          {isRead === true && !isWriter && ` · ${t("tipoffs:event.fetched")}`}
        </span>
      </p>
      {text !== undefined && <p className="tipoff-text">{text}</p>}
      {box !== undefined && <Message id={view.row.id} box={box} isDeleted={view.row.isDeleted} />}
    </li>
  );
}

export function ThreadPanel({ view }: { readonly view: TipoffView }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("tipoffs:thread")}>
      <ol className="tipoff-thread">
        {view.events.map((event) => (
          <Entry key={event.id} view={view} event={event} />
        ))}
      </ol>
    </Panel>
  );
}
