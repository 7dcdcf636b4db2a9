/** Open matters as the next witness must know them. */
import { useTranslation } from "react-i18next";

import type { OpenMatter } from "../../../../contract/src/witnessing-values.ts";
import { timeOf } from "../../ui/dates.ts";
import { roomName } from "./words.ts";

export function OpenList({ open }: { readonly open: readonly OpenMatter[] }) {
  const { t } = useTranslation();
  if (open.length === 0) return <p className="meta">{t("witnessing:nothingOpen")}</p>;
  return (
    <ul className="open-list">
      {open.map(({ kind, room, about, text, since }) => (
        <li key={`${kind} ${room} ${about ?? ""}`}>
          <b>{roomName(t, room)}</b> {t(`witnessing:matter.${kind}`, { about: about ?? "" })}
          {since !== undefined && <span className="meta"> {timeOf(since)}</span>}
          <span className="block meta">{text}</span>
        </li>
      ))}
    </ul>
  );
}
