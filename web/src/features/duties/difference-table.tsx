/** Two versions side by side: only what differs. */
import { useTranslation } from "react-i18next";

import type { DutyChange, DutyDifference, DutyItem } from "../../../../contract/src/duties.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { Tag } from "../../ui/panel.tsx";
import { Basis, Contact } from "./item-table.tsx";
import { useDutyWords } from "./words.ts";

function Side({
  item,
  change,
}: {
  readonly item: DutyItem | undefined;
  readonly change: DutyChange;
}) {
  const { t } = useTranslation();
  const words = useDutyWords();
  if (item === undefined) return <span className="meta">{t("duties:absent")}</span>;
  const shows = (field: string) => change.fields.length === 0 || change.fields.includes(field);
  return (
    <span>
      <span className="duty-line">
        {words.matter(item)} · {words.cover(item)}
      </span>
      {shows("department") && <span className="duty-line">{item.department.name}</span>}
      {shows("legalBasis") && <Basis item={item} />}
      {shows("statutoryLimit") && (
        <span className="duty-line">
          {t("duties:statutory", { limit: words.limit(item.statutoryLimit) })}
        </span>
      )}
      {shows("committedLimit") && (
        <span className="duty-line">
          {t("duties:committed", { limit: words.limit(item.committedLimit) })}
        </span>
      )}
      {shows("contact") && <Contact contact={item.contact} />}
      {shows("responsibilities") &&
        item.responsibilities.map((one) => (
          <span key={one} className="duty-line meta">
            {one}
          </span>
        ))}
    </span>
  );
}

function useColumns({ from, to }: DutyDifference): readonly Column<DutyChange>[] {
  const { t } = useTranslation();
  return [
    {
      id: "item",
      head: t("duties:column.item"),
      isHead: true,
      cell: ({ item, change }) => (
        <span>
          <code>{item}</code>{" "}
          <Tag tone={change === "removed" ? "due" : "plain"}>{t(`duties:change.${change}`)}</Tag>
        </span>
      ),
    },
    {
      id: "before",
      head: t("duties:versionNo", { number: from }),
      cell: (change) => <Side item={change.before} change={change} />,
    },
    {
      id: "after",
      head: t("duties:versionNo", { number: to }),
      cell: (change) => <Side item={change.after} change={change} />,
    },
  ];
}

export function DifferenceTable({ difference }: { readonly difference: DutyDifference }) {
  const { t } = useTranslation();
  const { changes, same } = difference;
  const columns = useColumns(difference);
  return (
    <>
      <p className="duty-note">{t("duties:difference", { changed: changes.length, same })}</p>
      <DataTable
        caption={t("duties:compare")}
        columns={columns}
        rows={changes}
        rowKey={({ item }) => item}
      />
    </>
  );
}
