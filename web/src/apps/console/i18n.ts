/** Sentences of the console: Chinese first, English by choice; only the chosen language is loaded. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";

import { readStored, writeStored } from "../../ui/storage.ts";

export const LANGUAGES = ["zh-CN", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

const FILES = import.meta.glob<Record<string, unknown>>(
  "../../../../locales/*/{accounts,approvals,audit,cameras,certificates,console,desk,dossier,duties,evidence,export,figures,followup,home,insight,leads,lookback,notifications,openings,organisation,oversight,problems,processes,publications,report,rules,screening,session,statutes,tipoffs,venue,video,voices,warnings,witnessing}.json",
  { import: "default" },
);

function storedLanguage(): Language {
  return readStored("language") === "en" ? "en" : "zh-CN";
}

async function load(language: Language): Promise<void> {
  const files = Object.entries(FILES).filter(([path]) => path.includes(`/locales/${language}/`));
  await Promise.all(
    files.map(async ([path, read]) => {
      const namespace = path.slice(path.lastIndexOf("/") + 1, -".json".length);
      i18next.addResourceBundle(language, namespace, await read(), true, true);
    }),
  );
}

export async function startLanguage(): Promise<void> {
  const language = storedLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: {},
    ns: [],
    defaultNS: "console",
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await load(language);
  document.documentElement.lang = language;
}

/** Switches at once and remembers the choice on this device. */
export async function switchLanguage(language: Language): Promise<void> {
  await load(language);
  writeStored("language", language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}
