/** Ten codes on paper for a lost phone, shown once. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import { Notice } from "../../ui/states.tsx";

export function RecoveryCodes(props: {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="recovery-title">
      <h2 id="recovery-title">{t("session:recovery.title")}</h2>
      <Notice tone="due">
        <p>{t("session:recovery.about")}</p>
      </Notice>
      <ol className="recovery-codes">
        {props.codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="sign-in-acts">
        <Button onClick={() => window.print()}>{t("session:recovery.print")}</Button>
        <Button type="primary" onClick={props.onKept}>
          {t("session:recovery.kept")}
        </Button>
      </div>
    </section>
  );
}
