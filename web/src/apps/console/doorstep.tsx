/** What stands around the pages before sign-in: the name, language and colours. */
import { useTranslation } from "react-i18next";
import { Outlet } from "react-router";

import { Mirror } from "../../ui/mirror.tsx";
import { Preferences } from "./preferences.tsx";

export function Doorstep({ children }: { readonly children: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="doorstep">
      <title>{t("console:name")}</title>
      <header>
        <span className="wordmark">
          <Mirror size={26} /> <b>{t("console:name")}</b>
        </span>
        <Preferences />
      </header>
      <main>{children}</main>
    </div>
  );
}

/** Route element for pages that need nobody to be signed in. */
export function OpenPages() {
  return (
    <Doorstep>
      <Outlet />
    </Doorstep>
  );
}
