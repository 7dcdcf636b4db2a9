/** 准入国标设备: number and password as they stand in the device. The password is kept sealed and never shown again. */
import { Button, Checkbox, Input, Select } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type { AcceptDevice } from "../../../../contract/src/camera-register.ts";
import { DEVICE_TRANSPORTS, type DeviceTransport } from "../../../../contract/src/video-values.ts";
import { Field } from "../../ui/field.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { type Faults, faultsOfDevice } from "./camera-words.ts";
import { useAcceptDevice } from "./register-queries.ts";

export interface DeviceDraft extends Omit<AcceptDevice, "password"> {
  readonly isNew: boolean;
}

export const newDevice = (device = ""): DeviceDraft => ({
  device,
  title: "",
  transport: "udp",
  isInUse: true,
  isNew: true,
});

interface PartProps {
  readonly values: AcceptDevice;
  readonly isNew: boolean;
  readonly change: (changes: Partial<AcceptDevice>) => void;
  readonly fault: (field: string) => string | undefined;
}

function NameFields({ values, isNew, change, fault }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <Field
        label={t("cameras:device.number")}
        hint={t("cameras:device.numberHint")}
        error={fault("device")}
      >
        {(ids) => (
          <Input
            {...ids}
            inputMode="numeric"
            maxLength={20}
            disabled={!isNew}
            value={values.device}
            onChange={({ target }) => change({ device: target.value.trim() })}
          />
        )}
      </Field>
      <Field label={t("cameras:device.title")} error={fault("title")}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={80}
            value={values.title}
            onChange={({ target }) => change({ title: target.value })}
          />
        )}
      </Field>
    </>
  );
}

function WayFields({ values, isNew, change, fault }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <Field
        label={t("cameras:device.password")}
        hint={t(isNew ? "cameras:device.passwordHint" : "cameras:device.passwordKept")}
        error={fault("password")}
      >
        {(ids) => (
          <Input.Password
            {...ids}
            maxLength={64}
            autoComplete="new-password"
            value={values.password ?? ""}
            onChange={({ target }) => change({ password: target.value })}
          />
        )}
      </Field>
      <Field label={t("cameras:device.transport")} hint={t("cameras:device.transportHint")}>
        {(ids) => (
          <Select
            {...ids}
            value={values.transport}
            options={DEVICE_TRANSPORTS.map((value) => ({
              value,
              label: t(`cameras:transport.${value}`),
            }))}
            onChange={(transport: DeviceTransport) => change({ transport })}
          />
        )}
      </Field>
    </>
  );
}

export interface DeviceFormProps {
  readonly draft: DeviceDraft;
  readonly onDone: () => void;
}

export function DeviceForm({ draft: { isNew, ...draft }, onDone }: DeviceFormProps) {
  const { t } = useTranslation();
  const accept = useAcceptDevice();
  const [values, setValues] = useState<AcceptDevice>(draft);
  const [faults, setFaults] = useState<Faults>({});
  const change = (changes: Partial<AcceptDevice>) => {
    accept.reset();
    setFaults({});
    setValues((before) => ({ ...before, ...changes }));
  };
  const fault = (field: string) => {
    const key = faults[field];
    return key === undefined ? undefined : t(`cameras:fault.${key}`);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const { password, title, ...rest } = values;
    const entered = password === undefined || password === "" ? {} : { password };
    const body = { ...rest, title: title.trim(), ...entered };
    const found = faultsOfDevice(body, { isNew });
    setFaults(found);
    if (Object.keys(found).length === 0) accept.mutate(body, { onSuccess: onDone });
  };
  const parts = { values, isNew, change, fault };
  return (
    <form
      className="camera-form"
      noValidate
      onSubmit={submit}
      aria-label={
        isNew ? t("cameras:device.accept") : t("cameras:device.change", { title: draft.title })
      }
    >
      <NameFields {...parts} />
      <WayFields {...parts} />
      <Checkbox
        checked={values.isInUse}
        onChange={({ target }) => change({ isInUse: target.checked })}
      >
        {t("cameras:device.inUse")}
      </Checkbox>
      <div className="camera-form-end">
        {accept.error !== null && <ProblemNotice error={accept.error} />}
        <Button htmlType="submit" type="primary" loading={accept.isPending}>
          {t("cameras:device.save")}
        </Button>{" "}
        <Button onClick={onDone}>{t("cameras:form.leave")}</Button>
      </div>
    </form>
  );
}
