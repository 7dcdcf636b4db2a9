/** The rules of the process over each lot of one project: what hit, what is in order, what cannot be told yet. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { ProcessChecks } from "../../../../contract/src/indicators.ts";
import { Panel } from "../../ui/panel.tsx";
import { LevelGlyph, useCode, useValueText } from "../leads/index.ts";
import { useProcessChecks } from "./queries.ts";

import "./rules.css";

type Lot = ProcessChecks["lots"][number];
type Check = Lot["checks"][number];

function CheckLine({ check }: { readonly check: Check }) {
  const { t } = useTranslation();
  const code = useCode();
  const valueText = useValueText();
  return (
    <li className={`check-${check.outcome}`}>
      {check.outcome === "hit" && <LevelGlyph level={check.level} small />}{" "}
      <Link to={`/rules/${check.id}`}>
        <span className="code">{check.id}</span> {code("indicator", check.id)}
      </Link>{" "}
      {check.value !== undefined && check.outcome === "hit" && (
        <span className="meta">{valueText(check.value)}</span>
      )}
      {check.outcome === "hit" && check.basis.length > 0 && (
        <span className="meta block">{check.basis.map(({ citation }) => citation).join("；")}</span>
      )}
      {check.outcome === "notComputable" && (
        <span className="meta">{t(`rules:why.${check.reason ?? "unknown"}`)}</span>
      )}
    </li>
  );
}

const hasScores = ({ checks }: Lot): boolean =>
  checks.some(({ id, reason }) => id.startsWith("EXP-") && reason !== "noPanel");

interface LotProps {
  readonly ocid: string;
  readonly lot: Lot;
  readonly isOnly: boolean;
}

function LotChecks({ ocid, lot, isOnly }: LotProps) {
  const { t } = useTranslation();
  const of = (outcome: Check["outcome"]) => lot.checks.filter((check) => check.outcome === outcome);
  const hits = of("hit");
  const open = of("notComputable");
  return (
    <div className="panel-body">
      {!isOnly && <h3>{t("rules:lotName", { lot: lot.lotId })}</h3>}
      <p className="say">
        {t(hits.length === 0 ? "rules:checksFine" : "rules:checksHit", {
          hits: hits.length,
          fine: of("noHit").length,
          open: open.length,
        })}
      </p>
      {hits.length > 0 && (
        <ul className="rule-checks">
          {hits.map((check) => (
            <CheckLine key={check.id} check={check} />
          ))}
        </ul>
      )}
      {hasScores(lot) && (
        <p>
          <Link to={`/lookback/lot?${new URLSearchParams({ ocid, lot: lot.lotId }).toString()}`}>
            {t("rules:lookBack")}
          </Link>
        </p>
      )}
      {open.length > 0 && (
        <details>
          <summary>{t("rules:checksOpen", { open: open.length })}</summary>
          <ul className="rule-checks">
            {open.map((check) => (
              <CheckLine key={check.id} check={check} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

export function ChecksPanel({ ocid }: { readonly ocid: string }) {
  const { t } = useTranslation();
  const { data } = useProcessChecks(ocid);
  if (data === undefined || data.lots.length === 0) return null;
  return (
    <Panel flush title={t("rules:checks")} aside={t("rules:checksAbout")}>
      {data.lots.map((lot) => (
        <LotChecks key={lot.lotId} ocid={ocid} lot={lot} isOnly={data.lots.length === 1} />
      ))}
    </Panel>
  );
}
