/**
 * What the law says about a field: the article with its wording in short, from the law register. An article is shown
 * with the regime it belongs to; which one applies is the department's to say.
 */
import { useTranslation } from "react-i18next";

/** Field → articles of the law register. Those "text-read" there only. */
const ARTICLES = {
  stepText: ["ZTB-T-62", "CG-T-56"],
  outcome: ["ZTB-T-61", "CF-57"],
  decisionNo: ["JLGG-6"],
  findings: ["CF-44", "CG-T-56"],
  articles: ["ZTB-T-40", "MOF87-37"],
  publicText: ["JLGG-5", "XXGK-15", "JLGG-6"],
} as const satisfies Record<string, readonly string[]>;

export function LawHelp({ field }: { readonly field: keyof typeof ARTICLES }) {
  const { t } = useTranslation();
  return (
    <details className="law-help">
      <summary>{t("leads:law.open")}</summary>
      <dl>
        {ARTICLES[field].map((id) => (
          <div key={id}>
            <dt>{t(`leads:law.article.${id}.name`)}</dt>
            <dd>{t(`leads:law.article.${id}.text`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
