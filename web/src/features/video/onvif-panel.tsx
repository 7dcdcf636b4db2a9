/** 搜索网络摄像机: cameras that answer ONVIF, where each plays, and one press that opens its registration. */
import { Button, Input, InputNumber } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type {
  AskCamera,
  CameraProfiles,
  FoundCameras,
} from "../../../../contract/src/camera-register.ts";
import { Field } from "../../ui/field.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Empty } from "../../ui/states.tsx";
import { type CameraDraft, NEW_CAMERA } from "./camera-form.tsx";
import { withLogin } from "./camera-words.ts";
import { useAskCamera, useFindCameras } from "./register-queries.ts";

type Service = FoundCameras["rows"][number]["services"][number];
const USUAL_PORT = 80;

interface FoundProps {
  readonly found: FoundCameras;
  readonly onChoose: (service: Service) => void;
}

function Found({ found, onChoose }: FoundProps) {
  const { t } = useTranslation();
  if (found.rows.length === 0)
    return <Empty title={t("cameras:onvif.nothing")} why={t("cameras:onvif.nothingWhy")} />;
  return (
    <ul className="found" aria-label={t("cameras:onvif.found")}>
      {found.rows.flatMap(({ id, name, hardware, services }) =>
        services.map((service) => (
          <li key={`${id} ${service.host}:${service.port}${service.path}`}>
            <b>{name ?? hardware ?? service.host}</b>{" "}
            <code>
              {service.host}:{service.port}
            </code>{" "}
            <span className="meta">{hardware}</span>
            <Button size="small" onClick={() => onChoose(service)}>
              {t("cameras:onvif.choose")}
              <span className="hidden-text"> {service.host}</span>
            </Button>
          </li>
        )),
      )}
    </ul>
  );
}

interface ProfilesProps {
  readonly profiles: CameraProfiles;
  readonly asked: AskCamera;
  readonly onCamera: (draft: CameraDraft) => void;
}

function Profiles({ profiles, asked, onCamera }: ProfilesProps) {
  const { t } = useTranslation();
  const { user, password, port } = asked;
  return (
    <ul className="found" aria-label={t("cameras:onvif.profiles")}>
      {profiles.rows.map(({ token, name, encoding, width, height, uri }) => (
        <li key={token}>
          <b>{name}</b>{" "}
          <span className="meta">
            {[encoding, width === undefined ? undefined : `${width}×${height}`]
              .filter((part) => part !== undefined)
              .join(" ")}
          </span>{" "}
          <code className="found-uri">{uri}</code>
          <Button
            size="small"
            onClick={() =>
              onCamera({ ...NEW_CAMERA, address: withLogin(uri, user, password), onvifPort: port })
            }
          >
            {t("cameras:device.register")}
            <span className="hidden-text"> {name}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}

interface AskProps {
  readonly values: AskCamera;
  readonly change: (changes: Partial<AskCamera>) => void;
  readonly onSubmit: (event: SubmitEvent) => void;
  readonly isPending: boolean;
}

function AskForm({ values, change, onSubmit, isPending }: AskProps) {
  const { t } = useTranslation();
  const [isMissing, setMissing] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setMissing(values.host === "");
    if (values.host !== "") onSubmit(event);
  };
  return (
    <form className="camera-form" noValidate onSubmit={submit} aria-label={t("cameras:onvif.ask")}>
      <Field
        label={t("cameras:onvif.host")}
        error={isMissing ? t("cameras:fault.hostMissing") : undefined}
      >
        {(ids) => (
          <Input
            {...ids}
            maxLength={100}
            value={values.host}
            onChange={({ target }) => change({ host: target.value.trim() })}
          />
        )}
      </Field>
      <Field label={t("cameras:onvif.port")}>
        {(ids) => (
          <InputNumber
            {...ids}
            min={1}
            max={65_535}
            value={values.port}
            onChange={(port) => change({ port: port ?? USUAL_PORT })}
          />
        )}
      </Field>
      <Field label={t("cameras:onvif.user")}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={80}
            autoComplete="off"
            value={values.user}
            onChange={({ target }) => change({ user: target.value })}
          />
        )}
      </Field>
      <Field label={t("cameras:onvif.password")}>
        {(ids) => (
          <Input.Password
            {...ids}
            maxLength={80}
            autoComplete="new-password"
            value={values.password}
            onChange={({ target }) => change({ password: target.value })}
          />
        )}
      </Field>
      <div className="camera-form-end">
        <Button htmlType="submit" loading={isPending}>
          {t("cameras:onvif.ask")}
        </Button>
      </div>
    </form>
  );
}

export interface OnvifPanelProps {
  readonly onCamera: (draft: CameraDraft) => void;
}

export function OnvifSearch({ onCamera }: OnvifPanelProps) {
  const { t } = useTranslation();
  const find = useFindCameras();
  const ask = useAskCamera();
  const [values, setValues] = useState<AskCamera>({
    host: "",
    port: USUAL_PORT,
    user: "",
    password: "",
  });
  const change = (changes: Partial<AskCamera>) => {
    ask.reset();
    setValues((before) => ({ ...before, ...changes }));
  };
  return (
    <>
      <p className="say">{t("cameras:onvif.about")}</p>
      <Button onClick={() => find.mutate()} loading={find.isPending}>
        {t("cameras:onvif.search")}
      </Button>
      {find.error !== null && <ProblemNotice error={find.error} />}
      {find.data !== undefined && <Found found={find.data} onChoose={change} />}
      <AskForm
        values={values}
        change={change}
        onSubmit={() => ask.mutate(values)}
        isPending={ask.isPending}
      />
      {ask.error !== null && <ProblemNotice error={ask.error} />}
      {ask.data !== undefined && (
        <Profiles profiles={ask.data} asked={values} onCamera={onCamera} />
      )}
    </>
  );
}
