/** What an entry would do, before anybody is asked: days that change, dates that move, who quotes the article. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type {
  Move,
  QuotingLetter,
  StatuteDraft,
  StatutePreview,
} from "../../../../contract/src/statutes.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Notice } from "../../ui/states.tsx";
import { usePreview } from "./queries.ts";
import { useStatuteWords } from "./words.ts";

function Errors({ errors }: { readonly errors: StatutePreview["errors"] }) {
  const { t } = useTranslation();
  const words = useStatuteWords();
  return (
    <Notice tone="overdue">
      <p>
        <b>{t("statutes:errors", { count: errors.length })}</b>
      </p>
      <ul className="notice-fields">
        {errors.map(({ path, code, params }) => (
          <li key={path + code}>
            <b>{words.field(path)}</b> {t(`problems:${code}.what`, params)}{" "}
            {t(`problems:${code}.next`, params)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Moves({ draft, preview }: { readonly draft: string; readonly preview: StatutePreview }) {
  const { t } = useTranslation();
  const words = useStatuteWords();
  const { voices, movedVoices, movedClocks, moves } = preview;
  const columns: readonly Column<Move>[] = [
    {
      id: "voice",
      head: t("statutes:column.voice"),
      isHead: true,
      cell: ({ number, title }) => `${number} ${title}`,
    },
    { id: "clock", head: t("statutes:column.clock"), cell: ({ clock }) => words.clock(clock) },
    { id: "before", head: t("statutes:column.before"), cell: ({ before }) => words.due(before) },
    {
      id: "after",
      head: t("statutes:column.after"),
      cell: ({ after }) => words.due(after),
    },
  ];
  return (
    <section>
      <h3>{t("statutes:moves")}</h3>
      <p>{t("statutes:movesCount", { voices, movedVoices, movedClocks })}</p>
      {moves.length > 0 && (
        <>
          <DataTable
            caption={t("statutes:moves")}
            rows={moves}
            rowKey={({ voice, clock }) => `${voice} ${clock}`}
            columns={columns}
          />
          <p>
            {moves.length < movedClocks && t("statutes:movesFirst", { count: moves.length })}{" "}
            <a href={`/api/statutes/drafts/${draft}/moves.csv`} download>
              {t("statutes:download")}
            </a>
          </p>
        </>
      )}
    </section>
  );
}

function Days({ days }: { readonly days: StatutePreview["days"] }) {
  const { t } = useTranslation();
  return (
    <details>
      <summary>{t("statutes:days", { count: days.length })}</summary>
      <DataTable
        caption={t("statutes:days", { count: days.length })}
        rows={days}
        rowKey={({ date }) => date}
        columns={[
          { id: "date", head: t("statutes:column.date"), isHead: true, cell: ({ date }) => date },
          {
            id: "before",
            head: t("statutes:column.before"),
            cell: ({ before }) => t(`statutes:dayKind.${before}`),
          },
          {
            id: "after",
            head: t("statutes:column.after"),
            cell: ({ after }) => t(`statutes:dayKind.${after}`),
          },
        ]}
      />
    </details>
  );
}

function Quotes({ quotes }: { readonly quotes: StatutePreview["quotes"] }) {
  const { t } = useTranslation();
  const words = useStatuteWords();
  const textOf = ({ kind, id, title }: StatutePreview["quotes"][number]) =>
    kind === "clock" ? words.clock(id) : kind === "page" ? words.page(id) : `${id} ${title ?? ""}`;
  if (quotes.length === 0) return <p>{t("statutes:quotedByNone")}</p>;
  return (
    <section>
      <h3>{t("statutes:quotes")}</h3>
      <dl className="statute-facts">
        {[...Map.groupBy(quotes, ({ kind }) => kind)].map(([kind, group]) => (
          <div key={kind}>
            <dt>{t(`statutes:quoteKind.${kind}`)}</dt>
            <dd>{group.map(textOf).join("、")}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function LetterName({ letter }: { readonly letter: QuotingLetter }) {
  const { t } = useTranslation();
  const { kind, number, link } = letter;
  return (
    <Link to={link}>
      {t(`statutes:letterKind.${kind}`)} {number ?? t("statutes:letterNoNumber")}
    </Link>
  );
}

const letterCell = (letter: QuotingLetter) => <LetterName letter={letter} />;

function Letters({ preview }: { readonly preview: StatutePreview }) {
  const { t } = useTranslation();
  const { letters, quotingLetters } = preview;
  const columns: readonly Column<QuotingLetter>[] = [
    {
      id: "letter",
      head: t("statutes:column.letter"),
      isHead: true,
      cell: letterCell,
    },
    { id: "case", head: t("statutes:column.voice"), cell: ({ case: of = "" }) => of },
    { id: "on", head: t("statutes:column.letterDay"), cell: ({ on }) => on },
    {
      id: "state",
      head: t("statutes:column.letterState"),
      cell: ({ state }) => t(`statutes:letterState.${state}`),
    },
  ];
  return (
    <section>
      <h3>{t("statutes:letters")}</h3>
      {letters.length === 0 ? (
        <p>{t("statutes:lettersNone")}</p>
      ) : (
        <>
          <p>{t("statutes:lettersCount", { count: quotingLetters })}</p>
          <DataTable
            caption={t("statutes:letters")}
            rows={letters}
            rowKey={({ kind, number = "", on, link }) => `${link} ${kind} ${number} ${on}`}
            columns={columns}
          />
          {letters.length < quotingLetters && (
            <p>{t("statutes:lettersFirst", { count: letters.length })}</p>
          )}
        </>
      )}
      <p className="meta">{t("statutes:lettersDevice")}</p>
    </section>
  );
}

export function Preview({ draft }: { readonly draft: StatuteDraft }) {
  const preview = usePreview(draft.id, draft.changedAt);
  const data = preview.data;
  return (
    <div className="statute-preview">
      <QueryState query={preview} />
      {data !== undefined && data.errors.length > 0 && <Errors errors={data.errors} />}
      {data !== undefined && data.errors.length === 0 && (
        <>
          {draft.kind === "calendarYear" && <Days days={data.days} />}
          <Moves draft={draft.id} preview={data} />
          {draft.kind === "article" && <Quotes quotes={data.quotes} />}
          {draft.kind === "article" && <Letters preview={data} />}
        </>
      )}
    </div>
  );
}
