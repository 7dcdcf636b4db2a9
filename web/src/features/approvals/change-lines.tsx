import { useTranslation } from "react-i18next";

import type { ChangeLine, ChangeValue } from "../../../../contract/src/approval.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { ClauseList, useWord } from "../organisation/index.ts";
import { useWord as useProcessWord } from "../processes/index.ts";

/** `number clock date`, where the date may be unknown; or `clock length unit regimes…`, or a clock alone. */
function ClockValue({ as, value }: { readonly as: "due" | "clock"; readonly value: string }) {
  const { t } = useTranslation();
  const processWord = useProcessWord();
  if (as === "due") {
    const [number = "", clock = "", due = ""] = value.split(" ");
    const day = due === "?" ? t("approvals:dueUnknown") : due;
    return `${number} ${t(`statutes:clock.${clock}`)} ${day}`;
  }
  const [clock = "", length, unit = "", ...regimes] = value.split(" ");
  const name = t(`statutes:clock.${clock}`);
  if (length === undefined) return name;
  const kinds = regimes.map((regime) => processWord("regime", regime)).join("、");
  return `${name} ${t(`statutes:period.${unit}`, { length })} ${kinds}`;
}

function Value({
  line,
  value,
}: {
  readonly line: ChangeLine;
  readonly value: ChangeValue | undefined;
}) {
  const { t, i18n } = useTranslation();
  const word = useWord();
  if (value === undefined) return <span className="meta">{t("approvals:absent")}</span>;
  if (typeof value !== "string") return <ClauseList clauses={value} />;
  if (line.as === "due" || line.as === "clock") return <ClockValue as={line.as} value={value} />;
  if (line.as === "verified") return t(`statutes:verified.${value}`);
  if (line.as === "role" || line.as === "unitKind") return word(line.as, value);
  if (i18n.exists(`approvals:word.${value}`)) return t(`approvals:word.${value}`);
  return /^[\x20-\x7e]+$/.test(value) && line.as === "text" ? <code>{value}</code> : value;
}

const showBefore = (line: ChangeLine) => <Value line={line} value={line.before} />;
const showAfter = (line: ChangeLine) => <Value line={line} value={line.after} />;

/** What would change, now and after; of an act that is done only what it set. */
export function ChangeLines({
  lines,
  isDone,
}: {
  readonly lines: readonly ChangeLine[];
  readonly isDone: boolean;
}) {
  const { t } = useTranslation();
  if (lines.length === 0) return <p className="panel-note">{t("approvals:nothing")}</p>;
  const title = t(isDone ? "approvals:done" : "approvals:changes");
  const before: Column<ChangeLine> = {
    id: "before",
    head: t("approvals:before"),
    cell: showBefore,
  };
  return (
    <DataTable
      caption={title}
      rows={lines}
      rowKey={(line) => `${line.field}/${lines.indexOf(line)}`}
      columns={[
        {
          id: "field",
          head: t("approvals:field"),
          isHead: true,
          cell: ({ field }) => t(`approvals:fields.${field}`),
        },
        ...(isDone ? [] : [before]),
        {
          id: "after",
          head: t("approvals:after"),
          cell: showAfter,
        },
      ]}
    />
  );
}
