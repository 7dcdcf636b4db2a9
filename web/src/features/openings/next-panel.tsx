/** What can be done next, and why nothing can: the host's steps, a bidder's sign-in. */
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { OpeningStep } from "../../../../contract/src/opening-values.ts";
import type { OpeningDesk, TakeStep } from "../../../../contract/src/opening.ts";
import { Field } from "../../ui/field.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { api } from "../session/index.ts";
import { useDeskAct } from "./queries.ts";

/** One sentence for where the opening stands, with what is still open. */
function useWaiting() {
  const { t } = useTranslation();
  return ({ row, bids, objections, count, least, signatures }: OpeningDesk): string => {
    const waiting = bids.filter(({ state }) => state === "waiting").length;
    const unread = bids.filter(({ state }) => state === "decrypted").length;
    const open = objections.filter(({ answer }) => answer === undefined).length;
    switch (row.stage) {
      case "planned":
        return t("openings:wait.planned");
      case "locked":
        return (count ?? 0) < least
          ? t("openings:wait.tooFew", { count, least })
          : t("openings:wait.locked", { count });
      case "decrypting":
        return waiting > 0
          ? t("openings:wait.decrypting", { waiting })
          : t("openings:wait.decrypted");
      case "reading":
        return unread > 0 ? t("openings:wait.reading", { unread }) : t("openings:wait.read");
      case "confirming":
        return open > 0 ? t("openings:wait.open", { open }) : t("openings:wait.confirming");
      case "signing":
        return t("openings:wait.signing", { signed: signatures.length });
      case "announced":
      case "closed":
      case "notOpened":
        return t(`openings:wait.${row.stage}`);
    }
  };
}

function StepButtons({ desk }: { readonly desk: OpeningDesk }) {
  const { t } = useTranslation();
  const { id } = desk.row;
  const act = useDeskAct(id, (body: TakeStep) => api.takeOpeningStep(id, body));
  const [isRefusing, setRefusing] = useState(false);
  const [reason, setReason] = useState("");
  const forward = desk.next.filter((step) => step !== "notOpened");
  const needsReason = (desk.count ?? 0) >= desk.least;
  const send = (step: OpeningStep, why?: string) =>
    act.mutate({ step, ...(why === undefined || why === "" ? {} : { reason: why }) });
  return (
    <>
      <div className="opening-acts">
        {forward.map((step) => (
          <Button key={step} type="primary" loading={act.isPending} onClick={() => send(step)}>
            {t(`openings:do.${step}`)}
          </Button>
        ))}
        {desk.next.includes("notOpened") && (
          <Button
            danger={!needsReason}
            onClick={() => (needsReason ? setRefusing(true) : send("notOpened"))}
          >
            {t("openings:do.notOpened")}
          </Button>
        )}
      </div>
      {isRefusing && (
        <div className="opening-form">
          <Field label={t("openings:reason")} hint={t("openings:reasonHint")}>
            {(ids) => (
              <Input {...ids} value={reason} onChange={({ target }) => setReason(target.value)} />
            )}
          </Field>
          <Button
            danger
            disabled={reason.trim().length < 2}
            onClick={() => send("notOpened", reason.trim())}
          >
            {t("openings:do.notOpened")}
          </Button>
        </div>
      )}
      {act.error !== null && <ProblemNotice error={act.error} />}
    </>
  );
}

function OwnActs({ desk }: { readonly desk: OpeningDesk }) {
  const { t } = useTranslation();
  const { id } = desk.row;
  const signIn = useDeskAct(id, () => api.signInToOpening(id));
  const confirm = useDeskAct(id, () => api.confirmOpeningBid(id));
  const error = signIn.error ?? confirm.error;
  return (
    <>
      <div className="opening-acts">
        {desk.may.signIn && (
          <Button type="primary" loading={signIn.isPending} onClick={() => signIn.mutate({})}>
            {t("openings:do.signIn")}
          </Button>
        )}
        {desk.isSignedIn && <span className="meta">{t("openings:signedIn")}</span>}
        {desk.may.confirm && (
          <Button type="primary" loading={confirm.isPending} onClick={() => confirm.mutate({})}>
            {t("openings:do.confirm")}
          </Button>
        )}
      </div>
      {error !== null && <ProblemNotice error={error} />}
    </>
  );
}

export function NextPanel({ desk }: { readonly desk: OpeningDesk }) {
  const { t } = useTranslation();
  const waiting = useWaiting();
  const article = desk.article === undefined ? "" : t(`openings:article.${desk.article}`);
  return (
    <Panel title={t("openings:now")} aside={article}>
      <p className="say">{waiting(desk)}</p>
      {desk.role === "host" && <StepButtons desk={desk} />}
      {desk.role === "bidder" && <OwnActs desk={desk} />}
    </Panel>
  );
}
