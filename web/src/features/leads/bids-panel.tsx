/** The bids of the lot: raw dots on one axis, then the table they come from. */
import { Button } from "antd";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import type { LeadView } from "../../../../contract/src/leads.ts";
import { csvOf, downloadText } from "../../ui/csv.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { dayAndTime } from "../../ui/dates.ts";
import { DotStrip } from "../../ui/dot-strip.tsx";
import { groupBy, sorted } from "../../ui/lists.ts";
import { tenThousands } from "../../ui/money.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { offerNumber, offerText, partyKey, partyName, useWord } from "../processes/index.ts";

type Bid = LeadView["bids"][number];

/** Offers of one kind only share an axis; the most frequent kind is drawn. */
function drawnKind(bids: readonly Bid[]): string | undefined {
  const kinds = groupBy(
    bids.flatMap((bid) => bid.offer?.kind ?? []),
    (kind) => kind,
  );
  return sorted(kinds, (a, b) => b[1].length - a[1].length)[0]?.[0];
}

function Chart({ view }: { readonly view: LeadView }) {
  const { t } = useTranslation();
  const kind = drawnKind(view.bids);
  const dots = view.bids.flatMap((bid) =>
    bid.offer === undefined || bid.offer.kind !== kind
      ? []
      : [
          {
            id: partyKey(bid.bidder),
            label: partyName(bid.bidder),
            value: offerNumber(bid.offer),
            isSubject: bid.isInLead,
          },
        ],
  );
  if (kind === undefined || dots.length < 2) return null;
  const ceiling = view.process.ceilingPrice;
  const limit =
    ceiling === undefined || kind !== "total"
      ? undefined
      : {
          value: tenThousands(ceiling),
          label: t("leads:bids.ceiling", {
            amount: tenThousands(ceiling).toLocaleString("en-US", { maximumFractionDigits: 2 }),
          }),
        };
  const subjects = dots.filter((dot) => dot.isSubject).length;
  return (
    <div className="panel-body">
      <p className="say">{t("leads:bids.sentence", { count: dots.length, subjects })}</p>
      <DotStrip
        dots={dots}
        limit={limit}
        unit={t(`leads:bids.axis.${kind}`)}
        summary={t("leads:bids.sentence", { count: dots.length, subjects })}
      />
      <p className="meta">{t("leads:bids.legend")}</p>
    </div>
  );
}

function useColumns(): readonly Column<Bid>[] {
  const { t } = useTranslation();
  const word = useWord();
  return [
    {
      id: "bidder",
      head: t("processes:bid.bidder"),
      isHead: true,
      cell: (bid) => (
        <>
          {partyName(bid.bidder)} {bid.isInLead && <Tag>{t("leads:bids.inLead")}</Tag>}
        </>
      ),
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
      cell: (bid) => word("bidStatus", bid.status),
    },
    {
      id: "rank",
      head: t("processes:bid.rank"),
      isNumber: true,
      cell: (bid) => bid.rank ?? "—",
    },
    {
      id: "result",
      head: t("leads:bids.result"),
      cell: (bid) => (bid.isWinner ? t("leads:bids.winner") : "—"),
    },
    {
      id: "received",
      head: t("processes:bid.receivedAt"),
      cell: (bid) => (bid.receivedAt === undefined ? "—" : dayAndTime(bid.receivedAt)),
    },
  ];
}

function exportRows(t: TFunction, view: LeadView): void {
  const rows = view.bids.map((bid) => [
    partyName(bid.bidder),
    offerText(t, bid.offer),
    bid.status,
    String(bid.rank ?? ""),
    bid.isInLead ? "1" : "0",
    bid.receivedAt ?? "",
  ]);
  const head = ["bidder", "offer", "status", "rank", "inLead", "receivedAt"];
  const names = head.map((name) =>
    name === "inLead" ? t("leads:bids.inLead") : t(`processes:bid.${name}`),
  );
  downloadText(`${view.lead.number}.csv`, csvOf([names, ...rows]));
}

export function BidsPanel({ view }: { readonly view: LeadView }) {
  const { t } = useTranslation();
  const columns = useColumns();
  return (
    <Panel
      flush
      title={t("leads:bids.title", { count: view.bids.length })}
      aside={
        <Button type="link" size="small" onClick={() => exportRows(t, view)}>
          {t("leads:bids.export")}
        </Button>
      }
    >
      <Chart view={view} />
      <DataTable
        caption={t("leads:bids.title", { count: view.bids.length })}
        columns={columns}
        rows={view.bids}
        rowKey={(bid) => partyKey(bid.bidder)}
        rowClass={(bid) => (bid.isInLead ? "is-subject" : "")}
      />
    </Panel>
  );
}
