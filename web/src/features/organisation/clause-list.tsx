import { useTranslation } from "react-i18next";

import type { JurisdictionClause } from "../../../../contract/src/organisation.ts";
import { useClauseWords } from "./words.ts";

/** A jurisdiction in words, a line a clause. */
export function ClauseList({ clauses }: { readonly clauses: readonly JurisdictionClause[] }) {
  const { t } = useTranslation();
  const words = useClauseWords();
  if (clauses.length === 0)
    return <span className="meta">{t("organisation:unit.noJurisdiction")}</span>;
  return (
    <ul className="clauses">
      {clauses.map((clause) => (
        <li key={JSON.stringify(clause)}>{words(clause)}</li>
      ))}
    </ul>
  );
}
