/** 常备门禁卡: who may open doors whatever the project. Without this list nothing is said of entries (PRO-14). */
import { Button, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type { StandingBadge } from "../../../../contract/src/venue-values.ts";
import type { BadgeList } from "../../../../contract/src/venue.ts";
import { Field } from "../../ui/field.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { badgesOf, linesOf } from "./badge-lines.ts";
import { useBadges, useEnterBadges } from "./queries.ts";

function BadgesForm({ badges }: { readonly badges: readonly StandingBadge[] }) {
  const { t } = useTranslation();
  const enter = useEnterBadges();
  const [text, setText] = useState(() => linesOf(badges));
  const { badges: read, wrong } = badgesOf(text);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    enter.mutate({ badges: [...read] });
  };
  return (
    <form onSubmit={submit} aria-label={t("venue:badges.title")}>
      <Field
        label={t("venue:badges.list")}
        hint={t("venue:badges.hint")}
        error={
          wrong.length === 0 ? undefined : t("venue:badges.wrong", { lines: wrong.join("、") })
        }
      >
        {(ids) => (
          <Input.TextArea
            {...ids}
            autoSize={{ minRows: 3, maxRows: 12 }}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      {enter.error !== null && <ProblemNotice error={enter.error} />}
      <Button htmlType="submit" disabled={wrong.length > 0} loading={enter.isPending}>
        {t("venue:badges.save")}
      </Button>
    </form>
  );
}

const Loaded = ({ list }: { readonly list: BadgeList }) => (
  <BadgesForm key={linesOf(list.badges)} badges={list.badges} />
);

export function BadgesPanel() {
  const { t } = useTranslation();
  const { data } = useBadges();
  if (data === undefined) return null;
  return (
    <Panel
      title={t("venue:badges.title")}
      aside={
        data.isKnown
          ? t("venue:badges.count", { count: data.badges.length })
          : t("venue:badges.none")
      }
    >
      <details>
        <summary>{t("venue:badges.open")}</summary>
        <Loaded list={data} />
      </details>
    </Panel>
  );
}
