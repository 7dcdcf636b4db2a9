import { useTranslation } from "react-i18next";
import { Link, useRouteError } from "react-router";

import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Empty } from "../../ui/states.tsx";

/** A page that broke: a new release may have replaced its files, so loading again is the first try. */
export function FailedPage() {
  const { t } = useTranslation();
  const error = useRouteError();
  return (
    <main className="page">
      <ProblemNotice error={error} act={<a href={window.location.href}>{t("console:reload")}</a>} />
    </main>
  );
}

export function MissingPage() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <Empty
        title={t("console:missing.title")}
        why={t("console:missing.why")}
        next={<Link to="/">{t("console:missing.next")}</Link>}
      />
    </div>
  );
}
