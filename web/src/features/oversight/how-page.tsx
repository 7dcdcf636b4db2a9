/** How every figure of the board and the cards comes about. */
import { useTranslation } from "react-i18next";

import "./oversight.css";

const ITEMS = ["i0", "i1", "i2", "i3", "i4", "i5", "i6", "i7", "i8"] as const;

export function HowPage() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <title>{t("oversight:how.title")}</title>
      <h1 className="page-sentence">{t("oversight:how.lead")}</h1>
      <div className="panel">
        <dl className="facts panel-body">
          {ITEMS.map((item) => (
            <div key={item}>
              <dt>{t(`oversight:how.items.${item}.name`)}</dt>
              <dd className="reading">{t(`oversight:how.items.${item}.text`)}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}
