/** 现场处置单: one A4 page to print and sign; afterwards its signature is recorded here. */
import { Button, Input } from "antd";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import type { SignSheet, WitnessRecord } from "../../../../contract/src/witnessing.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { api, useSession } from "../session/index.ts";
import { useAct, useRecord } from "./queries.ts";
import { personText, roomName } from "./words.ts";

import "./witness-desk.css";

function Row({ head, children }: { readonly head: string; readonly children: ReactNode }) {
  return (
    <tr>
      <th scope="row">{head}</th>
      <td>{children}</td>
    </tr>
  );
}

function Paper({ sheet }: { readonly sheet: WitnessRecord }) {
  const { t } = useTranslation();
  const { number, at, room, title, ocid, clause, clauseText, articles, persons, text } = sheet;
  const [person] = persons;
  return (
    <article className="sheet-paper">
      <h1>{t("witnessing:sheet")}</h1>
      <p className="sheet-number">{t("witnessing:sheetNumber", { number })}</p>
      <table>
        <tbody>
          <Row head={t("witnessing:column.at")}>{dayAndTime(at)}</Row>
          <Row head={t("witnessing:column.room")}>
            {room === undefined ? "" : roomName(t, room)}
          </Row>
          <Row head={t("openings:project")}>
            {title} {ocid !== undefined && <span className="block mono">{ocid}</span>}
          </Row>
          <Row head={t("witnessing:spokenTo")}>
            {person === undefined ? "" : personText(t, person)}
          </Row>
          <Row head={t("witnessing:clauseHead")}>
            {clause} {clauseText}
            {articles.map(({ id, instrument, article, summary }) => (
              <span key={id} className="block">
                {instrument}
                {article}：{summary}
              </span>
            ))}
          </Row>
          <Row head={t("witnessing:measureHead")}>
            {sheet.measure === undefined ? "" : t(`witnessing:measure.${sheet.measure}`)}
          </Row>
          <Row head={t("witnessing:said")}>{text}</Row>
          <Row head={t("witnessing:answer")}>{sheet.answer ?? t("witnessing:noAnswer")}</Row>
          <Row head={t("witnessing:signatureHead")}>
            {sheet.signature === undefined ? "" : t(`witnessing:signature.${sheet.signature}`)}
            {sheet.signatureNote === undefined ? "" : `：${sheet.signatureNote}`}
          </Row>
        </tbody>
      </table>
      <div className="sheet-signatures">
        <p>{t("witnessing:signWitness", { name: sheet.officer })}</p>
        <p>{t("witnessing:signPerson")}</p>
      </div>
      <p className="sheet-foot">
        {t("witnessing:sheetFoot", {
          fact: sheet.factId,
          at: dayAndTime(sheet.recordedAt),
        })}
      </p>
    </article>
  );
}

function SignatureForm({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const [note, setNote] = useState("");
  const sign = useAct((body: SignSheet) => api.signSheet(id, body));
  const send = (signature: SignSheet["signature"]) =>
    sign.mutate({ signature, ...(note.trim().length < 2 ? {} : { signatureNote: note.trim() }) });
  return (
    <>
      <Input
        aria-label={t("witnessing:signatureNote")}
        placeholder={t("witnessing:signatureNote")}
        maxLength={400}
        value={note}
        onChange={({ target }) => setNote(target.value)}
      />
      {(["signed", "refused", "absent"] as const).map((state) => (
        <Button key={state} loading={sign.isPending} onClick={() => send(state)}>
          {t(`witnessing:signature.${state}`)}
        </Button>
      ))}
      {sign.error !== null && <ProblemNotice error={sign.error} />}
    </>
  );
}

export function SheetPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const query = useRecord(id);
  const session = useSession();
  const sheet = query.data;
  const mayRecord =
    session.data?.signedIn === true && session.data.permissions.includes("witnessing.record");
  return (
    <div className="page">
      <title>{t("witnessing:sheetTitle")}</title>
      <p className="acts sheet-acts">
        <Link to="/witness-desk">{t("witnessing:title")}</Link>
        <Button onClick={() => window.print()}>
          <Icon name="printer" /> {t("witnessing:do.print")}
        </Button>
        {sheet?.signature === "pending" && mayRecord && <SignatureForm id={id} />}
      </p>
      <QueryState query={query} />
      {sheet !== undefined && <Paper sheet={sheet} />}
    </div>
  );
}
