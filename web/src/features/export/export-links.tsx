/** Links that download the whole list under its present filters, as the server writes it. */
import { useTranslation } from "react-i18next";

import { Icon } from "../../ui/icon.tsx";

import "./export.css";

export interface ExportLinksProps {
  readonly list: "leads" | "processes" | "insight/overview";
  /** Filters of the list; empty ones are left out. */
  readonly filter: Readonly<Record<string, string>>;
}

function addressOf({ list, filter }: ExportLinksProps, format: string, lang: string): string {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ""));
  query.set("format", format);
  query.set("lang", lang);
  return `/api/${list}/export?${query.toString()}`;
}

export function ExportLinks(props: ExportLinksProps) {
  const { t, i18n } = useTranslation();
  const lang = i18n.language === "en" ? "en" : "zh-CN";
  return (
    <span className="export-links" title={t("export:about")}>
      <Icon name="download" /> {t("export:actAll")}
      <a download href={addressOf(props, "xlsx", lang)}>
        {t("export:xlsx")}
      </a>
      <a download href={addressOf(props, "csv", lang)}>
        {t("export:csv")}
      </a>
    </span>
  );
}
