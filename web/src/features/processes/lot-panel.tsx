/** One lot (标段 · 包): ceiling price, bids, candidates, award, contract. */
import { useTranslation } from "react-i18next";

import type { LotView } from "../../../../contract/src/processes.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { moneyText, offerText, partyKey, partyName } from "./offer.ts";
import { useWord } from "./words.ts";

type Bid = LotView["bids"][number];

function useBidColumns(): readonly Column<Bid>[] {
  const { t } = useTranslation();
  const word = useWord();
  return [
    {
      id: "bidder",
      head: t("processes:bid.bidder"),
      isHead: true,
      cell: (bid) => partyName(bid.bidder),
    },
    {
      id: "offer",
      head: t("processes:bid.offer"),
      isNumber: true,
      cell: (bid) => offerText(t, bid.offer),
    },
    {
      id: "status",
      head: t("processes:bid.status"),
      cell: (bid) => (
        <>
          {word("bidStatus", bid.status)}
          {bid.statusReason !== undefined && <div className="meta">{bid.statusReason}</div>}
        </>
      ),
    },
    {
      id: "rank",
      head: t("processes:bid.rank"),
      isNumber: true,
      cell: (bid) => bid.rank ?? "—",
    },
    {
      id: "score",
      head: t("processes:bid.score"),
      isNumber: true,
      cell: (bid) => bid.score ?? "—",
    },
    {
      id: "received",
      head: t("processes:bid.receivedAt"),
      cell: (bid) => (bid.receivedAt === undefined ? "—" : dayAndTime(bid.receivedAt)),
    },
  ];
}

function Outcome({ lot }: { readonly lot: LotView }) {
  const { t } = useTranslation();
  const { award, contract, candidates } = lot;
  if (award === undefined && contract === undefined && candidates.length === 0) return null;
  return (
    <dl className="facts facts-inline">
      {candidates.length > 0 && (
        <div>
          <dt>{t("processes:lot.candidates")}</dt>
          <dd>
            <ol className="plain-list">
              {candidates.map((candidate) => (
                <li key={candidate.rank}>
                  {candidate.rank}. {partyName(candidate.bidder)} · {offerText(t, candidate.offer)}
                </li>
              ))}
            </ol>
          </dd>
        </div>
      )}
      {award !== undefined && (
        <div>
          <dt>{t("processes:lot.award")}</dt>
          <dd>
            {partyName(award.supplier)} · {offerText(t, award.offer)}
            <div className="meta">{dayAndTime(award.at)}</div>
          </dd>
        </div>
      )}
      {contract !== undefined && (
        <div>
          <dt>{t("processes:lot.contract")}</dt>
          <dd>
            <code>{contract.contractNo}</code>
            {contract.amount !== undefined && ` · ${moneyText(t, contract.amount)}`}
            <div className="meta">{contract.signedOn}</div>
          </dd>
        </div>
      )}
    </dl>
  );
}

export function LotPanel({ lot }: { readonly lot: LotView }) {
  const { t } = useTranslation();
  const word = useWord();
  const columns = useBidColumns();
  const ceiling =
    lot.ceilingPrice === undefined
      ? t("processes:lot.noCeiling")
      : t("processes:lot.ceiling", { amount: moneyText(t, lot.ceilingPrice) });
  return (
    <Panel
      flush
      title={
        <>
          {t("processes:lot.title", { id: lot.lotId })} {lot.title}{" "}
          <Tag>{word("state", lot.state)}</Tag>
        </>
      }
      aside={ceiling}
    >
      {lot.bids.length === 0 ? (
        <p className="panel-note">{t("processes:lot.noBids")}</p>
      ) : (
        <DataTable
          caption={t("processes:lot.bidsOf", { id: lot.lotId })}
          columns={columns}
          rows={lot.bids}
          rowKey={(bid) => partyKey(bid.bidder)}
        />
      )}
      <Outcome lot={lot} />
    </Panel>
  );
}
