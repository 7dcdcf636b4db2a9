import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { NoticeSettings } from "../../../../contract/src/notify.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { noticesApi } from "./api.ts";
import { useSettingsAct } from "./queries.ts";

type Known = NoticeSettings["channels"][number];

/** Gives an address, then the code that came there. */
function AddressForm({ known }: { readonly known: Known }) {
  const { t } = useTranslation();
  const { channel } = known;
  const [address, setAddress] = useState(known.address ?? "");
  const [code, setCode] = useState("");
  const give = useSettingsAct(noticesApi.giveAddress);
  const prove = useSettingsAct(noticesApi.proveAddress);
  const isWaiting = known.address !== undefined || give.isSuccess;
  const label = t(
    channel === "email"
      ? "notifications:channel.addressMail"
      : "notifications:channel.addressMobile",
  );
  const name = `${t(`notifications:channel.${channel}`)} · ${label}`;
  return (
    <>
      <form
        className="notice-line"
        onSubmit={(event) => {
          event.preventDefault();
          give.mutate({ channel, address: address.trim() });
        }}
      >
        <Input
          aria-label={name}
          placeholder={label}
          inputMode={channel === "email" ? "email" : "tel"}
          value={address}
          onChange={(event) => setAddress(event.target.value)}
        />
        <Button htmlType="submit" loading={give.isPending} disabled={address.trim().length < 5}>
          {t("notifications:channel.sendCode")}
        </Button>
      </form>
      {give.error !== null && <ProblemNotice error={give.error} />}
      {isWaiting && give.error === null && (
        <form
          className="notice-line"
          onSubmit={(event) => {
            event.preventDefault();
            prove.mutate({ channel, code: code.trim() });
          }}
        >
          <Input
            aria-label={t("notifications:channel.code")}
            placeholder={t("notifications:channel.code")}
            inputMode="numeric"
            maxLength={6}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
          <Button
            htmlType="submit"
            loading={prove.isPending}
            disabled={!/^\d{6}$/.test(code.trim())}
          >
            {t("notifications:channel.prove")}
          </Button>
          <span role="status">{give.isSuccess && t("notifications:channel.codeSent")}</span>
        </form>
      )}
      {prove.error !== null && <ProblemNotice error={prove.error} />}
    </>
  );
}

/** One way out of the console and the address it uses. */
export function AddressRow({ known }: { readonly known: Known }) {
  const { t } = useTranslation();
  const { channel, isAvailable, isVerified, address, last } = known;
  const drop = useSettingsAct(noticesApi.dropAddress);
  const state = () => {
    if (!isAvailable) return <Tag>{t("notifications:channel.notSetUp")}</Tag>;
    if (address === undefined) return null;
    return isVerified ? (
      <Tag tone="accent">{t("notifications:channel.verified")}</Tag>
    ) : (
      <Tag tone="due">{t("notifications:channel.unverified")}</Tag>
    );
  };
  return (
    <li>
      <p className="notice-line">
        <b>{t(`notifications:channel.${channel}`)}</b> {state()}
        {isVerified && <span>{address}</span>}
        {address !== undefined && (
          <Button size="small" loading={drop.isPending} onClick={() => drop.mutate(channel)}>
            {t("notifications:channel.remove")}
          </Button>
        )}
      </p>
      {!isAvailable && <p className="meta">{t("notifications:channel.notSetUpWhy")}</p>}
      {isAvailable && !isVerified && <AddressForm known={known} />}
      {last !== undefined && (
        <p className="meta">
          {t("notifications:channel.last", {
            state: t(`notifications:delivery.${last.state}`),
            time: dayAndTime(last.at),
          })}
        </p>
      )}
    </li>
  );
}
