/** State of an item, its clock and where it was found, in words. */
import { useTranslation } from "react-i18next";

import type { PublicationRow } from "../../../../contract/src/publications.ts";
import { dayAndTime, dayOf } from "../../ui/dates.ts";
import { Tag, type Tone } from "../../ui/panel.tsx";

const TONES: Readonly<Record<PublicationRow["state"], Tone>> = {
  shown: "accent",
  expired: "plain",
  withdrawn: "plain",
  held: "overdue",
};

export function StateTag({ row }: { readonly row: PublicationRow }) {
  const { t } = useTranslation();
  return <Tag tone={TONES[row.state]}>{t(`publications:state.${row.state}`)}</Tag>;
}

/** Last day for taking it down. */
export function DueTag({ row, today }: { readonly row: PublicationRow; readonly today: string }) {
  const { t } = useTranslation();
  const { requirement, state } = row;
  if (requirement === undefined || state === "withdrawn" || state === "expired") return null;
  const { dueOn } = requirement;
  if (dueOn === null) return <Tag tone="prov">{t("publications:due.provisional")}</Tag>;
  if (dueOn < today)
    return <Tag tone="overdue">▲ {t("publications:due.overdue", { day: dueOn })}</Tag>;
  return <Tag tone="due">◆ {t("publications:due.by", { day: dueOn })}</Tag>;
}

/** What a fetch of the pages found, newest of each site. */
export function Checks({ row }: { readonly row: PublicationRow }) {
  const { t } = useTranslation();
  if (row.checks.length === 0) return <span className="meta">{t("publications:check.none")}</span>;
  return row.checks.map(({ site, found, detail, at }) => (
    <span key={site} className="publication-line">
      {found ? (
        t(`publications:check.found.${site}`)
      ) : (
        <Tag tone="due">{t(`publications:check.missing.${site}`)}</Tag>
      )}{" "}
      <span className="meta">
        {dayAndTime(at)}
        {!found && ` · ${detail}`}
      </span>
    </span>
  ));
}

export const goneOn = ({ goneAt }: PublicationRow): string | undefined =>
  goneAt === undefined ? undefined : dayOf(goneAt);
