/** 调看记录: who looked at which picture, what for and how long. Those whose reads are sealed are not in it (decision 0011). */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Span } from "../../../../contract/src/video-values.ts";
import type { ViewingList } from "../../../../contract/src/video.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { dayAndTime, secondOf } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { spanText } from "./recordings-panels.tsx";
import { useViewings } from "./register-queries.ts";

type Line = ViewingList["rows"][number];

const SHOWN_STRETCHES = 3;

/** Nothing was sent, or nothing is counted yet: what is looked at is on record half a minute later. */
function lengthOf(t: TFunction, { seconds, recorded, isOpen }: Line): string {
  if (seconds > 0) return t("cameras:viewings.seconds", { count: Math.round(seconds) });
  if (isOpen) return t("cameras:viewings.counting");
  return recorded === undefined
    ? t("cameras:viewings.seconds", { count: 0 })
    : t("cameras:viewings.notSent");
}

/** What of the recording was sent. */
function Stretches({ stretches }: { readonly stretches: readonly Span[] }) {
  const { t } = useTranslation();
  const texts = stretches.map(({ from, to }) => `${secondOf(from)}–${secondOf(to)}`);
  return (
    <span className="block meta" title={texts.join("，")}>
      {texts.slice(0, SHOWN_STRETCHES).map((text) => (
        <span key={text} className="block">
          {text}
        </span>
      ))}
      {texts.length > SHOWN_STRETCHES && t("cameras:viewings.more", { count: texts.length })}
    </span>
  );
}

function useColumns(hasProject: boolean): readonly Column<Line>[] {
  const { t } = useTranslation();
  const columns: readonly Column<Line>[] = [
    { id: "at", head: t("cameras:viewings.at"), cell: ({ at }) => dayAndTime(at) },
    {
      id: "person",
      head: t("cameras:viewings.person"),
      isHead: true,
      cell: ({ person, unit }) => (
        <>
          {person}
          <span className="block meta">{unit}</span>
        </>
      ),
    },
    {
      id: "picture",
      head: t("cameras:viewings.picture"),
      cell: ({ channel, room, title, roomName, zone, recorded }) => (
        <>
          <Tag>{t(`video:zone.${zone}`)}</Tag> {roomName ?? room} {title ?? channel}
          <span className="block meta">
            {recorded === undefined
              ? t("cameras:viewings.live")
              : t("cameras:viewings.recorded", { span: spanText(recorded.from, recorded.to) })}
          </span>
        </>
      ),
    },
    {
      id: "why",
      head: t("cameras:recordings.why"),
      cell: ({ purpose, reason }) =>
        [purpose === undefined ? undefined : t(`video:purposes.${purpose}`), reason]
          .filter((part) => part !== undefined)
          .join("："),
    },
    {
      id: "seconds",
      head: t("cameras:viewings.length"),
      isNumber: true,
      cell: (line) => (
        <>
          {lengthOf(t, line)}
          {(line.stretches ?? []).length > 0 && <Stretches stretches={line.stretches ?? []} />}
        </>
      ),
    },
  ];
  if (hasProject) return columns;
  const project: Column<Line> = {
    id: "project",
    head: t("cameras:recordings.project"),
    cell: ({ ocid, project: title }) => (
      <Link to={`/recordings?ocid=${encodeURIComponent(ocid)}`}>{title}</Link>
    ),
  };
  return [...columns.slice(0, 2), project, ...columns.slice(2)];
}

/** @param ocid Absent: of all projects that the reader supervises */
export function ViewingsPanel({ ocid }: { readonly ocid: string | undefined }) {
  const { t } = useTranslation();
  const query = useViewings(ocid);
  const columns = useColumns(ocid !== undefined);
  const rows = query.data?.rows;
  return (
    <Panel title={t("cameras:viewings.title")} aside={t("cameras:viewings.aside")} flush>
      <QueryState query={query} />
      {rows?.length === 0 && (
        <Empty title={t("cameras:viewings.none")} why={t("cameras:viewings.noneWhy")} />
      )}
      {rows !== undefined && rows.length > 0 && (
        <DataTable
          caption={t("cameras:viewings.title")}
          columns={columns}
          rows={rows}
          rowKey={({ at, person, channel }) => `${at} ${person} ${channel}`}
        />
      )}
    </Panel>
  );
}
