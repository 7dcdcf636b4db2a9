/** What was recorded of a project, which clips left the house, which recordings are kept beyond their time. */
import { Button, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type { RecordingsOfProject } from "../../../../contract/src/video.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { dayAndTime, dayOf, timeOf } from "../../ui/dates.ts";
import { Field } from "../../ui/field.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Empty } from "../../ui/states.tsx";
import { ClipForm, HoldForm } from "./clip-forms.tsx";
import { useEndHold } from "./register-queries.ts";

type Clip = RecordingsOfProject["clips"][number];
type Hold = RecordingsOfProject["holds"][number];
type Coverage = RecordingsOfProject["coverage"][number];

export const spanText = (from: string, to: string): string =>
  `${dayAndTime(from)}–${dayOf(from) === dayOf(to) ? timeOf(to) : dayAndTime(to)}`;

interface PanelProps {
  readonly ocid: string;
  readonly recordings: RecordingsOfProject;
  /** Clips and holds are made by those who keep recordings. */
  readonly mayKeep: boolean;
}

/** Name of a camera as its room tells it. */
export function useNames({ cameras, coverage }: RecordingsOfProject) {
  const names = new Map(
    [...coverage, ...cameras].map(({ channel, roomName, title }) => [
      channel,
      `${roomName} ${title}`,
    ]),
  );
  return (channel: string) => names.get(channel) ?? channel;
}

function useCoverageColumns(): readonly Column<Coverage>[] {
  const { t } = useTranslation();
  return [
    {
      id: "camera",
      head: t("cameras:recordings.camera"),
      isHead: true,
      cell: ({ roomName, title }) => `${roomName} ${title}`,
    },
    { id: "use", head: t("cameras:recordings.use"), cell: ({ use }) => t(`venue:use.${use}`) },
    {
      id: "span",
      head: t("cameras:recordings.span"),
      cell: ({ coverage: { from, to } }) => spanText(from, to),
    },
    {
      id: "share",
      head: t("cameras:recordings.share"),
      isNumber: true,
      cell: ({ coverage: { share }, isBroken }) => (
        <>
          {isBroken && <Tag tone="due">{t("cameras:recordings.broken")}</Tag>}{" "}
          {(share * 100).toFixed(2)}%
        </>
      ),
    },
  ];
}

export function CoveragePanel({ recordings: { coverage } }: Pick<PanelProps, "recordings">) {
  const { t } = useTranslation();
  const columns = useCoverageColumns();
  return (
    <Panel title={t("cameras:recordings.coverage")} flush>
      {coverage.length === 0 ? (
        <Empty
          title={t("cameras:recordings.noCoverage")}
          why={t("cameras:recordings.noCoverageWhy")}
        />
      ) : (
        <DataTable
          caption={t("cameras:recordings.coverage")}
          columns={columns}
          rows={coverage}
          rowKey={({ booking, channel }) => `${booking} ${channel}`}
        />
      )}
    </Panel>
  );
}

function useClipColumns(nameOf: (channel: string) => string): readonly Column<Clip>[] {
  const { t } = useTranslation();
  return [
    { id: "at", head: t("cameras:recordings.at"), cell: ({ at }) => dayAndTime(at) },
    {
      id: "camera",
      head: t("cameras:recordings.camera"),
      isHead: true,
      cell: ({ channel, from, to }) => (
        <>
          {nameOf(channel)}
          <span className="block meta">{spanText(from, to)}</span>
        </>
      ),
    },
    {
      id: "why",
      head: t("cameras:recordings.why"),
      cell: ({ purpose, reason }) => `${t(`video:purposes.${purpose}`)}：${reason}`,
    },
    { id: "person", head: t("cameras:recordings.person"), cell: ({ person }) => person },
    {
      id: "hash",
      head: t("cameras:recordings.hash"),
      cell: ({ hash }) => (
        <code className="clip-hash" title={hash}>
          {hash.slice(0, 16)}
        </code>
      ),
    },
  ];
}

export function ClipsPanel({ ocid, recordings, mayKeep }: PanelProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { cameras, clips } = recordings;
  const columns = useClipColumns(useNames(recordings));
  return (
    <Panel
      title={t("cameras:recordings.clips")}
      aside={
        mayKeep &&
        cameras.length > 0 && (
          <Button size="small" onClick={() => setOpen(true)}>
            {t("cameras:recordings.export")}
          </Button>
        )
      }
      flush
    >
      {isOpen && (
        <div className="panel-body">
          <ClipForm ocid={ocid} cameras={cameras} onDone={() => setOpen(false)} />
        </div>
      )}
      {clips.length === 0 ? (
        <Empty title={t("cameras:recordings.noClips")} why={t("cameras:recordings.noClipsWhy")} />
      ) : (
        <DataTable
          caption={t("cameras:recordings.clips")}
          columns={columns}
          rows={clips}
          rowKey={({ at, hash }) => `${at} ${hash}`}
        />
      )}
    </Panel>
  );
}

function EndForm({ hold, onDone }: { readonly hold: string; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const end = useEndHold();
  const [reason, setReason] = useState("");
  const [isShort, setShort] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const text = reason.trim();
    setShort(text.length < 4);
    if (text.length >= 4) end.mutate({ hold, reason: text }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit} aria-label={t("cameras:recordings.release")}>
      <Field
        label={t("cameras:recordings.releaseReason")}
        error={isShort ? t("cameras:fault.reasonShort") : undefined}
      >
        {(ids) => (
          <Input
            {...ids}
            maxLength={400}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </Field>
      {end.error !== null && <ProblemNotice error={end.error} />}
      <Button htmlType="submit" loading={end.isPending}>
        {t("cameras:recordings.release")}
      </Button>{" "}
      <Button onClick={onDone}>{t("cameras:form.leave")}</Button>
    </form>
  );
}

function HoldState({ hold, mayKeep }: { readonly hold: Hold; readonly mayKeep: boolean }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { endedAt, until, hold: id } = hold;
  if (endedAt !== undefined)
    return <>{t("cameras:recordings.released", { at: dayAndTime(endedAt) })}</>;
  return (
    <>
      <Tag tone="accent">{t("cameras:recordings.held")}</Tag>{" "}
      {until === undefined
        ? t("cameras:recordings.open")
        : t("cameras:recordings.heldUntil", { day: until })}{" "}
      {mayKeep && !isOpen && (
        <Button size="small" onClick={() => setOpen(true)}>
          {t("cameras:recordings.release")}
        </Button>
      )}
      {isOpen && <EndForm hold={id} onDone={() => setOpen(false)} />}
    </>
  );
}

function useHoldColumns(
  nameOf: (channel: string) => string,
  mayKeep: boolean,
): readonly Column<Hold>[] {
  const { t } = useTranslation();
  return [
    { id: "at", head: t("cameras:recordings.at"), cell: ({ at }) => dayAndTime(at) },
    {
      id: "camera",
      head: t("cameras:recordings.camera"),
      isHead: true,
      cell: ({ channel, span }) => (
        <>
          {nameOf(channel)}
          <span className="block meta">{spanText(span.from, span.to)}</span>
        </>
      ),
    },
    { id: "why", head: t("cameras:recordings.reason"), cell: ({ reason }) => reason },
    { id: "person", head: t("cameras:recordings.person"), cell: ({ person }) => person },
    {
      id: "state",
      head: t("cameras:stateHead"),
      cell: (hold) => <HoldState hold={hold} mayKeep={mayKeep} />,
    },
  ];
}

export function HoldsPanel({ ocid, recordings, mayKeep }: PanelProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { cameras, holds } = recordings;
  const columns = useHoldColumns(useNames(recordings), mayKeep);
  return (
    <Panel
      title={t("cameras:recordings.holds")}
      aside={
        mayKeep &&
        cameras.length > 0 && (
          <Button size="small" onClick={() => setOpen(true)}>
            {t("cameras:recordings.hold")}
          </Button>
        )
      }
      flush
    >
      {isOpen && (
        <div className="panel-body">
          <HoldForm ocid={ocid} cameras={cameras} onDone={() => setOpen(false)} />
        </div>
      )}
      {holds.length === 0 ? (
        <Empty title={t("cameras:recordings.noHolds")} why={t("cameras:recordings.noHoldsWhy")} />
      ) : (
        <DataTable
          caption={t("cameras:recordings.holds")}
          columns={columns}
          rows={holds}
          rowKey={({ hold }) => hold}
        />
      )}
    </Panel>
  );
}
