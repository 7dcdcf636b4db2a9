/** Letters (开户通知单): one sheet of A4 a person, with the link that works once. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import type { Letter } from "../../../../contract/src/accounts.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";
import { Notice } from "../../ui/states.tsx";

import "./accounts.css";

const STEPS = ["open", "password", "factor", "keep"] as const;

function Sheet({ letter }: { readonly letter: Letter }) {
  const { t } = useTranslation();
  const rows = [
    [t("accounts:letter.name"), letter.name],
    [t("accounts:letter.account"), <code key="account">{letter.account}</code>],
    [t("accounts:letter.posts"), letter.posts.length === 0 ? "—" : letter.posts.join("；")],
    [t("accounts:letter.until"), dayAndTime(letter.expiresAt)],
    [
      t("accounts:letter.link"),
      <code key="link" className="letter-link">
        {letter.link}
      </code>,
    ],
  ] as const;
  return (
    <article className="letter" aria-label={t("accounts:letter.of", { name: letter.name })}>
      <h2>{t("accounts:letter.title")}</h2>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <ol>
        {STEPS.map((step) => (
          <li key={step}>{t(`accounts:letter.step.${step}`)}</li>
        ))}
      </ol>
      <p className="letter-foot">{t("accounts:letter.foot")}</p>
    </article>
  );
}

export function Letters({ letters }: { readonly letters: readonly Letter[] }) {
  const { t } = useTranslation();
  return (
    <section className="letters" aria-label={t("accounts:letters.title")}>
      <div className="letters-head">
        <Notice tone="accent">
          <p>
            <b>{t("accounts:letters.made", { count: letters.length })}</b>{" "}
            {t("accounts:letters.once")}
          </p>
        </Notice>
        <p>
          <Button type="primary" icon={<Icon name="download" />} onClick={() => print()}>
            {t("accounts:letters.print")}
          </Button>
        </p>
      </div>
      {letters.map((letter) => (
        <Sheet key={letter.account} letter={letter} />
      ))}
    </section>
  );
}
