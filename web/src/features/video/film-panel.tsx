/** 回看: which camera and span, what for; then the film. */
import { Button, InputNumber } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type { RecordingsOfProject } from "../../../../contract/src/video.ts";
import { Field } from "../../ui/field.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Empty } from "../../ui/states.tsx";
import { PurposeField, ReasonField, SpanFields, useValues } from "./clip-forms.tsx";
import { Film, type Opened } from "./film.tsx";
import { useNames } from "./recordings-panels.tsx";
import { useOpenFilm } from "./register-queries.ts";

const USUAL_MINUTES = 30;

interface FormProps {
  readonly ocid: string;
  readonly cameras: RecordingsOfProject["cameras"];
  readonly nameOf: (channel: string) => string;
  readonly onOpen: (opened: Opened) => void;
}

function FilmForm({ ocid, cameras, nameOf, onOpen }: FormProps) {
  const { t } = useTranslation();
  const { values, faults, change, take } = useValues(cameras);
  const [minutes, setMinutes] = useState(USUAL_MINUTES);
  const open = useOpenFilm();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const taken = take();
    if (taken === undefined) return;
    const { channel, span, reason } = taken;
    const { purpose } = values;
    open.mutate(
      { channel, ocid, purpose, reason, minutes, recorded: span },
      {
        onSuccess: (viewing) =>
          onOpen({ viewing, ocid, span, purpose, reason, name: nameOf(channel) }),
      },
    );
  };
  return (
    <form className="camera-form" noValidate onSubmit={submit} aria-label={t("cameras:film.title")}>
      <SpanFields cameras={cameras} values={values} faults={faults} change={change} />
      <PurposeField values={values} change={change} />
      <ReasonField values={values} faults={faults} change={change} />
      <Field label={t("video:purpose.minutes")}>
        {(ids) => (
          <InputNumber
            {...ids}
            min={5}
            max={120}
            value={minutes}
            onChange={(value) => setMinutes(value ?? USUAL_MINUTES)}
          />
        )}
      </Field>
      <div className="camera-form-end">
        {open.error !== null && <ProblemNotice error={open.error} />}
        <p className="meta">{t("video:purpose.why")}</p>
        <Button htmlType="submit" type="primary" loading={open.isPending}>
          {t("cameras:film.open")}
        </Button>
      </div>
    </form>
  );
}

interface PanelProps {
  readonly ocid: string;
  readonly recordings: RecordingsOfProject;
  readonly mayKeep: boolean;
}

export function FilmPanel({ ocid, recordings, mayKeep }: PanelProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<Opened>();
  const nameOf = useNames(recordings);
  const { cameras } = recordings;
  return (
    <Panel title={t("cameras:film.title")}>
      {cameras.length === 0 && (
        <Empty title={t("cameras:film.none")} why={t("cameras:film.noneWhy")} />
      )}
      {cameras.length > 0 && opened === undefined && (
        <FilmForm ocid={ocid} cameras={cameras} nameOf={nameOf} onOpen={setOpened} />
      )}
      {opened !== undefined && (
        <Film
          key={opened.viewing.viewing}
          opened={opened}
          mayKeep={mayKeep}
          onClose={() => setOpened(undefined)}
        />
      )}
    </Panel>
  );
}
