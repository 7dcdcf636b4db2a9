/** What was just recorded: fact, time in the log, and the way to take it back. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Receipt } from "../../../../contract/src/witnessing.ts";
import { secondOf } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";
import { Key } from "../../ui/panel.tsx";
import { roomName, shortId } from "./words.ts";

export interface Recorded {
  readonly list: "acts" | "notes";
  readonly room: string;
  /** Label of the clause, or that it is a note. */
  readonly what: string;
  readonly receipt: Receipt;
  readonly isWithdrawn: boolean;
}

interface ReceiptLineProps {
  readonly recorded: Recorded;
  readonly isBusy: boolean;
  readonly onUndo: () => void;
  readonly onClose: () => void;
}

export function ReceiptLine({ recorded, isBusy, onUndo, onClose }: ReceiptLineProps) {
  const { t } = useTranslation();
  const { list, room, what, receipt, isWithdrawn } = recorded;
  const params = { room: roomName(t, room), what };
  return (
    <div className="witness-receipt" role="status" aria-live="polite">
      <p>
        <Icon name={isWithdrawn ? "undo" : "check"} />{" "}
        <b>{t(isWithdrawn ? "witnessing:withdrawn" : "witnessing:recorded", params)}</b>
      </p>
      <p className="meta">
        {t("witnessing:receipt", {
          fact: shortId(receipt.factId),
          at: secondOf(receipt.recordedAt),
        })}
      </p>
      <p className="witness-receipt-acts">
        {!isWithdrawn && (
          <Button size="small" loading={isBusy} onClick={onUndo}>
            <Icon name="undo" /> {t("witnessing:do.undo")} <Key>U</Key>
          </Button>
        )}
        {!isWithdrawn && list === "acts" && (
          <Link to={`/witness-desk/acts/${receipt.id}/sheet`}>{t("witnessing:do.sheet")}</Link>
        )}
        <Button size="small" type="text" onClick={onClose}>
          {t("witnessing:do.close")}
        </Button>
      </p>
    </div>
  );
}
