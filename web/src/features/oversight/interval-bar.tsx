/** A share of the board with its interval, drawn and in words. */
import { useTranslation } from "react-i18next";

import type { Share } from "../../../../contract/src/oversight-values.ts";
import { IntervalPicture } from "../../ui/interval-picture.tsx";
import { percent, shareOf } from "./words.ts";

export function IntervalBar({ share }: { readonly share: Share }) {
  const { t } = useTranslation();
  if (share.n === 0) return <span className="meta">{t("oversight:units.noDate")}</span>;
  const { low = 0, high = 1 } = share;
  const said = { share: percent(shareOf(share)), low: percent(low), high: percent(high) };
  return (
    <span className="interval">
      <IntervalPicture
        share={shareOf(share)}
        low={low}
        high={high}
        label={t("oversight:units.intervalSay", said)}
      />{" "}
      <span className="interval-text">{t("oversight:units.interval", said)}</span>
    </span>
  );
}
