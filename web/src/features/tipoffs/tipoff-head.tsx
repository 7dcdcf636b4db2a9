/** The views of tip-offs: the list, and the key of the office. */
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";

import "./tipoffs.css";

export function TipoffHead() {
  const { t } = useTranslation();
  return (
    <nav className="tipoff-views" aria-label={t("tipoffs:views")}>
      <NavLink to="/tipoffs" end>
        {t("tipoffs:view.list")}
      </NavLink>
      <NavLink to="/tipoffs/keys">{t("tipoffs:view.keys")}</NavLink>
    </nav>
  );
}
