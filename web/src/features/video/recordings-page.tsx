/** 录像与调看: of a project what was recorded, handed out and kept, and who looked at it. */
import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Field } from "../../ui/field.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { useSession } from "../session/index.ts";
import { ChecksPanel } from "./checks-panel.tsx";
import { FilmPanel } from "./film-panel.tsx";
import { ClipsPanel, CoveragePanel, HoldsPanel } from "./recordings-panels.tsx";
import { useProjects, useRecordings } from "./register-queries.ts";
import { ViewingsPanel } from "./viewings-panel.tsx";

import "./cameras.css";
import "./video.css";

interface ProjectProps {
  readonly ocid: string | undefined;
  readonly onChoose: (ocid: string | undefined) => void;
}

function ProjectField({ ocid, onChoose }: ProjectProps) {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const { data } = useProjects(q);
  const rows = (data?.rows ?? []).map((row) => ({ value: row.ocid, label: row.title }));
  const isListed = ocid === undefined || rows.some(({ value }) => value === ocid);
  return (
    <div className="recording-project">
      <Field label={t("cameras:recordings.project")} hint={t("cameras:recordings.projectHint")}>
        {(ids) => (
          <Select
            {...ids}
            allowClear
            showSearch={{ filterOption: false, onSearch: setQ }}
            {...(ocid === undefined ? {} : { value: ocid })}
            options={isListed ? rows : [{ value: ocid, label: ocid }, ...rows]}
            onChange={(value: string | undefined) => onChoose(value)}
          />
        )}
      </Field>
    </div>
  );
}

function Project({ ocid, mayKeep }: { readonly ocid: string; readonly mayKeep: boolean }) {
  const query = useRecordings(ocid);
  const { data } = query;
  return (
    <>
      <QueryState query={query} />
      {data !== undefined && (
        <>
          <FilmPanel ocid={ocid} recordings={data} mayKeep={mayKeep} />
          <CoveragePanel recordings={data} />
          <ChecksPanel ocid={ocid} recordings={data} mayKeep={mayKeep} />
          <ClipsPanel ocid={ocid} recordings={data} mayKeep={mayKeep} />
          <HoldsPanel ocid={ocid} recordings={data} mayKeep={mayKeep} />
        </>
      )}
      <ViewingsPanel ocid={ocid} />
    </>
  );
}

export function RecordingsPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const held = useSession().data?.permissions ?? [];
  const ocid = search.get("ocid") ?? undefined;
  return (
    <div className="page cameras-page">
      <title>{t("cameras:recordings.documentTitle")}</title>
      <h1 className="page-sentence">{t("cameras:recordings.sentence")}</h1>
      <ProjectField
        ocid={ocid}
        onChoose={(value) => setSearch(value === undefined ? {} : { ocid: value })}
      />
      {ocid !== undefined && (
        <Project key={ocid} ocid={ocid} mayKeep={held.includes("video.keep")} />
      )}
      {ocid === undefined && held.includes("video.review") && <ViewingsPanel ocid={undefined} />}
      {ocid === undefined && !held.includes("video.review") && (
        <Empty
          title={t("cameras:recordings.noProject")}
          why={t("cameras:recordings.noProjectWhy")}
        />
      )}
    </div>
  );
}
