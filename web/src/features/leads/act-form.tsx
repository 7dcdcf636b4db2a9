/**
 * Side sheet of a form that acts on a lead; the evidence stays readable beside it. What is typed is
 * kept as a draft until the act is done; a refusal leaves it in front of the officer.
 */
import { Button, Drawer } from "antd";
import { useState, type ReactNode, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type { LeadView } from "../../../../contract/src/leads.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";
import { giveAct } from "../../ui/pending-acts.ts";
import { useDraft, writeStored } from "../../ui/storage.ts";
import { useAccount } from "../session/index.ts";
import { ActProblem } from "./act-problem.tsx";
import { useLeadAct, useNewView } from "./queries.ts";

export interface ActFormState<Form> {
  readonly form: Form;
  readonly change: (patch: Partial<Form>) => void;
  /** True once the officer tried to submit: from then on faults are shown. */
  readonly isChecked: boolean;
}

export interface ActFormProps<Form extends object, Body> {
  readonly view: LeadView;
  readonly onClose: () => void;
  readonly title: string;
  readonly submitText: string;
  /** Name of the draft on this device. */
  readonly draft: string;
  /** Has to stay the same object between renders. */
  readonly initial: Form;
  readonly send: (id: string, body: Body) => Promise<LeadView>;
  /** What is sent; undefined while something is missing. */
  readonly request: (form: Form) => Body | undefined;
  /** Set for acts that can be taken back: what the bar says while it waits. */
  readonly undoText?: string;
  /** Why the button is disabled; undefined when it is not. */
  readonly blockedBecause?: (form: Form) => string | undefined;
  readonly children: (state: ActFormState<Form>) => ReactNode;
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

export function ActForm<Form extends object, Body>(props: ActFormProps<Form, Body>) {
  const { t } = useTranslation();
  const { view, onClose } = props;
  const { id } = view.lead;
  const draftKey = `${useAccount()}.${id}.${props.draft}`;
  const { form, change, discard, restoredFrom } = useDraft(draftKey, props.initial);
  const show = useNewView();
  const [isChecked, setChecked] = useState(false);
  const act = useLeadAct(id, props.send);
  const blocked = props.blockedBecause?.(form);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    const body = props.request(form);
    if (body === undefined || blocked !== undefined) return;
    if (props.undoText !== undefined) {
      giveAct({
        key: `${props.draft}:${id}`,
        text: props.undoText,
        about: [id],
        send: async () => {
          await show(await props.send(id, body));
          // Written again by another form meanwhile, it would still be this act's.
          writeStored(`draft.${draftKey}`, undefined);
          return undefined;
        },
      });
      onClose();
      return;
    }
    act.mutate(body, {
      onSuccess: () => {
        discard();
        onClose();
      },
    });
  };
  return (
    <Drawer
      open
      title={props.title}
      size={560}
      onClose={onClose}
      closeIcon={<Icon name="cross" />}
      closable={{ "aria-label": t("console:close") }}
      classNames={{ root: "act-drawer" }}
    >
      <form onSubmit={submit} noValidate>
        {restoredFrom !== undefined && <DraftLine savedAt={restoredFrom} onDiscard={discard} />}
        {act.error !== null && (
          <ActProblem error={act.error} leadId={id} keptDraft onReload={() => act.reset()} />
        )}
        {props.children({ form, change, isChecked })}
        <div className="act-submit">
          <Button
            type="primary"
            htmlType="submit"
            loading={act.isPending}
            disabled={blocked !== undefined}
          >
            {props.submitText}
          </Button>
          <Button onClick={onClose}>{t("leads:draft.later")}</Button>
          <span className="meta">{blocked ?? t("leads:draft.kept")}</span>
        </div>
      </form>
    </Drawer>
  );
}
