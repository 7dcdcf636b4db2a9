/** Side sheet of a form that acts on a lead; the evidence stays readable beside it. */
import { Button, Drawer } from "antd";
import type { ReactNode, SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import { dayAndTime } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";

export interface ActDrawerProps {
  readonly title: string;
  readonly submitText: string;
  /** Why the button is disabled; undefined when it is not. */
  readonly blockedBecause?: string | undefined;
  readonly isPending: boolean;
  readonly restoredFrom: string | undefined;
  readonly onDiscard: () => void;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

function DraftLine({ savedAt, onDiscard }: { savedAt: string; onDiscard: () => void }) {
  const { t } = useTranslation();
  return (
    <p className="draft-line">
      {t("leads:draft.restored", { time: dayAndTime(savedAt) })}{" "}
      <Button type="link" size="small" onClick={onDiscard}>
        {t("leads:draft.discard")}
      </Button>
    </p>
  );
}

export function ActDrawer(props: ActDrawerProps) {
  const { t } = useTranslation();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    props.onSubmit();
  };
  return (
    <Drawer
      open
      title={props.title}
      size={560}
      onClose={props.onClose}
      closeIcon={<Icon name="cross" />}
      closable={{ "aria-label": t("console:close") }}
      classNames={{ root: "act-drawer" }}
    >
      <form onSubmit={submit} noValidate>
        {props.restoredFrom !== undefined && (
          <DraftLine savedAt={props.restoredFrom} onDiscard={props.onDiscard} />
        )}
        {props.children}
        <div className="act-submit">
          <Button
            type="primary"
            htmlType="submit"
            loading={props.isPending}
            disabled={props.blockedBecause !== undefined}
          >
            {props.submitText}
          </Button>
          <Button onClick={props.onClose}>{t("leads:draft.later")}</Button>
          <span className="meta">{props.blockedBecause ?? t("leads:draft.kept")}</span>
        </div>
      </form>
    </Drawer>
  );
}
