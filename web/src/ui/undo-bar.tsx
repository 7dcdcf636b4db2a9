/** What was just given and can be taken back, with the seconds that are left; then what came of it. */
import { Button } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { Icon } from "./icon.tsx";
import { Key } from "./panel.tsx";
import {
  dismiss,
  flushAct,
  takeBack,
  UNDO_MS,
  usePendingActs,
  type WaitingAct,
} from "./pending-acts.ts";
import { ProblemNotice } from "./problem-notice.tsx";

function useSecondsLeft(until: number): number {
  const left = () => Math.max(Math.ceil((until - performance.now()) / 1000), 0);
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 250);
    return () => clearInterval(timer);
  });
  return seconds;
}

function Waiting({ act, isLast }: { readonly act: WaitingAct; readonly isLast: boolean }) {
  const { t } = useTranslation();
  const seconds = useSecondsLeft(act.until);
  return (
    <li className="undo-item">
      <span className="undo-text">
        <b>{act.text}</b>{" "}
        <span className="undo-left" aria-hidden="true">
          {t("console:undo.left", { seconds })}
        </span>
      </span>
      <Button onClick={() => takeBack(act.key)}>
        <Icon name="undo" /> {t("console:undo.back")} {isLast && <Key>U</Key>}
      </Button>
      <Button type="text" onClick={() => void flushAct(act.key)}>
        {t("console:undo.now")}
      </Button>
      <span className="undo-rest" style={{ animationDuration: `${UNDO_MS}ms` }} />
    </li>
  );
}

function Dismiss({ of }: { readonly of: string }) {
  const { t } = useTranslation();
  return <Button onClick={() => dismiss(of)}>{t("console:undo.read")}</Button>;
}

export function UndoBar() {
  const { t } = useTranslation();
  const { waiting, told, failed } = usePendingActs();
  return (
    <div className="undo-bar" role="status" aria-live="polite" aria-label={t("console:undo.label")}>
      {waiting.length > 0 && (
        <ul>
          {waiting.map((act, index) => (
            <Waiting key={act.key} act={act} isLast={index === waiting.length - 1} />
          ))}
        </ul>
      )}
      {told.map((outcome) => (
        <section key={outcome.key} className="undo-told">
          <p>
            <b>{outcome.text}</b>
          </p>
          {outcome.rows.length > 0 && (
            // It scrolls, so the keyboard must reach it.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
            <ul className="undo-rows" tabIndex={0} aria-label={outcome.text}>
              {outcome.rows.map((row) => (
                <li key={row.id}>
                  <span>{row.title}</span> <span>{row.why}</span>
                </li>
              ))}
            </ul>
          )}
          <Dismiss of={outcome.key} />
        </section>
      ))}
      {failed.map(({ key, text, error }) => (
        <section key={key} className="undo-told">
          <p>
            <b>{t("console:undo.failed", { act: text })}</b>
          </p>
          <ProblemNotice error={error} act={<Dismiss of={key} />} />
        </section>
      ))}
    </div>
  );
}
