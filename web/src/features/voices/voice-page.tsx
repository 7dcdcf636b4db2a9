/** One voice: what it is, how much time is left and why, what was said, what was answered, what happened. */
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import type { VoiceView } from "../../../../contract/src/voices.ts";
import { Icon } from "../../ui/icon.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Trail } from "../../ui/trail.tsx";
import { ActBar } from "./act-bar.tsx";
import { ContentPanel } from "./content-panel.tsx";
import { FirstReceiverPanel } from "./first-receiver-panel.tsx";
import { HistoryPanel } from "./history-panel.tsx";
import { useVoice } from "./queries.ts";
import { RelatedPanel } from "./related-panel.tsx";
import { ReplyEditor } from "./reply-editor.tsx";
import { ReplyPanel } from "./reply-panel.tsx";
import { StripPanel } from "./strip-panel.tsx";
import { VoiceHead } from "./voice-head.tsx";

import "./voices.css";

function ScopeBanner({ view }: { readonly view: VoiceView }) {
  const { t } = useTranslation();
  const { unit, watcher } = view.voice;
  return (
    <section className="scope" aria-label={t("voices:scope.label")}>
      <Icon name="eye" />
      <span>
        {watcher === undefined || view.transferredTo !== undefined
          ? t("voices:scope.text", { unit: unit.name })
          : t("voices:scope.watched", { unit: unit.name, watcher: watcher.name })}
      </span>
    </section>
  );
}

function VoiceContent({ view }: { readonly view: VoiceView }) {
  const { t } = useTranslation();
  return (
    <>
      <title>{t("voices:page.documentTitle", { number: view.voice.number })}</title>
      <ScopeBanner view={view} />
      <div className="page voice-page">
        <VoiceHead view={view} />
        <FirstReceiverPanel view={view} />
        <ActBar view={view} />
        <StripPanel view={view} />
        {view.may.reply && <ReplyEditor view={view} />}
        <div className="with-trail">
          <div>
            <ReplyPanel view={view} />
            <ContentPanel view={view} />
            <RelatedPanel view={view} />
          </div>
          <Trail label={t("voices:history.title")}>
            <HistoryPanel view={view} />
          </Trail>
        </div>
      </div>
    </>
  );
}

export function VoicePage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const query = useVoice(id);
  if (query.data !== undefined) return <VoiceContent key={id} view={query.data} />;
  return (
    <div className="page">
      <QueryState query={query} back={<Link to="/voices">{t("voices:page.back")}</Link>} />
    </div>
  );
}
