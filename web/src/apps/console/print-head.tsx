/** Head of a printed page: who printed it and when. Page numbers come from the style sheet. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { SessionView } from "../../../../contract/src/session.ts";
import { dayAndTime } from "../../ui/dates.ts";

export function PrintHead({ session }: { readonly session: SessionView }) {
  const { t } = useTranslation();
  const [at, setAt] = useState(() => new Date().toISOString());
  useEffect(() => {
    const stamp = () => setAt(new Date().toISOString());
    window.addEventListener("beforeprint", stamp);
    return () => window.removeEventListener("beforeprint", stamp);
  }, []);
  return (
    <p className="print-head" aria-hidden="true">
      <span>{t("console:print.from")}</span>
      <span>
        {t("console:print.by", {
          unit: session.department?.name ?? "",
          name: session.name ?? "",
          time: dayAndTime(at),
        })}
      </span>
    </p>
  );
}
