/** 送审前还差: what the meter finds in a reply, in words; and whither its reader can turn. It shows, people judge. */
import { useTranslation } from "react-i18next";

import type { Appeal, DeadlineMove, ReplyQuality } from "../../../../contract/src/voice-values.ts";
import type { VoiceView } from "../../../../contract/src/voices.ts";
import { Icon } from "../../ui/icon.tsx";
import { Notice } from "../../ui/states.tsx";
import { useArticleName } from "./words.ts";

/** Likeness from which on two replies are asked to be looked at (SUP-04). */
const COPIED = 0.9;

/** True when there is something a signer should look at first. */
export const needsLook = ({
  unanswered,
  withoutArticle,
  notInForce,
  likeness = 0,
}: ReplyQuality): boolean =>
  unanswered.length + withoutArticle.length + notInForce.length > 0 || likeness >= COPIED;

interface MeterProps {
  readonly quality: ReplyQuality;
  readonly law: VoiceView["law"];
}

function useFound({ quality, law }: MeterProps): readonly string[] {
  const { t } = useTranslation();
  const articleName = useArticleName(law);
  const { unanswered, withoutArticle, notInForce, likeness = 0, likeNumber = "" } = quality;
  return [
    ...unanswered.map((claim) => t("voices:meter.unanswered", { n: claim + 1 })),
    ...withoutArticle.map((claim) => t("voices:meter.withoutArticle", { n: claim + 1 })),
    ...notInForce.map((id) => t("voices:meter.notInForce", { article: articleName(id) })),
    ...(likeness >= COPIED
      ? [t("voices:meter.like", { percent: Math.round(likeness * 100), number: likeNumber })]
      : []),
  ];
}

function useFine({ quality }: MeterProps): readonly string[] {
  const { t } = useTranslation();
  return [
    ...(quality.unanswered.length === 0
      ? [t("voices:meter.allAnswered", { count: quality.claims })]
      : []),
    ...(quality.withoutArticle.length === 0 ? [t("voices:meter.allFounded")] : []),
    ...(quality.notInForce.length === 0 ? [t("voices:meter.allInForce")] : []),
  ];
}

export function MeterLine(props: MeterProps) {
  const found = useFound(props);
  const fine = useFine(props);
  return (
    <ul className="meter-line">
      {found.map((line) => (
        <li key={line} className="meter-found">
          <Icon name="warning" /> {line}
        </li>
      ))}
      {fine.map((line) => (
        <li key={line}>
          <Icon name="check" /> {line}
        </li>
      ))}
    </ul>
  );
}

/** Whether the change may affect the bids those judge who sign; the law names the day. */
export function DeadlineNotice({
  move,
  law,
}: {
  readonly move: DeadlineMove | undefined;
  readonly law: VoiceView["law"];
}) {
  const { t } = useTranslation();
  const articleName = useArticleName(law);
  if (move === undefined) return null;
  const { was, earliest, articles } = move;
  return (
    <Notice tone="due">
      <p>
        <b>{t("voices:deadlineMove.title")}</b> {t("voices:deadlineMove.text", { was, earliest })}{" "}
        {articles.map((id) => articleName(id)).join(t("voices:separator"))}
      </p>
    </Notice>
  );
}

export function AppealList({
  appeals,
  law,
}: {
  appeals: readonly Appeal[];
  law: VoiceView["law"];
}) {
  const { t } = useTranslation();
  const articleName = useArticleName(law);
  if (appeals.length === 0) return null;
  return (
    <ul className="appeals" aria-label={t("voices:appeal.title")}>
      {appeals.map(({ way, until, articles }) => (
        <li key={way}>
          <b>{t(`voices:appeal.${way}`)}</b>{" "}
          {until === null ? t("voices:appeal.unknown") : t("voices:appeal.until", { day: until })}{" "}
          <span className="meta">{articles.map((id) => articleName(id)).join("、")}</span>
        </li>
      ))}
    </ul>
  );
}
