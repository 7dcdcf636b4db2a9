/** What was written, opened here with the key of two holders; files one by one. */
import { Button } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { TipoffView } from "../../../../contract/src/tipoffs.ts";
import {
  fromBase64,
  maskIdentity,
  type OpenedTipoff,
  openTipoff,
} from "../../../../sealing/src/index.ts";
import { downloadBytes, downloadText } from "../../ui/csv.ts";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice, Skeleton } from "../../ui/states.tsx";
import { api } from "../session/index.ts";
import { keyOf, useKeyring } from "./keyring.ts";
import { useSealedBox } from "./queries.ts";

/** Undefined: locked, deleted, or not there yet. */
export function useOpened(view: TipoffView) {
  const { row, content, keyId } = view;
  const key = keyOf(useKeyring(), keyId);
  const box = useSealedBox(row.id, content, key !== undefined && !row.isDeleted);
  const opened = useMemo(
    () =>
      key === undefined || box.data === undefined
        ? undefined
        : openTipoff(key, fromBase64(box.data.box)),
    [key, box.data],
  );
  return { isLocked: key === undefined, box, opened };
}

function FileLine({
  view,
  opened,
  at,
}: {
  readonly view: TipoffView;
  readonly opened: OpenedTipoff;
  readonly at: number;
}) {
  const { t } = useTranslation();
  const [isDamaged, setDamaged] = useState(false);
  const file = opened.files[at];
  const hash = view.files[at];
  if (file === undefined || hash === undefined) return null;
  const fetchFile = async () => {
    const { box } = await api.getSealedBox(view.row.id, hash);
    const bytes = opened.openFile(at, fromBase64(box));
    setDamaged(bytes === undefined);
    if (bytes !== undefined) downloadBytes(file.name, bytes);
  };
  return (
    <li>
      <Button size="small" onClick={() => void fetchFile()}>
        {file.name}
      </Button>{" "}
      <span className="meta">
        {t("tipoffs:content.size", { kb: Math.ceil(file.size / 1024) })}
        {" · "}
        {t(file.isStripped ? "tipoffs:content.cleaned" : "tipoffs:content.raw")}
      </span>
      {isDamaged && <p className="field-error">{t("tipoffs:content.damaged")}</p>}
    </li>
  );
}

function Opened({ view, opened }: { readonly view: TipoffView; readonly opened: OpenedTipoff }) {
  const { t } = useTranslation();
  const { text, writer, hints } = opened.content;
  return (
    <>
      <p className="tipoff-text">{text}</p>
      {writer !== undefined && (
        <dl className="tipoff-facts">
          <div>
            <dt>{t("tipoffs:content.writer")}</dt>
            <dd>
              {writer.name} {writer.contact}
            </dd>
          </div>
        </dl>
      )}
      {hints.length > 0 && (
        <p className="meta">{t("tipoffs:content.hints", { hints: hints.join("、") })}</p>
      )}
      {opened.files.length > 0 && (
        <ul className="tipoff-files">
          {opened.files.map((file, at) => (
            <FileLine key={file.name} view={view} opened={opened} at={at} />
          ))}
        </ul>
      )}
      <div className="tipoff-acts">
        <Button
          onClick={() =>
            downloadText(`${t("tipoffs:content.exportName")}.txt`, maskIdentity(text, hints))
          }
        >
          {t("tipoffs:content.export")}
        </Button>
      </div>
    </>
  );
}

export function ContentPanel({ view }: { readonly view: TipoffView }) {
  const { t } = useTranslation();
  const { isLocked, box, opened } = useOpened(view);
  return (
    <Panel
      title={t("tipoffs:content.title")}
      aside={<span className="meta">{t("tipoffs:content.key", { key: view.keyId })}</span>}
    >
      {view.row.isDeleted && <Notice tone="accent">{t("tipoffs:content.deleted")}</Notice>}
      {!view.row.isDeleted && isLocked && (
        <p className="tipoff-sealed">{t("tipoffs:content.locked", { key: view.keyId })}</p>
      )}
      {!isLocked && box.isLoading && <Skeleton label={t("console:loading")} />}
      {box.error !== null && <ProblemNotice error={box.error} />}
      {opened !== undefined && <Opened view={view} opened={opened} />}
      {box.data !== undefined && !isLocked && opened === undefined && (
        <Notice tone="overdue">{t("tipoffs:content.damaged")}</Notice>
      )}
    </Panel>
  );
}
