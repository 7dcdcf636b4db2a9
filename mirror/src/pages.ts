/** The pages of the mirror. Everything in them is from this machine. */
import type { DatabaseSync } from "node:sqlite";

import { fieldRows, type Names } from "./fields.ts";
import { html, type Html, raw } from "./html.ts";
import {
  type FactQuery,
  findFact,
  findFacts,
  findParties,
  findTimeline,
  type FoundFact,
  listKinds,
} from "./query.ts";
import { clock, reasonOf, say } from "./say.ts";
import { LATE_SECONDS, type Status } from "./status.ts";
import { STYLE } from "./style.ts";

export interface PageDeps {
  readonly db: DatabaseSync;
  readonly names: Names;
  readonly status: Status;
}

export interface Page {
  readonly status: 200 | 404;
  readonly body: string;
}

function shell(title: string, content: Html, status: Page["status"] = 200): Page {
  const { html: body } = html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · ${say("title")}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <a class="skip" href="#result">${say("skip")}</a>
        <header class="top">
          <div class="wrap">
            <h1><a href="/">${say("title")}</a></h1>
            <p class="tag">${say("tagline")}</p>
          </div>
        </header>
        <main class="wrap">${content}</main>
      </body>
    </html> `;
  return { status, body };
}

const figure = (name: Html | string, value: Html | string) =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;

function why({ last, state }: Status): Html {
  if (last?.state === "refused")
    return html`<p>${say(`code.${last.code}`, last.params)}</p>
      <p>${say("state.refused.more")}</p>`;
  if (last?.state === "unreachable" && state === "offline")
    return html`<p>${say("state.offline.more", { reason: reasonOf(last.reason) })}</p>`;
  return raw("");
}

function banner(status: Status): Html {
  const { alarms, facts, lagSeconds, size, state, verifiedAt } = status;
  return html`<section class="state ${state}" role="status">
      <strong>${say(`state.${state}`, { seconds: LATE_SECONDS })}</strong>${why(status)}
      <dl class="facts">
        ${figure(say("status.at"), verifiedAt === undefined ? say("status.never") : clock(verifiedAt))}
        ${figure(say("status.size"), say("status.size.value", { size }))}
        ${figure(say("status.whole"), say("status.size.value", { size: facts }))}
        ${figure(html`<span title="${say("status.leaf.why")}">${say("status.leaf")}</span>`, say("status.size.value", { size: size - facts }))}
        ${lagSeconds !== null && figure(say("status.lag"), say("status.lag.value", { seconds: lagSeconds.toFixed(1) }))}
      </dl>
      <p class="hint">${size - facts > 0 && say("status.leaf.why")}</p>
    </section>
    ${
      alarms.length > 0 &&
      html`<section class="state refused">
        <strong>${say("alarms")}</strong> ${alarms.map(
          ({ code, firstAt, lastAt, params }) =>
            html`<p>
              ${say(`code.${code}`, params)}<br /><span class="hint"
                >${say("alarm.when", { first: clock(firstAt), last: clock(lastAt) })}</span
              >
            </p>`,
        )}
      </section>`
    }`;
}

type Field = "project" | "firm" | "department" | "from" | "to";

const input = (name: Field, query: FactQuery, attributes: string) =>
  html`<label
    >${say(`search.${name}`)}<input name="${name}" value="${query[name] ?? ""}" ${raw(attributes)}
  /></label>`;

function form({ db, names }: PageDeps, query: FactQuery): Html {
  const day = 'type="date"';
  return html`<form
    class="search"
    action="/"
    method="get"
    role="search"
    aria-label="${say("search")}"
  >
    ${input("project", query, 'accesskey="s" autofocus maxlength="120"')}
    ${input("firm", query, 'maxlength="120"')} ${input("department", query, 'maxlength="120"')}
    <label
      >${say("search.kind")}<select name="kind">
        <option value="">${say("search.kind.any")}</option>
        ${listKinds(db).map(
          (kind) =>
            html`<option value="${kind}" ${raw(kind === query.kind ? " selected" : "")}>
              ${names.kind(kind)}
            </option>`,
        )}
      </select></label
    >
    ${input("from", query, day)}${input("to", query, day)}
    <div class="go">
      <button>${say("search.go")}</button><a href="/">${say("search.clear")}</a
      ><span class="hint">${say("search.hint")}</span>
    </div>
  </form>`;
}

const badge = (index: number, size: number) =>
  html`<span class="ok"
    >✓ ${say("verified")}<small>${say("verified.more", { index, size })}</small></span
  >`;

const projectLink = ({ project, title }: FoundFact) =>
  project === null
    ? raw("—")
    : html`<a href="/projects/${encodeURIComponent(project)}">${title ?? project}</a
        >${title !== null && html`<br /><span class="code">${project}</span>`}`;

/** The first firm that a fact names, and how many there are. */
function firmsOf({ firms }: FoundFact): Html {
  const all = firms?.split("\n") ?? [];
  const [first] = all;
  if (first === undefined) return raw("");
  const text = all.length === 1 ? first : say("firms.more", { first, count: all.length });
  return html`<span class="code">${text}</span>`;
}

const factRow = ({ names, status }: PageDeps, fact: FoundFact) =>
  html`<tr>
    <td class="time">${clock(fact.occurredAt)}</td>
    <td><a href="/facts/${fact.index}">${names.kind(fact.kind)}</a><br />${firmsOf(fact)}</td>
    <td${raw(fact.project === null ? ' class="none"' : "")}>${projectLink(fact)}</td>
    <td>${badge(fact.index, status.size)}</td>
  </tr>`;

const withQuery = (path: string, query: FactQuery) => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const text = new URLSearchParams(given as [string, string][]).toString();
  return text === "" ? path : `${path}?${text}`;
};

const empty = (what: string, hint = "") =>
  html`<div class="empty">
    <p><b>${what}</b></p>
    <p class="hint">${hint}</p>
  </div>`;

export function searchPage(deps: PageDeps, query: FactQuery): Page {
  const { facts, next } = findFacts(deps.db, query);
  const heads = ["column.time", "column.kind", "column.project", "column.check"] as const;
  const none =
    deps.status.facts === 0
      ? empty(say("result.empty"))
      : empty(say("result.none"), say("result.none.hint"));
  return shell(
    say("search"),
    html`${banner(deps.status)}${form(deps, query)}
      <section id="result" tabindex="-1">
        ${facts.length > 0 && html`<h2>${say("result.count", { count: facts.length })}</h2>`}
        ${facts.length > 0 && query.kind === undefined && html`<p class="hint">${say("result.quiet")}</p>`}
        ${
          facts.length === 0
            ? none
            : html`<table class="rows">
                  <thead>
                    <tr>
                      ${heads.map((head) => html`<th>${say(head)}</th>`)}
                    </tr>
                  </thead>
                  <tbody>
                    ${facts.map((fact) => factRow(deps, fact))}
                  </tbody>
                </table>
                <p class="links">
                  ${next !== undefined && html`<a href="${withQuery("/", { ...query, after: next })}#result" rel="next">${say("result.next")}</a>`}
                  <a href="${withQuery("/facts.csv", { ...query, after: undefined })}"
                    >${say("result.csv")}</a
                  >
                </p>`
        }
      </section>`,
  );
}

export function projectPage(deps: PageDeps, project: string): Page {
  const facts = findTimeline(deps.db, project);
  const title = facts.findLast((fact) => fact.title !== null)?.title ?? project;
  const back = html`<p><a href="/">${say("back")}</a></p>`;
  if (facts.length === 0)
    return shell(
      project,
      html`${back}
        <section id="result">${empty(say("timeline.none"), say("timeline.none.hint"))}</section>`,
      404,
    );
  return shell(
    title,
    html`${banner(deps.status)}${back}
      <h2>${title}</h2>
      <p class="hint">
        <code>${project}</code> · ${say("timeline.count", { count: facts.length })}
      </p>
      <ol class="river" id="result">
        ${facts.map(
          (fact) =>
            html`<li>
              <span>${clock(fact.occurredAt)}</span>
              <span
                ><a href="/facts/${fact.index}">${deps.names.kind(fact.kind)}</a>
                ${firmsOf(fact)}</span
              >
              ${badge(fact.index, deps.status.size)}
            </li>`,
        )}
      </ol>
      <p class="links">
        <a href="${withQuery("/facts.csv", { project })}">${say("result.csv")}</a>
      </p>`,
  );
}

export function factPage(deps: PageDeps, index: number): Page {
  const found = findFact(deps.db, index);
  const back = html`<p><a href="/">${say("back")}</a></p>`;
  if (found === undefined)
    return shell(say("missing"), html`${back}${empty(say("fact.none"))}`, 404);
  const { fact } = found;
  const row = (name: string, value: Html | string) =>
    html`<tr>
      <th scope="row">${name}</th>
      <td>${value}</td>
    </tr>`;
  const parties = findParties(deps.db, index).map(({ name }) => name);
  return shell(
    deps.names.kind(fact.kind),
    html`${banner(deps.status)}${back}
      <h2 id="result">${deps.names.kind(fact.kind)} ${badge(index, deps.status.size)}</h2>
      <table class="fields">
        ${row(say("column.time"), clock(fact.occurredAt))}${row(say("column.recorded"), clock(found.recordedAt))}
        ${row(say("column.project"), projectLink(found))}${parties.length > 0 && row(say("column.parties"), parties.join("、"))}
        ${row(say("fact.subject"), fact.subject)}${row(say("fact.source"), fact.source)}
      </table>
      <h2>${say("fact.fields")}</h2>
      <table class="fields">
        ${fieldRows(fact.payload, deps.names).map(({ name, value }) => row(name, value))}
      </table>
      <h2>${say("column.check")}</h2>
      <table class="fields">
        ${row(say("column.id"), html`<code>${fact.id}</code>`)}
        ${row(say("fact.digest"), html`<code>${found.digest}</code>`)}
        ${row(say("status.checkpoint"), html`<pre>${deps.status.note}</pre>`)}
      </table>`,
  );
}

export const missingPage = (): Page =>
  shell(
    say("missing"),
    html`<p><a href="/">${say("back")}</a></p>
      ${empty(say("missing"))}`,
    404,
  );
