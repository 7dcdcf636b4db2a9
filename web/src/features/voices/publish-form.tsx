/** Publishing: what readers will see, checked for personal data before it can be sent. */
import { useMutation } from "@tanstack/react-query";
import { Button, Drawer, Input } from "antd";
import { useEffect, useMemo, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type { ReplyServed } from "../../../../contract/src/facts/complaints.reply-served.ts";
import type { CheckedText } from "../../../../contract/src/publications.ts";
import type { VoiceView } from "../../../../contract/src/voices.ts";
import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice } from "../../ui/states.tsx";
import { useDraft } from "../../ui/storage.ts";
import { api, useAccount } from "../session/index.ts";
import { ActProblem } from "./act-problem.tsx";
import { claimsOf } from "./claims.ts";
import { useVoiceAct } from "./queries.ts";
import { useArticleName, useCodeWord } from "./words.ts";

const CHECK_AFTER_MS = 500;

interface PublicText {
  readonly title: string;
  readonly text: string;
  readonly departmentUrl: string;
}

/** Claims, findings and decision in the order of the letter, as a start; the unit writes what is to be public. */
function usePrefilled(view: VoiceView): PublicText {
  const { t } = useTranslation();
  const articleName = useArticleName(view.law);
  return useMemo(() => {
    const reply = view.reply as unknown as ReplyServed;
    const parts = claimsOf(view).map((claim, at) => {
      const findings = reply.findings.filter((finding) => finding.claim === at);
      const said = findings.map((finding) =>
        t("voices:publish.finding", {
          result: t(`voices:result.${finding.result}`),
          text: finding.text,
          articles: finding.articles.map((id) => articleName(id)).join("、"),
        }),
      );
      return [t("voices:publish.claim", { n: at + 1, claim }), ...said].join("\n");
    });
    return {
      title: t(`voices:publish.title.${view.voice.kind}`, { title: view.voice.title }),
      text: [...parts, t("voices:publish.decision", { decision: reply.decision })].join("\n\n"),
      departmentUrl: "",
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the names of articles follow view and language
  }, [view, t]);
}

/** Names of the case's natural persons: the form of a name alone does not give them away. */
function namesOf({ content }: VoiceView): string[] {
  const { contactName } = content.writer;
  return contactName === undefined || contactName.length < 2 ? [] : [contactName];
}

function useCheck(view: VoiceView, { title, text }: PublicText) {
  const check = useMutation({ mutationFn: api.checkPublicText });
  const { mutate } = check;
  const names = useMemo(() => namesOf(view), [view]);
  useEffect(() => {
    const timer = setTimeout(() => mutate({ title, text, names }), CHECK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [mutate, title, text, names]);
  return check;
}

function Findings({ checked, onRedact }: { checked: CheckedText; onRedact: () => void }) {
  const { t } = useTranslation();
  const word = useCodeWord();
  if (checked.findings.length === 0)
    return (
      <p className="meta">
        <Icon name="check" /> {t("voices:publish.clean")}
      </p>
    );
  return (
    <Notice tone="due" act={<Button onClick={onRedact}>{t("voices:publish.redact")}</Button>}>
      <p>
        <b>{t("voices:publish.found", { count: checked.findings.length })}</b>
      </p>
      <ul className="notice-fields">
        {checked.findings.map(({ field, from, kind, words }) => (
          <li key={`${field}-${from}`}>
            {word("personal", kind)} <mark>{words}</mark>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Preview({ view, form }: { readonly view: VoiceView; readonly form: PublicText }) {
  const { t } = useTranslation();
  const reply = view.reply as unknown as ReplyServed;
  return (
    <section className="entry" aria-label={t("voices:publish.preview")}>
      <p className="meta">{t("voices:publish.previewAbout")}</p>
      <h3>{form.title}</h3>
      <p className="meta">{[view.voice.unit.name, reply.letterNo, reply.decidedOn].join(" · ")}</p>
      <p className="reading">{form.text}</p>
    </section>
  );
}

interface PublishFormProps {
  readonly view: VoiceView;
  readonly onClose: () => void;
}

export function PublishForm({ view, onClose }: PublishFormProps) {
  const { t } = useTranslation();
  const { id, version } = view.voice;
  const initial = usePrefilled(view);
  const draft = useDraft(`${useAccount()}.${id}.publication`, initial);
  const { form, change } = draft;
  const check = useCheck(view, form);
  const publish = useVoiceAct(id, api.publishReply);
  const isClean = check.data !== undefined && check.data.findings.length === 0;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isClean) return;
    const url = form.departmentUrl.trim();
    publish.mutate(
      {
        version,
        title: form.title.trim(),
        text: form.text.trim(),
        ...(url === "" ? {} : { departmentUrl: url }),
      },
      {
        onSuccess: () => {
          draft.discard();
          onClose();
        },
      },
    );
  };
  return (
    <Drawer
      open
      title={t("voices:act.publish")}
      size={640}
      onClose={onClose}
      closeIcon={<Icon name="cross" />}
      closable={{ "aria-label": t("console:close") }}
      classNames={{ root: "act-drawer" }}
    >
      <form onSubmit={submit} noValidate>
        {publish.error !== null && (
          <ActProblem error={publish.error} id={id} onReload={() => publish.reset()} />
        )}
        {check.error !== null && <ProblemNotice error={check.error} keptDraft />}
        <p className="say">{t("voices:publish.about")}</p>
        <Field label={t("voices:publish.titleField")}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={300}
              value={form.title}
              onChange={(event) => change({ title: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("voices:publish.textField")} hint={t("voices:publish.textHint")}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={12}
              maxLength={20_000}
              value={form.text}
              onChange={(event) => change({ text: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("voices:publish.url")} hint={t("voices:publish.urlHint")}>
          {(ids) => (
            <Input
              {...ids}
              type="url"
              maxLength={400}
              value={form.departmentUrl}
              onChange={(event) => change({ departmentUrl: event.target.value })}
            />
          )}
        </Field>
        {check.data !== undefined && (
          <Findings checked={check.data} onRedact={() => change(check.data.redacted)} />
        )}
        <h3 className="sub-title">{t("voices:publish.preview")}</h3>
        <Preview view={view} form={form} />
        <div className="act-submit">
          <Button type="primary" htmlType="submit" loading={publish.isPending} disabled={!isClean}>
            {t("voices:act.publish")}
          </Button>
          <Button onClick={onClose}>{t("voices:draft.later")}</Button>
          <span className="meta">
            {isClean ? t("voices:publish.warning") : t("voices:publish.blocked")}
          </span>
        </div>
      </form>
    </Drawer>
  );
}
