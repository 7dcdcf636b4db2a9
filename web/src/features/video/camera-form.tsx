/** 登记摄像机: its room, what it looks at, and how its picture comes. An address is kept sealed and never shown again. */
import { Button, Checkbox, Input, Select } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type {
  CameraRegister,
  ChannelLine,
  RegisterChannel,
} from "../../../../contract/src/camera-register.ts";
import { CHANNEL_VIEWS, type ChannelView } from "../../../../contract/src/video-values.ts";
import { Field } from "../../ui/field.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { cameraOf, type Faults, faultsOfCamera, nextChannelId } from "./camera-words.ts";
import { useRegisterChannel } from "./register-queries.ts";

export type CameraDraft = Omit<RegisterChannel, "channel"> & { readonly channel?: string };

/** What the public may see is chosen, never the default. */
export const NEW_CAMERA: CameraDraft = {
  room: "",
  title: "",
  view: "room",
  source: "rtsp",
  isInUse: true,
};

export const draftOf = ({
  channel,
  room,
  title,
  view,
  source,
  isInUse,
  device,
  onvifPort,
}: ChannelLine): CameraDraft => ({
  channel,
  room,
  title,
  view,
  source,
  isInUse,
  ...(device === undefined ? {} : { device }),
  ...(onvifPort === undefined ? {} : { onvifPort }),
});

interface PartProps {
  readonly values: CameraDraft;
  readonly faults: Faults;
  readonly change: (changes: Partial<CameraDraft>) => void;
}

function useFault(faults: Faults) {
  const { t } = useTranslation();
  return (field: string) => {
    const fault = faults[field];
    return fault === undefined ? undefined : t(`cameras:fault.${fault}`);
  };
}

function AddressField({ values, faults, change }: PartProps) {
  const { t } = useTranslation();
  const fault = useFault(faults);
  const isNew = values.channel === undefined;
  return (
    <Field
      label={t("cameras:form.address")}
      hint={t(isNew ? "cameras:form.addressHint" : "cameras:form.addressKept")}
      error={fault("address")}
    >
      {(ids) => (
        <Input
          {...ids}
          maxLength={400}
          autoComplete="off"
          spellCheck={false}
          placeholder="rtsp://"
          value={values.address ?? ""}
          onChange={({ target: { value } }) => change({ address: value.trim() })}
        />
      )}
    </Field>
  );
}

function DeviceField({
  values,
  faults,
  change,
  register,
}: PartProps & { readonly register: CameraRegister }) {
  const { t } = useTranslation();
  const fault = useFault(faults);
  const { device: chosen } = values;
  const isFree = (ref: { device: string; channel: string }) => {
    const shown = cameraOf(ref, register.channels);
    return shown === undefined || shown.channel === values.channel;
  };
  const options = register.devices.flatMap(({ device, title, channels }) =>
    channels
      .filter(({ channel, isCamera }) => isCamera && isFree({ device, channel }))
      .map(({ channel, name }) => ({
        value: `${device}/${channel}`,
        label: `${title} · ${name}`,
      })),
  );
  return (
    <Field
      label={t("cameras:form.channel")}
      hint={t("cameras:form.channelHint")}
      error={fault("device")}
    >
      {(ids) => (
        <Select
          {...ids}
          {...(chosen === undefined ? {} : { value: `${chosen.device}/${chosen.channel}` })}
          options={options}
          onChange={(value: string) => {
            const [device = "", channel = ""] = value.split("/");
            change({ device: { device, channel } });
          }}
        />
      )}
    </Field>
  );
}

function PlaceFields({
  values,
  faults,
  change,
  rooms,
}: PartProps & { readonly rooms: CameraRegister["rooms"] }) {
  const { t } = useTranslation();
  const fault = useFault(faults);
  return (
    <>
      <Field label={t("cameras:room")} error={fault("room")}>
        {(ids) => (
          <Select
            {...ids}
            {...(values.room === "" ? {} : { value: values.room })}
            options={rooms
              .filter(({ room, isInUse }) => isInUse || room === values.room)
              .map(({ room, name }) => ({ value: room, label: name }))}
            onChange={(room: string) => change({ room })}
          />
        )}
      </Field>
      <Field label={t("cameras:form.title")} error={fault("title")}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={80}
            value={values.title}
            onChange={({ target }) => change({ title: target.value })}
          />
        )}
      </Field>
      <Field label={t("cameras:form.view")} hint={t("cameras:form.viewHint")}>
        {(ids) => (
          <Select
            {...ids}
            value={values.view}
            options={CHANNEL_VIEWS.map((value) => ({ value, label: t(`cameras:view.${value}`) }))}
            onChange={(view: ChannelView) => change({ view })}
          />
        )}
      </Field>
    </>
  );
}

function bodyOf(values: CameraDraft, register: CameraRegister): RegisterChannel {
  const { address, channel, title, ...rest } = values;
  const taken = new Set(register.channels.map((one) => one.channel));
  return {
    ...rest,
    title: title.trim(),
    channel: channel ?? nextChannelId(rest.room, taken),
    ...(address === undefined || address === "" ? {} : { address }),
  };
}

export interface CameraFormProps {
  readonly register: CameraRegister;
  readonly draft: CameraDraft;
  readonly onDone: () => void;
}

export function CameraForm({ register, draft, onDone }: CameraFormProps) {
  const { t } = useTranslation();
  const send = useRegisterChannel();
  const [values, setValues] = useState(draft);
  const [faults, setFaults] = useState<Faults>({});
  const isNew = draft.channel === undefined;
  const change = (changes: Partial<CameraDraft>) => {
    send.reset();
    setFaults({});
    setValues((before) => ({ ...before, ...changes }));
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const body = bodyOf(values, register);
    const found = faultsOfCamera(body, { isNew });
    setFaults(found);
    if (Object.keys(found).length === 0) send.mutate(body, { onSuccess: onDone });
  };
  const parts = { values, faults, change };
  return (
    <form
      className="camera-form"
      noValidate
      onSubmit={submit}
      aria-label={isNew ? t("cameras:form.add") : t("cameras:form.change", { title: draft.title })}
    >
      <PlaceFields {...parts} rooms={register.rooms} />
      {values.source === "rtsp" && <AddressField {...parts} />}
      {values.source === "gb28181" && <DeviceField {...parts} register={register} />}
      <Checkbox
        checked={values.isInUse}
        onChange={({ target }) => change({ isInUse: target.checked })}
      >
        {t("cameras:form.inUse")}
      </Checkbox>
      <div className="camera-form-end">
        {send.error !== null && <ProblemNotice error={send.error} />}
        <Button htmlType="submit" type="primary" loading={send.isPending}>
          {t("cameras:form.save")}
        </Button>{" "}
        <Button onClick={onDone}>{t("cameras:form.leave")}</Button>
      </div>
    </form>
  );
}
