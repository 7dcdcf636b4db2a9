/** All keys on one sheet. Opened by ?. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { SessionView } from "../../../../contract/src/session.ts";
import { Icon } from "../../ui/icon.tsx";
import { Key } from "../../ui/panel.tsx";
import { pagesOf } from "./pages.ts";

const GENERAL = [
  [["Ctrl", "K"], "palette"],
  [["?"], "help"],
  [["/"], "search"],
  [["U"], "undo"],
  [["Esc"], "close"],
] as const;
const LISTS = [
  [["J"], "down"],
  [["K"], "up"],
  [["Enter"], "open"],
  [["X"], "mark"],
  [["E"], "receive"],
  [["V"], "save"],
] as const;

function Keys({
  title,
  rows,
}: {
  readonly title: string;
  readonly rows: readonly (readonly [readonly string[], string])[];
}) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {rows.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <Key key={key}>{key}</Key>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function HelpSheet({
  session,
  onClose,
}: {
  readonly session: SessionView;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const pages = pagesOf(session).flatMap(({ letter, name }) =>
    letter === undefined ? [] : [[["G", letter.toUpperCase()], t(name)] as const],
  );
  return (
    <dialog ref={dialog} className="help-sheet" aria-labelledby="keys-title" onClose={onClose}>
      <header>
        <h2 id="keys-title">{t("console:keys.title")}</h2>
        <button
          type="button"
          aria-label={t("console:close")}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="cross" />
        </button>
      </header>
      <div className="help-columns">
        <Keys
          title={t("console:keys.general")}
          rows={GENERAL.map(([keys, name]) => [keys, t(`console:keys.${name}`)] as const)}
        />
        <Keys
          title={t("console:keys.lists")}
          rows={LISTS.map(([keys, name]) => [keys, t(`console:keys.${name}`)] as const)}
        />
        <Keys title={t("console:keys.pages")} rows={pages} />
      </div>
      <p className="meta">{t("console:keys.about")}</p>
    </dialog>
  );
}
