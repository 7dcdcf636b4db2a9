import { useTranslation } from "react-i18next";

import type { DutyItem } from "../../../../contract/src/duties.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { useDutyWords } from "./words.ts";

/** Basis, one citation a line. */
export const Basis = ({ item }: { readonly item: DutyItem }) => (
  <>
    {item.legalBasis.map(({ citation }) => (
      <span key={citation} className="duty-line">
        {citation}
      </span>
    ))}
  </>
);

export const Contact = ({ contact }: Pick<DutyItem, "contact">) => (
  <>
    {contact.phone !== undefined && <span className="duty-line duty-phone">{contact.phone}</span>}
    {contact.window !== undefined && <span className="duty-line meta">{contact.window}</span>}
    {contact.address !== undefined && <span className="duty-line meta">{contact.address}</span>}
  </>
);

function useColumns(): readonly Column<DutyItem>[] {
  const { t } = useTranslation();
  const words = useDutyWords();
  return [
    {
      id: "matter",
      head: t("duties:column.matter"),
      isHead: true,
      cell: (item) => (
        <span>
          {words.matter(item)} <code className="meta">{item.item}</code>
          <span className="duty-line meta">{words.cover(item)}</span>
        </span>
      ),
    },
    { id: "department", head: t("duties:column.department"), cell: (item) => item.department.name },
    {
      id: "basis",
      head: t("duties:column.basis"),
      cell: (item) => (
        <span>
          <Basis item={item} />
        </span>
      ),
    },
    {
      id: "limits",
      head: t("duties:column.limits"),
      cell: (item) => (
        <span>
          {words.limit(item.statutoryLimit)}
          {item.committedLimit !== undefined && (
            <span className="duty-line meta">
              {t("duties:committed", { limit: words.limit(item.committedLimit) })}
            </span>
          )}
        </span>
      ),
    },
    {
      id: "contact",
      head: t("duties:column.contact"),
      cell: (item) => (
        <span>
          <Contact contact={item.contact} />
        </span>
      ),
    },
  ];
}

export function ItemTable({
  items,
  caption,
}: {
  readonly items: readonly DutyItem[];
  readonly caption: string;
}) {
  const columns = useColumns();
  return <DataTable caption={caption} columns={columns} rows={items} rowKey={({ item }) => item} />;
}
