/** Both sides in equal columns, identical parts marked (visual language, lead page order). */
import { useTranslation } from "react-i18next";

import type { EvidenceSide } from "../../../../contract/src/screening.ts";
import { commonParts, type Part } from "../../ui/common-parts.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel } from "../../ui/panel.tsx";
import { partyName } from "../processes/index.ts";
import { pairsOf, type EvidenceLine, type EvidencePair } from "./pairs.ts";
import { fieldCode, hitsOf, shareText, useCode, valueText } from "./words.ts";

type Results = Parameters<typeof hitsOf>[0];

function Value({ parts, side }: { readonly parts: readonly Part[]; readonly side: EvidenceSide }) {
  const { t } = useTranslation();
  return (
    <>
      <span className="evidence-value">
        {parts.map((part, index) =>
          part.same ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
        )}
      </span>
      {side.occurredAt !== undefined && (
        <span className="meta block">
          {t("leads:evidence.at", { time: dayAndTime(side.occurredAt) })}
        </span>
      )}
    </>
  );
}

function Line({ line, pair }: { readonly line: EvidenceLine; readonly pair: EvidencePair }) {
  const { t, i18n } = useTranslation();
  const code = useCode();
  const { result, evidence } = line;
  const [left, right] = commonParts(
    valueText(i18n, evidence.left.value),
    valueText(i18n, evidence.right.value),
  );
  return (
    <tr>
      <th scope="row">
        {code("evidenceField", fieldCode(evidence.left.field))}
        <span className="meta block">
          {code("indicator", result.indicator)}
          {result.bits !== undefined && ` · ${t("leads:bits", { bits: result.bits.toFixed(1) })}`}
        </span>
        {evidence.rarity !== undefined && (
          <span className="meta block">
            {evidence.firmsSeen !== undefined && evidence.firmsTotal !== undefined
              ? t(evidence.firmsSeen === 0 ? "leads:evidence.seenNone" : "leads:evidence.seen", {
                  seen: evidence.firmsSeen,
                  total: evidence.firmsTotal,
                })
              : t("leads:evidence.rarity", { share: shareText(evidence.rarity) })}
          </span>
        )}
        {evidence.environment !== undefined && (
          <span className="meta block">
            {t("leads:evidence.environment", {
              kind: code("environmentKind", evidence.environment.kind),
              name: evidence.environment.name,
            })}
          </span>
        )}
      </th>
      <td data-label={partyName(pair.left)}>
        <Value parts={left} side={evidence.left} />
      </td>
      <td data-label={partyName(pair.right)}>
        <Value parts={right} side={evidence.right} />
      </td>
    </tr>
  );
}

function PairTable({ pair }: { readonly pair: EvidencePair }) {
  const { t } = useTranslation();
  return (
    <table className="table table-sides">
      <caption className="hidden-text">
        {t("leads:evidence.caption", { left: partyName(pair.left), right: partyName(pair.right) })}
      </caption>
      <thead>
        <tr>
          <th scope="col">{t("leads:evidence.compared")}</th>
          <th scope="col">{partyName(pair.left)}</th>
          <th scope="col">{partyName(pair.right)}</th>
        </tr>
      </thead>
      <tbody>
        {pair.lines.map((line, index) => (
          <Line key={`${line.result.indicator}-${index}`} line={line} pair={pair} />
        ))}
      </tbody>
    </table>
  );
}

export function BothSides({ results }: { readonly results: Results }) {
  const { t } = useTranslation();
  const pairs = pairsOf(hitsOf(results));
  return (
    <Panel
      flush
      title={t("leads:evidence.title")}
      aside={<span className="meta">{t("leads:evidence.legend")}</span>}
    >
      {pairs.length === 0 && <p className="panel-note">{t("leads:evidence.none")}</p>}
      {pairs.map((pair) => (
        <PairTable key={pair.id} pair={pair} />
      ))}
    </Panel>
  );
}
