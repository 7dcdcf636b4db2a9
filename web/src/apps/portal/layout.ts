/** The frame of every page: head, time and display settings, masthead, footer. */
import { longDay, longInstant, clockOf, dayOf, weekday } from "./format.ts";
import { type Html, html, raw, type Value } from "./html.ts";
import { ICONS, logLine } from "./parts.ts";
import {
  ABOUT,
  ANSWERS,
  COLUMN,
  DEADLINE,
  DUTIES,
  HALLS,
  HOME,
  LOG,
  PROJECTS,
  projectsPath,
  samePage,
  SELF_CHECK,
  VERIFY,
  VOICE,
} from "./paths.ts";
import type { LogStatus, Page } from "./views.ts";
import { type Speech, speak, type WordKey } from "./words.ts";

/** What a page gives to the frame. */
export interface Content {
  readonly title: string;
  readonly body: Html;
  /** Navigation entry to mark as current. */
  readonly current?: string;
  readonly log?: LogStatus | null;
  /** Islands of this page, addresses under /static/. */
  readonly scripts?: readonly string[];
}

const BRAND = raw(
  '<svg viewBox="0 0 40 40" aria-hidden="true"><circle cx="20" cy="20" r="17.5" class="brand-rim"/><path d="M7 22.5h26a13.2 13.2 0 0 1-26 0z" class="brand-water"/><path d="M7 19.5a13.2 13.2 0 0 1 26 0z" class="brand-glass"/></svg>',
);

const NAVIGATION: readonly { readonly path: string; readonly word: WordKey }[] = [
  { path: HALLS, word: "nav.halls" },
  { path: PROJECTS, word: "nav.projects" },
  { path: projectsPath({ state: "result" }), word: "nav.results" },
  { path: COLUMN, word: "nav.column" },
  { path: DUTIES, word: "nav.duties" },
  { path: VERIFY, word: "nav.verify" },
  { path: LOG, word: "nav.log" },
  { path: ABOUT, word: "nav.about" },
];

const links = ({ say }: Speech, current: string | undefined): Value =>
  NAVIGATION.map(
    ({ path, word }) =>
      html`<a href="${path}" ${path === current && raw(' aria-current="page"')}>${say(word)}</a>`,
  );

/** Links that switch language and display; the server keeps the choice in a cookie. */
function settings(page: Page, { say }: Speech): Html {
  const elder = page.mode === "elder";
  const dark = page.theme === "dark";
  const other =
    page.lang === "en"
      ? html`<a href="${samePage(page, { lang: "zh-CN" })}" hreflang="zh-CN" lang="zh-CN">中文</a>`
      : html`<a href="${samePage(page, { lang: "en" })}" hreflang="en" lang="en">English</a>`;
  return html`<nav aria-label="${say("settings.label")}">
    <a href="${samePage(page, { mode: elder ? "standard" : "elder" })}"
      >${say(elder ? "settings.standard" : "settings.elder")}</a
    >
    <a href="${samePage(page, { theme: dark ? "light" : "dark" })}"
      >${say(dark ? "settings.light" : "settings.dark")}</a
    >
    ${other}
  </nav>`;
}

function utility(page: Page, speech: Speech): Html {
  const { lang, say } = speech;
  const day = dayOf(page.serverTime);
  const name = html`<span class="wide-only">${weekday(lang, day)} </span>`;
  const date = `${longDay(lang, day)} `;
  const now = [lang === "en" ? [name, date] : [date, name], clockOf(page.serverTime)];
  return html`<div class="utility">
    <div class="wrap">
      <span
        ><span class="wide-only">${say("frame.serverTime")} </span
        ><time datetime="${page.serverTime}">${now}</time></span
      >
      ${settings(page, speech)}
    </div>
  </div>`;
}

function masthead(speech: Speech, current: string | undefined): Html {
  const { say } = speech;
  const entries = links(speech, current);
  return html`<header class="masthead">
    <div class="wrap">
      <a class="brand" href="${HOME}"
        >${BRAND}<span><b>${say("brand")}</b><span>${say("brand.long")}</span></span></a
      >
      <nav class="bar" aria-label="${say("nav.label")}">${entries}</nav>
      <details class="menu">
        <summary>${ICONS.menu}${say("nav.menu")}</summary>
        <nav aria-label="${say("nav.label")}">${entries}</nav>
      </details>
    </div>
  </header>`;
}

function footer(page: Page, speech: Speech, log: LogStatus | null | undefined): Html {
  const { lang, say } = speech;
  const asOf = page.dataAsOf;
  return html`<footer class="footer">
    <div class="wrap">
      <div>
        <p><b>${say("brand.long")}</b></p>
        <p>
          ${asOf === null ? say("frame.noData") : say("frame.dataAsOf", { time: longInstant(lang, asOf) })}
        </p>
        ${log !== undefined && html`<p>${logLine(speech, log)}</p>`}
      </div>
      <ul>
        <li><a href="${ABOUT}">${say("footer.about")}</a></li>
        <li><a href="${ABOUT}#privacy">${say("footer.privacy")}</a></li>
      </ul>
      <ul>
        <li><a href="${VOICE}">${say("voice.title")}</a></li>
        <li><a href="${DEADLINE}">${say("deadline.title")}</a></li>
        <li><a href="${SELF_CHECK}">${say("self.title")}</a></li>
        <li><a href="${VERIFY}">${say("footer.verify")}</a></li>
        <li><a href="${ANSWERS}">${say("answers.title")}</a></li>
        <li><a href="${LOG}">${say("footer.log")}</a></li>
      </ul>
    </div>
  </footer>`;
}

/** The whole document. */
export function layout(page: Page, content: Content): string {
  const speech = speak(page.lang);
  const { say } = speech;
  const elder = page.mode === "elder" && raw(' data-mode="elder"');
  const dark = page.theme === "dark" && raw(' data-theme="dark"');
  const scripts = content.scripts ?? [];
  const document = html`<!doctype html>
    <html lang="${page.lang}" ${elder}${dark}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>${content.title} · ${say("brand")}</title>
        <link rel="icon" href="/static/mirror.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/static/portal.css" />
        ${scripts.map((address) => html`<script type="module" src="${address}"></script>`)}
      </head>
      <body>
        <a class="skip" href="#main">${say("frame.skip")}</a>
        ${page.demo && html`<p class="demo">${say("frame.demo")}</p>`} ${utility(page, speech)}
        ${masthead(speech, content.current)}
        <main class="wrap" id="main">${content.body}</main>
        ${footer(page, speech, content.log)}
      </body>
    </html> `;
  return document.text;
}
