/** 摄像机: every camera with its state, devices that may register, who was refused, and the ways to bring one in. */
import { Button } from "antd";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { CameraRegister, DeviceLine } from "../../../../contract/src/camera-register.ts";
import { Panel } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty, Notice } from "../../ui/states.tsx";
import { AlarmList } from "./alarm-list.tsx";
import { type CameraDraft, CameraForm, draftOf, NEW_CAMERA } from "./camera-form.tsx";
import { CamerasTable } from "./cameras-table.tsx";
import { type DeviceDraft, DeviceForm, newDevice } from "./device-form.tsx";
import { Devices } from "./devices-panel.tsx";
import { OnvifSearch } from "./onvif-panel.tsx";
import { useRegister } from "./register-queries.ts";
import { Storage } from "./storage.tsx";

import "./cameras.css";

/** One form at a time. */
type Open =
  | { readonly what: "camera"; readonly draft: CameraDraft }
  | { readonly what: "device"; readonly draft: DeviceDraft }
  | { readonly what: "search" };

const deviceDraft = ({ device, title, transport, isInUse }: DeviceLine): DeviceDraft => ({
  device,
  title,
  transport,
  isInUse,
  isNew: false,
});

interface OpenProps {
  readonly open: Open;
  readonly register: CameraRegister;
  readonly onOpen: (open: Open | undefined) => void;
}

function OpenForm({ open, register, onOpen }: OpenProps) {
  const { t } = useTranslation();
  const done = () => onOpen(undefined);
  if (open.what === "search")
    return (
      <Panel
        title={t("cameras:onvif.title")}
        aside={
          <Button size="small" onClick={done}>
            {t("cameras:form.leave")}
          </Button>
        }
      >
        <OnvifSearch onCamera={(draft) => onOpen({ what: "camera", draft })} />
      </Panel>
    );
  if (open.what === "device")
    return (
      <Panel title={t(open.draft.isNew ? "cameras:device.accept" : "cameras:device.changeTitle")}>
        <DeviceForm key={open.draft.device} draft={open.draft} onDone={done} />
      </Panel>
    );
  const isNew = open.draft.channel === undefined;
  return (
    <Panel title={t(isNew ? "cameras:form.add" : "cameras:form.changeTitle")}>
      <CameraForm
        key={JSON.stringify(open.draft)}
        draft={open.draft}
        register={register}
        onDone={done}
      />
    </Panel>
  );
}

function Bare({ register: { rooms, channels } }: { readonly register: CameraRegister }) {
  const { t } = useTranslation();
  const seen = new Set(channels.flatMap(({ room, isInUse }) => (isInUse ? [room] : [])));
  const bare = rooms.filter(({ room, isInUse }) => isInUse && !seen.has(room));
  if (bare.length === 0) return null;
  return (
    <p className="panel-note">
      {t("cameras:bare", { rooms: bare.map(({ name }) => name).join("、") })}
    </p>
  );
}

function Cameras({
  register,
  onOpen,
}: {
  readonly register: CameraRegister;
  readonly onOpen: (open: Open) => void;
}) {
  const { t } = useTranslation();
  const camera = (draft: CameraDraft) => onOpen({ what: "camera", draft });
  return (
    <Panel
      title={t("cameras:cameras")}
      aside={
        <span className="camera-acts">
          <Button size="small" onClick={() => camera(NEW_CAMERA)}>
            {t("cameras:form.add")}
          </Button>
          <Button size="small" onClick={() => onOpen({ what: "search" })}>
            {t("cameras:onvif.title")}
          </Button>
        </span>
      }
      flush
    >
      {register.channels.length === 0 ? (
        <Empty title={t("cameras:none")} why={t("cameras:noneWhy")} />
      ) : (
        <CamerasTable register={register} onEdit={(one) => camera(draftOf(one))} />
      )}
      <Bare register={register} />
      <Storage storage={register.storage} />
    </Panel>
  );
}

/** A form opens where it is seen, wherever on the page it was asked for. */
function Opened({ children }: { readonly children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.scrollIntoView({ block: "nearest" });
    box.current?.querySelector<HTMLElement>("form input, form button")?.focus();
  }, []);
  return <div ref={box}>{children}</div>;
}

function Register({ register }: { readonly register: CameraRegister }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Open>();
  const accept = (device?: string) => setOpen({ what: "device", draft: newDevice(device) });
  return (
    <>
      {!register.hasProgram && <Notice tone="accent">{t("video:noProgram")}</Notice>}
      <AlarmList register={register} onAccept={accept} />
      {open !== undefined && (
        <Opened key={JSON.stringify(open)}>
          <OpenForm open={open} register={register} onOpen={setOpen} />
        </Opened>
      )}
      <Cameras register={register} onOpen={setOpen} />
      <Panel
        title={t("cameras:devices")}
        aside={
          register.platform.state !== "off" && (
            <Button size="small" onClick={() => accept()}>
              {t("cameras:device.accept")}
            </Button>
          )
        }
      >
        <Devices
          register={register}
          onEdit={(device) => setOpen({ what: "device", draft: deviceDraft(device) })}
          onCamera={(draft) => setOpen({ what: "camera", draft })}
        />
      </Panel>
    </>
  );
}

export function CamerasPage() {
  const { t } = useTranslation();
  const query = useRegister();
  const register = query.data;
  const inUse = register?.channels.filter(({ isInUse }) => isInUse) ?? [];
  return (
    <div className="page cameras-page">
      <title>{t("cameras:documentTitle")}</title>
      <h1 className="page-sentence">
        {register === undefined
          ? t("cameras:title")
          : t("cameras:sentence", {
              count: inUse.length,
              recording: inUse.filter(({ state }) => state === "recording").length,
            })}
      </h1>
      <QueryState query={query} />
      {register !== undefined && <Register register={register} />}
    </div>
  );
}
