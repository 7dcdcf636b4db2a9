/** Limits of each department, who stands in there today, and the form of the own department. */
import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { VoiceProfile, VoiceProfiles } from "../../../../contract/src/voice-profiles.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { Panel } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { api } from "../session/index.ts";
import { ProfileForm } from "./profile-form.tsx";

import "./figures.css";

type Row = VoiceProfiles["rows"][number];
type City = VoiceProfiles["city"];

function Limit({ own, city }: { readonly own: number | undefined; readonly city: number }) {
  const { t } = useTranslation();
  if (own !== undefined) return <b>{own}</b>;
  return (
    <span className="meta">
      {city} {t("figures:profiles.city")}
    </span>
  );
}

function Coming({ profile, city }: { readonly profile: VoiceProfile; readonly city: City }) {
  const { t } = useTranslation();
  return (
    <p className="meta">
      {t("figures:profiles.coming", {
        day: profile.validFrom,
        hours: profile.takeHours,
        complaint: profile.complaintDays ?? city.complaintDays,
        challenge: profile.challengeDays ?? city.challengeDays,
      })}
    </p>
  );
}

function Unit({ row, city }: { readonly row: Row; readonly city: City }) {
  return (
    <>
      <Link to={`/organisation/units/${row.unit.id}`}>{row.unit.name}</Link>
      {row.coming.map((profile) => (
        <Coming key={profile.validFrom} profile={profile} city={city} />
      ))}
    </>
  );
}

function Deputies({ row }: { readonly row: Row }) {
  const { t } = useTranslation();
  if (row.deputies.length === 0) return t("figures:profiles.nobody");
  return row.deputies.map((one) => (
    <Link
      key={`${one.person} ${one.from}`}
      className="profile-deputy"
      to={`/organisation/units/${row.unit.id}`}
    >
      {t("figures:profiles.deputy", one)}
    </Link>
  ));
}

const columnsOf = (t: TFunction, city: City): readonly Column<Row>[] => [
  {
    id: "unit",
    head: t("figures:profiles.unit"),
    isHead: true,
    cell: (row) => <Unit row={row} city={city} />,
  },
  ...(["takeHours", "complaintDays", "challengeDays"] as const).map((field) => ({
    id: field,
    head: t(`figures:profiles.${field}`),
    isNumber: true,
    cell: ({ current }: Row) => <Limit own={current?.[field]} city={city[field]} />,
  })),
  {
    id: "letterPrefix",
    head: t("figures:profiles.letterPrefix"),
    cell: ({ current }) => current?.letterPrefix ?? "—",
  },
  {
    id: "siteUrl",
    head: t("figures:profiles.siteUrl"),
    cell: ({ current }) => <span className="profile-site">{current?.siteUrl ?? "—"}</span>,
  },
  { id: "deputies", head: t("figures:profiles.deputies"), cell: (row) => <Deputies row={row} /> },
];

export function ProfilesPage() {
  const { t } = useTranslation();
  const request = useQuery({
    queryKey: ["voice-profiles"],
    queryFn: ({ signal }) => api.listProfiles(signal),
  });
  const profiles = request.data;
  const own = profiles?.rows.find(({ maySet }) => maySet);
  const count = profiles?.rows.filter(({ current }) => current !== undefined).length;
  return (
    <div className="page">
      <title>{t("figures:profiles.title")}</title>
      <h1 className="page-sentence">
        {count === undefined
          ? t("figures:profiles.title")
          : t("figures:profiles.sentence", { count })}
      </h1>
      <QueryState query={request} />
      {profiles !== undefined && (
        <>
          <p className="report-about">
            {t("figures:profiles.about", {
              hours: profiles.city.takeHours,
              complaint: profiles.city.complaintDays,
              challenge: profiles.city.challengeDays,
            })}
          </p>
          {own !== undefined && <ProfileForm row={own} city={profiles.city} />}
          <Panel title={t("figures:profiles.table")} flush>
            <DataTable
              caption={t("figures:profiles.table")}
              rows={profiles.rows}
              rowKey={({ unit }) => unit.id}
              columns={columnsOf(t, profiles.city)}
            />
          </Panel>
        </>
      )}
    </div>
  );
}
