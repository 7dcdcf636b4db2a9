/** The views: the year, the law register, and what is being entered. */
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";

import { useSession } from "../session/index.ts";

const VIEWS = [
  { to: "/calendar", name: "calendar", permission: "statutes.read", end: true },
  { to: "/calendar/law", name: "law", permission: "statutes.read", end: true },
  { to: "/calendar/enter", name: "enter", permission: "statutes.enter", end: false },
] as const;

export const useMayEnter = (): boolean =>
  useSession().data?.permissions.includes("statutes.enter") ?? false;

export function StatuteHead() {
  const { t } = useTranslation();
  const held = useSession().data?.permissions ?? [];
  return (
    <nav className="statute-views" aria-label={t("statutes:views")}>
      {VIEWS.filter(({ permission }) => held.includes(permission)).map(({ to, name, end }) => (
        <NavLink key={to} to={to} end={end}>
          {t(`statutes:view.${name}`)}
        </NavLink>
      ))}
    </nav>
  );
}
