import { useTranslation } from "react-i18next";

import type { HistoryEntry } from "../../../../contract/src/organisation-api.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel } from "../../ui/panel.tsx";
import { useTerm } from "./term.ts";
import { useWord } from "./words.ts";

/** Facts about a unit or a person, newest first. */
export function HistoryPanel({ entries }: { readonly entries: readonly HistoryEntry[] }) {
  const { t } = useTranslation();
  const word = useWord();
  const term = useTerm();
  return (
    <Panel title={t("organisation:unit.history")}>
      <ol className="timeline">
        {entries.map((entry) => (
          <li key={entry.fact}>
            <time dateTime={entry.at}>{dayAndTime(entry.at)}</time>
            <span>
              {word("fact", entry.kind)} · {entry.names.join(" · ")}
            </span>
            <span className="meta">
              {entry.from === undefined ? "" : term(entry.from, entry.to)}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
