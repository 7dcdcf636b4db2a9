/** 导出片段 and 封存录像: a camera of the project, a span within its booking, what for. */
import { Button, Input, Select } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import { VIEW_PURPOSES, type ViewPurpose } from "../../../../contract/src/video-values.ts";
import type { RecordingsOfProject } from "../../../../contract/src/video.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Field } from "../../ui/field.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import type { Faults } from "./camera-words.ts";
import { faultsOfClip, localOf, spanOf } from "./clip-words.ts";
import { useExportClip, useHold } from "./register-queries.ts";

type Camera = RecordingsOfProject["cameras"][number];

interface Values {
  /** Place in the list: a camera stands there once a booking. */
  readonly place: number;
  readonly from: string;
  readonly to: string;
  readonly purpose: ViewPurpose;
  readonly reason: string;
  readonly until: string;
}

const valuesOf = (cameras: readonly Camera[], place: number): Values => ({
  place,
  from: localOf(cameras[place]?.span.from),
  to: localOf(cameras[place]?.span.to),
  purpose: "complaint",
  reason: "",
  until: "",
});

interface PartProps {
  readonly cameras: readonly Camera[];
  readonly values: Values;
  readonly faults: Faults;
  readonly change: (changes: Partial<Values>) => void;
}

export function SpanFields({ cameras, values, faults, change }: PartProps) {
  const { t } = useTranslation();
  const fault = faults["span"];
  const error = fault === undefined ? undefined : t(`cameras:fault.${fault}`);
  return (
    <>
      <Field label={t("cameras:recordings.camera")}>
        {(ids) => (
          <Select
            {...ids}
            value={values.place}
            options={cameras.map(({ roomName, title, span }, place) => ({
              value: place,
              label: `${roomName} ${title} · ${dayAndTime(span.from)}`,
            }))}
            onChange={(place: number) => {
              const { from, to } = valuesOf(cameras, place);
              change({ place, from, to });
            }}
          />
        )}
      </Field>
      {(["from", "to"] as const).map((name) => (
        <Field
          key={name}
          label={t(`cameras:recordings.${name}`)}
          error={name === "from" ? error : undefined}
        >
          {(ids) => (
            <Input
              {...ids}
              type="datetime-local"
              step={1}
              value={values[name]}
              onChange={({ target }) => change({ [name]: target.value })}
            />
          )}
        </Field>
      ))}
    </>
  );
}

export function PurposeField({ values, change }: Pick<PartProps, "values" | "change">) {
  const { t } = useTranslation();
  return (
    <Field label={t("video:purpose.purpose")}>
      {(ids) => (
        <Select
          {...ids}
          value={values.purpose}
          onChange={(purpose: ViewPurpose) => change({ purpose })}
          options={VIEW_PURPOSES.map((value) => ({ value, label: t(`video:purposes.${value}`) }))}
        />
      )}
    </Field>
  );
}

export function ReasonField({ values, faults, change }: Omit<PartProps, "cameras">) {
  const { t } = useTranslation();
  return (
    <Field
      label={t("cameras:recordings.reason")}
      error={faults["reason"] === undefined ? undefined : t("cameras:fault.reasonShort")}
    >
      {(ids) => (
        <Input
          {...ids}
          maxLength={400}
          value={values.reason}
          onChange={({ target }) => change({ reason: target.value })}
        />
      )}
    </Field>
  );
}

export function useValues(cameras: readonly Camera[]) {
  const [values, setValues] = useState(() => valuesOf(cameras, 0));
  const [faults, setFaults] = useState<Faults>({});
  const change = (changes: Partial<Values>) => {
    setFaults({});
    setValues((before) => ({ ...before, ...changes }));
  };
  /** undefined: something is missing, and the form says what. */
  const take = () => {
    const camera = cameras[values.place];
    const found = faultsOfClip(values, camera?.span);
    setFaults(found);
    const span = spanOf(values);
    if (camera === undefined || span === undefined || Object.keys(found).length > 0)
      return undefined;
    return { channel: camera.channel, span, reason: values.reason.trim() };
  };
  return { values, faults, change, take };
}

interface FormProps {
  readonly ocid: string;
  readonly cameras: readonly Camera[];
  readonly onDone: () => void;
}

export function ClipForm({ ocid, cameras, onDone }: FormProps) {
  const { t } = useTranslation();
  const clip = useExportClip();
  const { values, faults, change, take } = useValues(cameras);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const taken = take();
    if (taken !== undefined)
      clip.mutate({ ...taken, ocid, purpose: values.purpose }, { onSuccess: onDone });
  };
  return (
    <form
      className="camera-form"
      noValidate
      onSubmit={submit}
      aria-label={t("cameras:recordings.export")}
    >
      <SpanFields cameras={cameras} values={values} faults={faults} change={change} />
      <PurposeField values={values} change={change} />
      <ReasonField values={values} faults={faults} change={change} />
      <div className="camera-form-end">
        {clip.error !== null && <ProblemNotice error={clip.error} />}
        <p className="meta">{t("cameras:recordings.exportWhy")}</p>
        <Button htmlType="submit" type="primary" loading={clip.isPending}>
          {t("cameras:recordings.export")}
        </Button>{" "}
        <Button onClick={onDone}>{t("cameras:form.leave")}</Button>
      </div>
    </form>
  );
}

export function HoldForm({ ocid, cameras, onDone }: FormProps) {
  const { t } = useTranslation();
  const hold = useHold();
  const { values, faults, change, take } = useValues(cameras);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const taken = take();
    if (taken === undefined) return;
    const until = values.until === "" ? {} : { until: values.until };
    hold.mutate({ ...taken, ocid, ...until }, { onSuccess: onDone });
  };
  return (
    <form
      className="camera-form"
      noValidate
      onSubmit={submit}
      aria-label={t("cameras:recordings.hold")}
    >
      <SpanFields cameras={cameras} values={values} faults={faults} change={change} />
      <Field label={t("cameras:recordings.until")} hint={t("cameras:recordings.untilHint")}>
        {(ids) => (
          <Input
            {...ids}
            type="date"
            value={values.until}
            onChange={({ target }) => change({ until: target.value })}
          />
        )}
      </Field>
      <ReasonField values={values} faults={faults} change={change} />
      <div className="camera-form-end">
        {hold.error !== null && <ProblemNotice error={hold.error} />}
        <Button htmlType="submit" type="primary" loading={hold.isPending}>
          {t("cameras:recordings.hold")}
        </Button>{" "}
        <Button onClick={onDone}>{t("cameras:form.leave")}</Button>
      </div>
    </form>
  );
}
