/** Articles that a finding can rest on: those of the clocks first, then the register; each with its validity on the day of receipt. */
import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { CitedArticle, VoiceView } from "../../../../contract/src/voices.ts";
import { dayOf } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";
import { Tag } from "../../ui/panel.tsx";
import { api, useSession } from "../session/index.ts";
import { Verified } from "./strip-panel.tsx";

const MOST_FOUND = 12;

function useRegister(): readonly CitedArticle[] {
  const may = useSession().data?.permissions.includes("statutes.read") ?? false;
  const law = useQuery({
    queryKey: ["law-register"],
    enabled: may,
    staleTime: 300_000,
    queryFn: ({ signal }) => api.getLaw(signal),
  });
  return law.data?.articles ?? [];
}

interface ArticleProps {
  readonly article: CitedArticle;
  readonly on: string;
  readonly isChosen: boolean;
  readonly onAdd: () => void;
}

function Article({ article, on, isChosen, onAdd }: ArticleProps) {
  const { t } = useTranslation();
  const { validFrom, validTo } = article;
  const isInForce = (validFrom ?? on) <= on && on <= (validTo ?? on);
  return (
    <li>
      <b>
        {article.instrument} {article.article}
      </b>
      <p>{article.summaryZh}</p>
      <p className="article-marks">
        <Tag tone={isInForce ? "plain" : "overdue"}>
          {isInForce ? <Icon name="check" /> : <Icon name="warning" />}{" "}
          {t(isInForce ? "voices:law.inForce" : "voices:law.notInForce", { day: on })}
        </Tag>
        <Verified verified={article.verified} />
        <Button size="small" disabled={isChosen} onClick={onAdd}>
          {t(isChosen ? "voices:law.cited" : "voices:law.cite")}
        </Button>
      </p>
    </li>
  );
}

interface ArticleColumnProps {
  readonly law: VoiceView["law"];
  readonly receivedAt: string;
  readonly chosen: readonly string[];
  readonly onChange: (articles: readonly string[]) => void;
}

/** The register's articles that answer to the words, beside those already shown. */
function found(register: readonly CitedArticle[], words: string): readonly CitedArticle[] {
  const asked = words.trim().split(/\s+/);
  return register
    .filter(({ id, instrument, article, summaryZh }) =>
      asked.every((word) => `${id} ${instrument} ${article} ${summaryZh}`.includes(word)),
    )
    .slice(0, MOST_FOUND);
}

export function ArticleColumn({ law, receivedAt, chosen, onChange }: ArticleColumnProps) {
  const { t } = useTranslation();
  const register = useRegister();
  const [words, setWords] = useState("");
  const on = dayOf(receivedAt);
  const shown = words.trim() === "" ? law : found(register, words);
  const add = (id: string) => onChange([...chosen, id]);
  return (
    <div>
      <div className="editor-head">
        <h3>{t("voices:law.title")}</h3>
        <span>{t("voices:law.onDay", { day: on })}</span>
      </div>
      <div className="article-search">
        <Input
          type="search"
          prefix={<Icon name="search" />}
          aria-label={t("voices:law.search")}
          placeholder={t("voices:law.search")}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        {words.trim() !== "" && (
          <Button
            size="small"
            disabled={chosen.includes(words.trim())}
            onClick={() => {
              add(words.trim());
              setWords("");
            }}
          >
            {t("voices:law.citeWords")}
          </Button>
        )}
      </div>
      <ul className="editor-articles">
        {shown.map((article) => (
          <Article
            key={article.id}
            article={article}
            on={on}
            isChosen={chosen.includes(article.id)}
            onAdd={() => add(article.id)}
          />
        ))}
        {shown.length === 0 && <li className="meta">{t("voices:law.none")}</li>}
      </ul>
    </div>
  );
}
