/** Ant Design fed from tokens.css: the style sheet stays the only place where a colour is written. */
import { ConfigProvider, type ThemeConfig } from "antd";
import { createContext, useContext, useMemo, useState, type ReactNode } from "react";

import { readStored, writeStored } from "./storage.ts";

export type ThemeName = "light" | "dark";
/** Elder: larger type and targets (tokens.css). */
export type ModeName = "standard" | "elder";

const preferredMode = (): ModeName => (readStored("mode") === "elder" ? "elder" : "standard");

/** Like `applyTheme`, for the size of type and targets. */
export function applyMode(name: ModeName = preferredMode()): ModeName {
  document.documentElement.dataset["mode"] = name;
  return name;
}

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

/** Pixels; Ant Design computes with them, so they cannot be variables. */
const SIZES = {
  standard: {
    control: 32,
    controlSmall: 24,
    controlLarge: 44,
    font: 14,
    fontSmall: 12,
    fontLarge: 16,
  },
  elder: {
    control: 60,
    controlSmall: 60,
    controlLarge: 60,
    font: 24,
    fontSmall: 24,
    fontLarge: 24,
  },
} as const;

/** Values of the mapping in visual-language §9, read from the style sheet as it applies now. */
function antTheme(mode: ModeName): ThemeConfig {
  const size = SIZES[mode];
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
      controlHeight: size.control,
      controlHeightSM: size.controlSmall,
      controlHeightLG: size.controlLarge,
      controlOutlineWidth: 0,
      fontSize: size.font,
      fontSizeSM: size.fontSmall,
      fontSizeLG: size.fontLarge,
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
  readonly mode: ModeName;
  readonly toggleMode: () => void;
}

const ThemeContext = createContext<ThemeControl>({
  name: "light",
  toggle: () => undefined,
  mode: "standard",
  toggleMode: () => undefined,
});

export const useTheme = () => useContext(ThemeContext);

/** Ant Design's own icon says "loading" to a screen reader, in English; the button is named anyway. */
const WAITING = <span className="waiting" aria-hidden="true" />;

/** The server may put a nonce into the page; generated style elements carry it. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>("meta[name=csp-nonce]")?.content ?? "";
}

export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  const [name, setName] = useState<ThemeName>(() => applyTheme());
  const [mode, setMode] = useState<ModeName>(() => applyMode());
  const control = useMemo(
    () => ({
      name,
      toggle: () => {
        const next = applyTheme(name === "dark" ? "light" : "dark");
        writeStored("theme", next);
        setName(next);
      },
      mode,
      toggleMode: () => {
        const next = applyMode(mode === "elder" ? "standard" : "elder");
        writeStored("mode", next);
        setMode(next);
      },
    }),
    [name, mode],
  );
  const theme = useMemo(
    () => ({ ...antTheme(mode), cssVar: { key: `mingjing-${name}-${mode}` } }),
    [name, mode],
  );
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
