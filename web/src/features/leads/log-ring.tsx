import { useTranslation } from "react-i18next";

import { Ring } from "../../ui/mirror.tsx";

/** Place in the witness log, or the plain word that it is still being written. */
export function LogRing({ index }: { readonly index: number | undefined }) {
  const { t } = useTranslation();
  return (
    <Ring
      index={index}
      label={index === undefined ? t("console:ring.pending") : t("console:ring.inLog", { index })}
      pendingText={t("console:ring.pendingShort")}
    />
  );
}
