/** A share with its interval on an axis from 0 to 100 %: a dot on a band (visual language §8.2). */
import { useTranslation } from "react-i18next";

import type { Share } from "../../../../contract/src/oversight-values.ts";
import { percent, shareOf } from "./words.ts";

const WIDTH = 120;
const MARGIN = 6;
const x = (share: number): number => MARGIN + share * (WIDTH - 2 * MARGIN);

export function IntervalBar({ share }: { readonly share: Share }) {
  const { t } = useTranslation();
  if (share.n === 0) return <span className="meta">{t("oversight:units.noDate")}</span>;
  const { low = 0, high = 1 } = share;
  const said = { share: percent(shareOf(share)), low: percent(low), high: percent(high) };
  return (
    <span className="interval">
      <svg
        viewBox={`0 0 ${WIDTH} 20`}
        width={WIDTH}
        height="20"
        role="img"
        aria-label={t("oversight:units.intervalSay", said)}
      >
        <path
          className="interval-axis"
          d={`M${x(0)} 10H${x(1)}M${x(0)} 6v8M${x(0.5)} 7v6M${x(1)} 6v8`}
        />
        <path className="interval-band" d={`M${x(low)} 10H${x(high)}`} />
        <circle className="interval-dot" cx={x(shareOf(share))} cy="10" r="4.5" />
      </svg>{" "}
      <span className="interval-text">{t("oversight:units.interval", said)}</span>
    </span>
  );
}
