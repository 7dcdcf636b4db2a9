import { useTranslation } from "react-i18next";

/** First and last day in words; no last day: until now. */
export function useTerm() {
  const { t } = useTranslation();
  return (from: string, to: string | undefined): string =>
    t("organisation:person.term", { from, to: to ?? t("organisation:person.open") });
}
