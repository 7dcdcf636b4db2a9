/** The bids in the order of reading, each with what happened to it and what the host may do. */
import { Button, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { FailureGround } from "../../../../contract/src/opening-values.ts";
import type { DeskBid, HandleBid, OpeningDesk } from "../../../../contract/src/opening.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { timeOf } from "../../ui/dates.ts";
import { Panel, Tag, type Tone } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Empty } from "../../ui/states.tsx";
import { offerText } from "../processes/index.ts";
import { api } from "../session/index.ts";
import { useDeskAct } from "./queries.ts";

const GROUNDS: readonly FailureGround[] = ["bidder", "platform", "certificate", "timeOver"];
const CHECK_TONES: Readonly<Record<NonNullable<DeskBid["check"]>, Tone>> = {
  matches: "plain",
  missing: "prov",
  differs: "overdue",
  late: "overdue",
  unproven: "prov",
};

function FailForm({
  onFail,
}: {
  readonly onFail: (body: Pick<HandleBid, "ground" | "note">) => void;
}) {
  const { t } = useTranslation();
  const [ground, setGround] = useState<FailureGround>();
  const [note, setNote] = useState("");
  return (
    <span className="opening-fail">
      <Select
        aria-label={t("openings:groundLabel")}
        placeholder={t("openings:groundLabel")}
        {...(ground === undefined ? {} : { value: ground })}
        options={GROUNDS.map((value) => ({ value, label: t(`openings:ground.${value}`) }))}
        onChange={setGround}
      />
      <Input
        aria-label={t("openings:note")}
        placeholder={t("openings:note")}
        value={note}
        maxLength={400}
        onChange={({ target }) => setNote(target.value)}
      />
      <Button
        disabled={ground === undefined}
        onClick={() =>
          ground !== undefined &&
          onFail({ ground, ...(note.trim() === "" ? {} : { note: note.trim() }) })
        }
      >
        {t("openings:do.failed")}
      </Button>
    </span>
  );
}

function HostActs({ desk, bid, onAct }: BidProps & { readonly onAct: (body: HandleBid) => void }) {
  const { t } = useTranslation();
  const [isFailing, setFailing] = useState(false);
  const { stage } = desk.row;
  const act = (name: HandleBid["act"]) => onAct({ act: name, bidder: bid.key });
  if (stage === "decrypting" && bid.state === "waiting")
    return isFailing ? (
      <FailForm onFail={(body) => onAct({ act: "failed", bidder: bid.key, ...body })} />
    ) : (
      <Button size="small" onClick={() => setFailing(true)}>
        {t("openings:do.fail")}
      </Button>
    );
  if (stage === "reading" && bid.state === "decrypted")
    return (
      <Button size="small" type="primary" onClick={() => act("read")}>
        {t("openings:do.read")}
      </Button>
    );
  if (stage === "confirming" && bid.state === "read")
    return (
      <Button size="small" onClick={() => act("confirmed")}>
        {t("openings:do.confirmed")}
      </Button>
    );
  return null;
}

interface BidProps {
  readonly desk: OpeningDesk;
  readonly bid: DeskBid;
}

function State({ bid }: Pick<BidProps, "bid">) {
  const { t } = useTranslation();
  return (
    <>
      {t(`openings:bid.${bid.state}`)}
      {bid.ground !== undefined &&
        `（${t(`openings:ground.${bid.ground}`)}${bid.note === undefined ? "" : `：${bid.note}`}）`}
      {bid.at !== undefined && <span className="block meta">{timeOf(bid.at)}</span>}
    </>
  );
}

function useColumns(
  desk: OpeningDesk,
  onAct: (body: HandleBid) => void,
): readonly Column<DeskBid>[] {
  const { t } = useTranslation();
  const places = new Map(desk.bids.map(({ key }, place) => [key, place + 1]));
  return [
    {
      id: "name",
      head: t("openings:bidder"),
      isHead: true,
      cell: ({ key, name, isOwn }) => (
        <>
          <span className="meta">{places.get(key)}</span> {name}{" "}
          {isOwn && <Tag tone="accent">{t("openings:own")}</Tag>}
        </>
      ),
    },
    { id: "state", head: t("openings:bidState"), cell: (bid) => <State bid={bid} /> },
    {
      id: "check",
      head: t("openings:checkHead"),
      cell: ({ check }) =>
        check === undefined ? (
          "—"
        ) : (
          <Tag tone={CHECK_TONES[check]}>{t(`openings:check.${check}`)}</Tag>
        ),
    },
    {
      id: "offer",
      head: t("openings:offer"),
      isNumber: true,
      cell: ({ offer }) => (offer === undefined ? "—" : offerText(t, offer)),
    },
    ...(desk.may.handle
      ? [
          {
            id: "acts",
            head: t("openings:acts"),
            cell: (bid: DeskBid) => <HostActs desk={desk} bid={bid} onAct={onAct} />,
          },
        ]
      : []),
  ];
}

export function BidsPanel({ desk }: { readonly desk: OpeningDesk }) {
  const { t } = useTranslation();
  const { id, stage } = desk.row;
  const act = useDeskAct(id, (body: HandleBid) => api.handleOpeningBid(id, body));
  const columns = useColumns(desk, act.mutate);
  return (
    <Panel
      title={t("openings:bids")}
      aside={desk.count === undefined ? "" : t("openings:count", { count: desk.count })}
      flush
    >
      {act.error !== null && (
        <div className="panel-body">
          <ProblemNotice error={act.error} />
        </div>
      )}
      {desk.bids.length === 0 ? (
        <div className="panel-body">
          <Empty
            title={t(stage === "planned" ? "openings:sealed" : "openings:notNamed")}
            why={t("openings:sealedWhy")}
          />
        </div>
      ) : (
        <DataTable
          caption={t("openings:bids")}
          columns={columns}
          rows={desk.bids}
          rowKey={({ key }) => key}
        />
      )}
    </Panel>
  );
}
