/** The doors beside the password: passkey, the unified identity, a key of a CA. Only those that are configured. */
import { Button, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type { Doors } from "../../../../contract/src/session.ts";
import { Field } from "../../ui/field.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { accountApi } from "./api.ts";
import { leave } from "./arrival.ts";
import { signWithKey } from "./key-software.ts";
import { PasskeyProof } from "./pending-step.tsx";
import { useEntry } from "./session.ts";

/** PIN of the key; it goes to the key software on this computer and nowhere else. */
export function PinForm(props: {
  readonly act: string;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly onPin: (pin: string) => void;
}) {
  const { t } = useTranslation();
  const [pin, setPin] = useState("");
  const [isChecked, setChecked] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (pin !== "") props.onPin(pin);
  };
  return (
    <form onSubmit={submit} noValidate>
      {props.error !== null && <ProblemNotice error={props.error} />}
      <Field
        label={t("session:certificate.pin")}
        hint={t("session:certificate.hint")}
        error={isChecked && pin === "" ? t("session:fillIn") : undefined}
      >
        {(ids) => (
          <Input
            {...ids}
            size="large"
            type="password"
            autoComplete="off"
            value={pin}
            onChange={(event) => setPin(event.target.value)}
          />
        )}
      </Field>
      <Button size="large" htmlType="submit" block loading={props.isPending}>
        {props.act}
      </Button>
    </form>
  );
}

function CertificateDoor({ bridge }: { readonly bridge: string }) {
  const { t } = useTranslation();
  const prove = useEntry(async (pin: string) => {
    const { message } = await accountApi.certificateChallenge();
    return accountApi.proveCertificate(await signWithKey(bridge, { message, pin }));
  });
  return (
    <details className="door">
      <summary>{t("session:certificate.open")}</summary>
      <PinForm
        act={t("session:certificate.act")}
        error={prove.error}
        isPending={prove.isPending}
        onPin={(pin) => prove.mutate(pin)}
      />
    </details>
  );
}

export function OtherDoors({ doors }: { readonly doors: Doors }) {
  const { t } = useTranslation();
  if (!doors.passkey && !doors.oidc && doors.certificate === undefined) return null;
  return (
    <section className="doors" aria-labelledby="doors-title">
      <h2 id="doors-title">{t("session:doors.title")}</h2>
      {doors.oidc && (
        <Button size="large" block href="/api/session/oidc" onClick={leave}>
          {t("session:doors.oidc")}
        </Button>
      )}
      {doors.passkey && <PasskeyProof isFirst={false} />}
      {doors.certificate !== undefined && <CertificateDoor bridge={doors.certificate} />}
    </section>
  );
}
