import { useTranslation } from "react-i18next";

import { Icon } from "../../ui/icon.tsx";
import { useTheme } from "../../ui/theme.tsx";
import { switchLanguage, type Language } from "./i18n.ts";

/** The other language names itself in its own script, for whoever cannot read this one. */
const OTHER: Readonly<Record<Language, { language: Language; name: string }>> = {
  "zh-CN": { language: "en", name: "English" },
  en: { language: "zh-CN", name: "中文" },
};

export function useOtherLanguage() {
  const { i18n } = useTranslation();
  return OTHER[i18n.language === "en" ? "en" : "zh-CN"];
}

export function Preferences() {
  const { t } = useTranslation();
  const theme = useTheme();
  const other = useOtherLanguage();
  const isElder = theme.mode === "elder";
  return (
    <div className="preferences">
      <button
        type="button"
        lang={other.language}
        onClick={() => void switchLanguage(other.language)}
      >
        <Icon name="globe" /> {other.name}
      </button>
      <button
        type="button"
        aria-pressed={isElder}
        aria-label={t(isElder ? "console:mode.standard" : "console:mode.elder")}
        title={t(isElder ? "console:mode.standard" : "console:mode.elder")}
        onClick={theme.toggleMode}
      >
        <Icon name="letters" />
      </button>
      <button
        type="button"
        aria-label={t(theme.name === "dark" ? "console:theme.light" : "console:theme.dark")}
        title={t(theme.name === "dark" ? "console:theme.light" : "console:theme.dark")}
        onClick={theme.toggle}
      >
        <Icon name={theme.name === "dark" ? "sun" : "moon"} />
      </button>
    </div>
  );
}
