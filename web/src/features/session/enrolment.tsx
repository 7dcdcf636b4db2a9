/** Setting up a second factor: an authenticator app by QR code or typed seed, or a passkey. */
import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import QRCode from "qrcode";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { EnrolmentClient } from "../../../../contract/src/account-client.ts";
import type { TotpDraft } from "../../../../contract/src/session.ts";
import { Field } from "../../ui/field.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { CodeForm } from "./code-form.tsx";
import { makePasskey } from "./passkey.ts";

const SIX_DIGITS = /^[0-9]{6}$/;

/** Drawn here: the seed goes to no other site. */
function QrCode({ uri }: { readonly uri: string }) {
  const { t } = useTranslation();
  const [image, setImage] = useState("");
  useEffect(() => {
    const state = { isGone: false };
    void QRCode.toDataURL(uri, { margin: 2, width: 220 }).then((url) => {
      if (!state.isGone) setImage(url);
    });
    return () => void (state.isGone = true);
  }, [uri]);
  return image === "" ? null : (
    <img src={image} width={220} height={220} alt={t("session:enrol.qr")} className="qr" />
  );
}

export interface EnrolmentProps<Done> {
  readonly client: {
    readonly draftTotp: EnrolmentClient["draftTotp"];
    readonly passkeyOptions: EnrolmentClient["passkeyOptions"];
    readonly enrolTotp: (code: string) => Promise<Done>;
    readonly enrolPasskey: (body: { answer: unknown; name: string }) => Promise<Done>;
  };
  readonly onDone: (done: Done) => void;
}

export function TotpEnrolment<Done>({ client, onDone }: EnrolmentProps<Done>) {
  const { t } = useTranslation();
  const draft = useMutation({ mutationFn: () => client.draftTotp() });
  const enrol = useMutation({ mutationFn: client.enrolTotp, onSuccess: onDone });
  const { mutate } = draft;
  useEffect(() => mutate(), [mutate]);
  if (draft.error !== null) return <ProblemNotice error={draft.error} />;
  if (draft.data === undefined) return <Skeleton label={t("console:loading")} />;
  return (
    <>
      <TotpSecret draft={draft.data} />
      <CodeForm
        label={t("session:factor.totp.label")}
        hint={t("session:enrol.totp.hint")}
        act={t("session:enrol.totp.act")}
        error={enrol.error}
        isPending={enrol.isPending}
        pattern={SIX_DIGITS}
        isNumber
        onCode={(code) => enrol.mutate(code)}
      />
    </>
  );
}

function TotpSecret({ draft }: { readonly draft: TotpDraft }) {
  const { t } = useTranslation();
  return (
    <div className="totp-secret">
      <p>{t("session:enrol.totp.scan")}</p>
      <QrCode uri={draft.uri} />
      <p>{t("session:enrol.totp.type")}</p>
      <p>
        <code data-secret={draft.secret}>{(draft.secret.match(/.{1,4}/g) ?? []).join(" ")}</code>
      </p>
    </div>
  );
}

export function PasskeyEnrolment<Done>({ client, onDone }: EnrolmentProps<Done>) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const enrol = useMutation({
    mutationFn: async () => {
      const answer = await makePasskey(await client.passkeyOptions());
      const label = name.trim() === "" ? t("session:enrol.passkey.unnamed") : name.trim();
      return client.enrolPasskey({ answer, name: label });
    },
    onSuccess: onDone,
  });
  return (
    <div>
      {enrol.error !== null && <ProblemNotice error={enrol.error} />}
      <Field label={t("session:enrol.passkey.name")} hint={t("session:enrol.passkey.hint")}>
        {(ids) => (
          <Input
            {...ids}
            size="large"
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Button
        type="primary"
        size="large"
        block
        loading={enrol.isPending}
        onClick={() => enrol.mutate()}
      >
        {t("session:enrol.passkey.act")}
      </Button>
    </div>
  );
}
