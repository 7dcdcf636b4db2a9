import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { VoiceView } from "../../../../contract/src/voices.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { voicePath } from "./voice-table.tsx";

/** Other voices about the same process: two departments must not decide the same thing. */
export function RelatedPanel({ view }: { readonly view: VoiceView }) {
  const { t } = useTranslation();
  if (view.related.length === 0) return null;
  return (
    <Panel title={t("voices:related.title")}>
      <ul className="plain-list">
        {view.related.map(({ id, number, kind, state }) => (
          <li key={id}>
            <Link to={voicePath(id)}>
              {t(`voices:kind.${kind}`)} {number}
            </Link>{" "}
            <Tag>{t(`voices:state.${state}`)}</Tag>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
