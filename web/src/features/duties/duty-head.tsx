/** The three views of the duties: the list, "to whom would this go?", and the gaps. */
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";

import { useSession } from "../session/index.ts";

const VIEWS = [
  { to: "/duties", name: "list", permission: "duties.read" },
  { to: "/duties/route", name: "route", permission: "duties.read" },
  { to: "/duties/gaps", name: "gaps", permission: "duties.orphans" },
  { to: "/duties/drafts", name: "drafts", permission: "duties.publish" },
] as const;

export function DutyHead() {
  const { t } = useTranslation();
  const held = useSession().data?.permissions ?? [];
  return (
    <nav className="duty-views" aria-label={t("duties:views")}>
      {VIEWS.filter(({ permission }) => held.includes(permission)).map(({ to, name }) => (
        <NavLink key={to} to={to} end>
          {t(`duties:view.${name}`)}
        </NavLink>
      ))}
    </nav>
  );
}
