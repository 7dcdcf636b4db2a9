/** What a record says, field by field, and its place in the log with a proof that this browser computes. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { FactDetails } from "../../../../contract/src/dossier.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { QueryState } from "../../ui/query-state.tsx";
import { Notice } from "../../ui/states.tsx";
import { isProven } from "./prove.ts";
import { useFactDetails } from "./queries.ts";

function Pairs({ rows }: { readonly rows: readonly (readonly [string, string])[] }) {
  return (
    <dl className="facts dossier-pairs">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Proof({ details }: { readonly details: FactDetails }) {
  const { t } = useTranslation();
  const [verdict, setVerdict] = useState<boolean>();
  const { proof, row } = details;
  const { leafIndex } = row;
  if (proof === undefined || leafIndex === undefined)
    return <p className="meta">{t("dossier:details.notYet")}</p>;
  const leaf = String(leafIndex + 1);
  const signedAt = dayAndTime(proof.signedAt);
  return (
    <>
      <Pairs
        rows={[
          [t("dossier:details.leaf"), `#${leaf}`],
          [t("dossier:details.leafHash"), proof.leafHash],
          [t("dossier:details.contentHash"), details.contentHash],
          [t("dossier:details.signedAt"), `${signedAt}，${proof.origin}`],
          [t("dossier:details.size"), String(proof.size)],
        ]}
      />
      <details>
        <summary>{t("dossier:details.path", { count: proof.inclusion.length })}</summary>
        <ol className="dossier-path">
          {proof.inclusion.map((hash) => (
            <li key={hash}>
              <code>{hash}</code>
            </li>
          ))}
        </ol>
      </details>
      <p className="dossier-acts">
        <Button size="small" onClick={() => setVerdict(isProven(proof, leafIndex))}>
          {t("dossier:details.check")}
        </Button>
        <a href="/log" target="_blank" rel="noreferrer">
          {t("dossier:details.verify")}
        </a>
      </p>
      {verdict !== undefined && (
        <Notice tone={verdict ? "accent" : "overdue"}>
          {verdict ? t("dossier:details.good", { leaf, signedAt }) : t("dossier:details.bad")}
        </Notice>
      )}
    </>
  );
}

export function Details({ ocid, id }: { readonly ocid: string; readonly id: string }) {
  const { t } = useTranslation();
  const query = useFactDetails(ocid, id);
  const details = query.data;
  if (details === undefined) return <QueryState query={query} />;
  return (
    <div className="dossier-details">
      <section>
        <h4>{t("dossier:details.fields")}</h4>
        {details.fields.length === 0 ? (
          <p className="meta">{t("dossier:details.none")}</p>
        ) : (
          <Pairs rows={details.fields.map(({ name, value }) => [name, value])} />
        )}
        {details.person !== undefined && (
          <p>
            <Link
              to={`/retrievals?${new URLSearchParams({ kind: "person", value: details.person }).toString()}`}
            >
              {t("dossier:details.retrieve")}
            </Link>
          </p>
        )}
        {details.withheld.length > 0 && (
          <p className="meta">
            {t("dossier:details.withheld", { names: details.withheld.join("、") })}
          </p>
        )}
      </section>
      <section>
        <h4>{t("dossier:details.proof")}</h4>
        <Proof details={details} />
        <p className="meta">
          {t("dossier:details.factId")} <code>{id}</code>
        </p>
      </section>
    </div>
  );
}
