/** Ways out of the console: addresses, which matter goes by which way, and when. */
import { Button, Checkbox, Input, Radio } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import {
  type Channel,
  NOTICE_KINDS,
  type NoticeChoices,
  type NoticeKind,
  type NoticeSettings,
} from "../../../../contract/src/notify.ts";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { useSession } from "../session/index.ts";
import { AddressRow } from "./address-row.tsx";
import { noticesApi } from "./api.ts";
import { useSettings, useSettingsAct } from "./queries.ts";

const NIGHT = { from: "22:00", to: "07:30" };
const MORNING = "08:30";

function toggled(choices: NoticeChoices["choices"], kind: NoticeKind, channel: Channel) {
  const before = choices.find((one) => one.kind === kind)?.channels ?? [];
  const channels = before.includes(channel)
    ? before.filter((one) => one !== channel)
    : [...before, channel];
  return [...choices.filter((one) => one.kind !== kind), { kind, channels }];
}

interface FormProps {
  readonly draft: NoticeChoices;
  readonly change: (patch: Partial<NoticeChoices>) => void;
}

function Matrix({
  draft,
  change,
  channels,
}: FormProps & { readonly channels: readonly Channel[] }) {
  const { t } = useTranslation();
  const has = (kind: NoticeKind, channel: Channel) =>
    draft.choices.find((one) => one.kind === kind)?.channels.includes(channel) ?? false;
  return (
    <table className="notice-matrix">
      <thead>
        <tr>
          <th scope="col">{t("notifications:settings.kind")}</th>
          {channels.map((channel) => (
            <th key={channel} scope="col">
              {t(`notifications:channel.${channel}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {NOTICE_KINDS.map((kind) => (
          <tr key={kind}>
            <th scope="row">{t(`notifications:kind.${kind}`)}</th>
            {channels.map((channel) => (
              <td key={channel}>
                <Checkbox
                  aria-label={`${t(`notifications:kind.${kind}`)} · ${t(`notifications:channel.${channel}`)}`}
                  checked={has(kind, channel)}
                  onChange={() => change({ choices: toggled(draft.choices, kind, channel) })}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Times({
  draft,
  change,
  drop,
}: FormProps & { readonly drop: (name: "quiet" | "digestAt") => void }) {
  const { t } = useTranslation();
  const { quiet, digestAt } = draft;
  return (
    <>
      <p className="notice-line">
        <Checkbox
          checked={quiet !== undefined}
          onChange={(event) => (event.target.checked ? change({ quiet: NIGHT }) : drop("quiet"))}
        >
          {t("notifications:settings.quiet")}
        </Checkbox>
        {quiet !== undefined && (
          <>
            <Input
              type="time"
              required
              aria-label={t("notifications:settings.quietFrom")}
              value={quiet.from}
              onChange={(event) => change({ quiet: { ...quiet, from: event.target.value } })}
            />
            <span>{t("notifications:settings.quietTo")}</span>
            <Input
              type="time"
              required
              aria-label={t("notifications:settings.quietTo")}
              value={quiet.to}
              onChange={(event) => change({ quiet: { ...quiet, to: event.target.value } })}
            />
          </>
        )}
      </p>
      <p className="notice-line">
        <Checkbox
          checked={digestAt !== undefined}
          onChange={(event) =>
            event.target.checked ? change({ digestAt: MORNING }) : drop("digestAt")
          }
        >
          {t("notifications:settings.digest")}
        </Checkbox>
        {digestAt !== undefined && (
          <Input
            type="time"
            required
            aria-label={t("notifications:settings.digestAt")}
            value={digestAt}
            onChange={(event) => change({ digestAt: event.target.value })}
          />
        )}
      </p>
      <div className="notice-line">
        <span>{t("notifications:settings.language")}</span>
        <Radio.Group
          value={draft.language}
          onChange={(event) =>
            change({ language: event.target.value as NoticeChoices["language"] })
          }
        >
          <Radio value="zh-CN">{t("notifications:settings.chinese")}</Radio>
          <Radio value="en">{t("notifications:settings.english")}</Radio>
        </Radio.Group>
      </div>
    </>
  );
}

const choicesOf = ({ channels: _channels, ...choices }: NoticeSettings): NoticeChoices => choices;

function Choices({ settings }: { readonly settings: NoticeSettings }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => choicesOf(settings));
  const save = useSettingsAct(noticesApi.saveSettings);
  const channels = settings.channels.filter((one) => one.isVerified).map(({ channel }) => channel);
  const change = (patch: Partial<NoticeChoices>) => setDraft((before) => ({ ...before, ...patch }));
  const drop = (name: "quiet" | "digestAt") =>
    setDraft(({ quiet, digestAt, ...rest }) => ({
      ...rest,
      ...(name === "quiet" || quiet === undefined ? {} : { quiet }),
      ...(name === "digestAt" || digestAt === undefined ? {} : { digestAt }),
    }));
  if (channels.length === 0) return <p>{t("notifications:settings.invite")}</p>;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(draft);
      }}
    >
      <Matrix draft={draft} change={change} channels={channels} />
      <Times draft={draft} change={change} drop={drop} />
      {save.error !== null && <ProblemNotice error={save.error} />}
      <p className="notice-line">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t("notifications:settings.save")}
        </Button>
        <span role="status">{save.isSuccess && t("notifications:settings.saved")}</span>
      </p>
    </form>
  );
}

export function SettingsPanel() {
  const { t } = useTranslation();
  const settings = useSettings();
  const isDemo = useSession().data?.demo === true;
  return (
    <Panel title={t("notifications:settings.title")}>
      <p className="meta">{t("notifications:settings.about")}</p>
      {settings.isPending && <Skeleton label={t("console:loading")} />}
      {settings.error !== null && <ProblemNotice error={settings.error} />}
      {settings.data !== undefined && (
        <>
          <h3>{t("notifications:channel.title")}</h3>
          <ul className="notice-addresses">
            {settings.data.channels.map((one) => (
              <AddressRow key={one.channel} known={one} />
            ))}
          </ul>
          {isDemo && (
            <p className="meta">
              {t("notifications:channel.outbox")}{" "}
              <a href="/api/dev/outbox" target="_blank" rel="noreferrer">
                {t("notifications:channel.openOutbox")}
              </a>
            </p>
          )}
          <h3>{t("notifications:page.settings")}</h3>
          <Choices settings={settings.data} />
        </>
      )}
    </Panel>
  );
}
