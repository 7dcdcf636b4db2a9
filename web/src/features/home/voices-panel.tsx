/** 来件: open voices of this post, the first clock on top. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { VoiceRow } from "../../../../contract/src/voices.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { Empty } from "../../ui/states.tsx";
import { DueMark, voicePath } from "../voices/index.ts";

function Row({ row }: { readonly row: VoiceRow }) {
  const { t } = useTranslation();
  return (
    <li className="home-voice">
      <div>
        <Link to={voicePath(row.id)} data-row={row.id}>
          {row.title}
        </Link>
        <span className="meta block">
          {t(`voices:kind.${row.kind}`)} {row.number} · {row.unit.name}
        </span>
      </div>
      <Tag>{t(`voices:state.${row.state}`)}</Tag>
      <DueMark binding={row.binding} next={row.next} isPaused={row.isPaused} />
    </li>
  );
}

export function VoicesPanel({ rows }: { readonly rows: readonly VoiceRow[] }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("home:voices.title")} aside={<Link to="/voices">{t("home:voices.all")}</Link>}>
      {rows.length === 0 && <Empty title={t("home:voices.none")} why={t("home:voices.noneWhy")} />}
      <ul className="home-voices">
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
    </Panel>
  );
}
