/** Ant Design fed from tokens.css: the style sheet stays the only place where a colour is written. */
import { ConfigProvider, type ThemeConfig } from "antd";
import { createContext, useContext, useMemo, useState, type ReactNode } from "react";

import { readStored, writeStored } from "./storage.ts";

export type ThemeName = "light" | "dark";

function preferredTheme(): ThemeName {
  const stored = readStored("theme");
  if (stored === "light" || stored === "dark") return stored;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Sets the attribute tokens.css answers to. Called before the first paint. */
export function applyTheme(name: ThemeName = preferredTheme()): ThemeName {
  document.documentElement.dataset["theme"] = name;
  return name;
}

/** Values of the mapping in visual-language §9, read from the style sheet as it applies now. */
function antTheme(): ThemeConfig {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    cssVar: { key: "mingjing" },
    hashed: false,
    token: {
      colorPrimary: read("accent"),
      colorPrimaryHover: read("accent-strong"),
      colorPrimaryActive: read("accent-strong"),
      colorPrimaryBg: read("accent-soft"),
      colorPrimaryBorder: read("accent-line"),
      colorLink: read("accent"),
      colorLinkHover: read("accent-strong"),
      colorTextLightSolid: read("on-accent"),
      colorBgBase: read("surface"),
      colorBgLayout: read("paper"),
      colorBgContainer: read("surface"),
      colorBgElevated: read("surface"),
      colorBgContainerDisabled: read("sunken"),
      colorFillAlter: read("sunken"),
      colorTextBase: read("ink"),
      colorText: read("ink"),
      colorTextSecondary: read("ink-2"),
      colorTextTertiary: read("ink-3"),
      colorTextPlaceholder: read("ink-3"),
      colorTextDisabled: read("ink-3"),
      colorBorder: read("line-ctrl"),
      colorBorderSecondary: read("line"),
      colorSplit: read("line"),
      colorError: read("overdue"),
      colorWarning: read("due"),
      colorSuccess: read("accent"),
      colorInfo: read("accent"),
      borderRadius: 4,
      borderRadiusSM: 2,
      borderRadiusLG: 8,
      controlHeight: 32,
      controlHeightSM: 24,
      controlHeightLG: 44,
      controlOutlineWidth: 0,
      fontSize: 14,
      fontSizeSM: 12,
      fontSizeLG: 16,
      fontFamily: "var(--sans)",
      lineWidth: 1,
      wireframe: false,
      boxShadow: "none",
      boxShadowSecondary: read("shadow-pop"),
      motionDurationMid: "0.12s",
    },
    components: { Button: { fontWeight: 600, primaryShadow: "none", defaultShadow: "none" } },
  };
}

interface ThemeControl {
  readonly name: ThemeName;
  readonly toggle: () => void;
}

const ThemeContext = createContext<ThemeControl>({ name: "light", toggle: () => undefined });

export const useTheme = () => useContext(ThemeContext);

/** Ant Design's own icon says "loading" to a screen reader, in English; the button is named anyway. */
const WAITING = <span className="waiting" aria-hidden="true" />;

/** The server may put a nonce into the page; generated style elements carry it. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>("meta[name=csp-nonce]")?.content ?? "";
}

export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  const [name, setName] = useState<ThemeName>(() => applyTheme());
  const control = useMemo(
    () => ({
      name,
      toggle: () => {
        const next = applyTheme(name === "dark" ? "light" : "dark");
        writeStored("theme", next);
        setName(next);
      },
    }),
    [name],
  );
  const theme = useMemo(() => ({ ...antTheme(), cssVar: { key: `mingjing-${name}` } }), [name]);
  const nonce = styleNonce();
  return (
    <ThemeContext.Provider value={control}>
      <ConfigProvider
        theme={theme}
        button={{ autoInsertSpace: false, loadingIcon: WAITING }}
        wave={{ disabled: true }}
        {...(nonce === "" ? {} : { csp: { nonce } })}
      >
        {children}
      </ConfigProvider>
    </ThemeContext.Provider>
  );
}
