/** Level of evidence as a glyph whose fill grows with its weight (visual language §5). */
import { useTranslation } from "react-i18next";

import type { Level } from "../../../../contract/src/screening.ts";

export function LevelGlyph({ level, small = false }: { level: Level; small?: boolean }) {
  const { t } = useTranslation();
  return (
    <span
      className={`level level-${level}${small ? " level-small" : ""}`}
      role="img"
      aria-label={t(`leads:level.${level}.name`)}
    >
      <span aria-hidden="true">{t(`leads:level.${level}.glyph`)}</span>
    </span>
  );
}
