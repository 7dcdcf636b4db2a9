/** 答复、处理决定: claims left, the finding in the middle, articles right; below, what is missing before it can be signed. */
import { useMutation } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { VoiceView } from "../../../../contract/src/voices.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { useDraft } from "../../ui/storage.ts";
import { useToday } from "../../ui/use-today.ts";
import { api, useAccount } from "../session/index.ts";
import { ArticleColumn } from "./article-column.tsx";
import { ClaimColumn } from "./claim-column.tsx";
import { claimsOf } from "./claims.ts";
import { FindingColumn } from "./finding-column.tsx";
import { MeterLine } from "./meter.tsx";
import { draftOf, emptyReply, type FindingForm, findingOf, type ReplyForm } from "./reply-form.ts";
import { SignPart } from "./sign-part.tsx";

const CHECK_AFTER_MS = 600;

/** The browser asks before a page with unsigned words is left; they stay on this device all the same. */
function useWarning(isTouched: boolean): void {
  useEffect(() => {
    if (!isTouched) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isTouched]);
}

/** The meter, once nothing was typed for a moment. */
function useMeter(id: string, form: ReplyForm, today: string) {
  const check = useMutation({
    mutationFn: (draft: ReturnType<typeof draftOf>) => api.checkReply(id, draft),
  });
  const { mutate } = check;
  const draft = JSON.stringify(draftOf(form, today));
  useEffect(() => {
    const timer = setTimeout(
      () => mutate(JSON.parse(draft) as ReturnType<typeof draftOf>),
      CHECK_AFTER_MS,
    );
    return () => clearTimeout(timer);
  }, [mutate, draft]);
  return check;
}

export function ReplyEditor({ view }: { readonly view: VoiceView }) {
  const { t } = useTranslation();
  const { id, kind } = view.voice;
  const today = useToday();
  const claims = claimsOf(view);
  const initial = useMemo(() => emptyReply(today), [today]);
  const draft = useDraft(`${useAccount()}.${id}.reply`, initial);
  const { form } = draft;
  const [active, setActive] = useState(0);
  const [isTouched, setTouched] = useState(false);
  const change = (patch: Partial<ReplyForm>) => {
    setTouched(true);
    draft.change(patch);
  };
  const changeFinding = (patch: Partial<FindingForm>) =>
    change({
      findings: { ...form.findings, [String(active)]: { ...findingOf(form, active), ...patch } },
    });
  useWarning(isTouched);
  const meter = useMeter(id, form, today);
  const finding = useRef<HTMLDivElement>(null);
  const open = (claim: number) => {
    setActive(claim);
    finding.current?.querySelector("textarea")?.focus();
  };
  return (
    <Panel
      title={t(`voices:editor.title.${kind}`)}
      aside={
        <span className="meta">
          {draft.restoredFrom === undefined
            ? t("voices:editor.kept")
            : t("voices:draft.restored", { time: dayAndTime(draft.restoredFrom) })}
        </span>
      }
      flush
    >
      <div className="reply-editor">
        <ClaimColumn claims={claims} form={form} active={active} onOpen={open} />
        <div ref={finding}>
          <FindingColumn
            claim={claims[active] ?? ""}
            at={active}
            finding={findingOf(form, active)}
            law={view.law}
            onChange={changeFinding}
          />
        </div>
        <ArticleColumn
          law={view.law}
          receivedAt={view.voice.receivedAt}
          chosen={findingOf(form, active).articles}
          onChange={(articles) => changeFinding({ articles })}
        />
      </div>
      <div className="meter-bar" aria-live="polite">
        <b>{t("voices:meter.title")}</b>
        {meter.data === undefined ? (
          <span className="meta">{t("voices:meter.waiting")}</span>
        ) : (
          <MeterLine quality={meter.data.quality} law={view.law} />
        )}
        {meter.error !== null && <ProblemNotice error={meter.error} keptDraft />}
      </div>
      <SignPart
        view={view}
        form={form}
        checked={meter.data}
        onChange={change}
        onSigned={() => {
          setTouched(false);
          draft.discard();
        }}
      />
    </Panel>
  );
}
