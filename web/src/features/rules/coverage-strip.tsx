/** How often a rule hit, stayed silent and could not be computed: one strip, the words beside it. */
import { useTranslation } from "react-i18next";

import type { OutcomeCounts } from "../../../../contract/src/indicators.ts";

export function CoverageStrip({ coverage }: { readonly coverage: OutcomeCounts }) {
  const { t } = useTranslation();
  const { hit, noHit, notComputable } = coverage;
  const all = hit + noHit + notComputable;
  if (all === 0) return <span className="meta">{t("rules:notYet")}</span>;
  const words = t("rules:strip", { hit, noHit, notComputable });
  const width = (value: number) => ({ width: `${(100 * value) / all}%` });
  return (
    <span className="rule-strip" title={words}>
      <span className="rule-bar" role="img" aria-label={words}>
        <i className="is-hit" style={width(hit)} />
        <i className="is-silent" style={width(noHit)} />
        <i className="is-blind" style={width(notComputable)} />
      </span>
      <span className="meta">{words}</span>
    </span>
  );
}
