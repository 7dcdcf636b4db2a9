/** "期限怎么算": which clocks run for a voice, the date that counts, and the calendar it was counted on. */
import {
  type ClockAnswer,
  type Explanation,
  KINDS,
  MATTERS,
  REGIMES,
  type StripDay,
} from "../../../../clocks/src/index.ts";
import { articleMark } from "./article-mark.ts";
import { longDay, weekday } from "./format.ts";
import { type Html, html, joinHtml, jsonBlock, raw } from "./html.ts";
import { layout } from "./layout.ts";
import { sectionHead } from "./parts.ts";
import { DEADLINE, DUTIES, HOME, LIMITS } from "./paths.ts";
import type { DeadlineView } from "./views.ts";
import { type Speech, speak, type WordKey } from "./words.ts";

const WEEK = 7;

type Entered = DeadlineView["entered"];

function choices(
  { say }: Speech,
  {
    name,
    values,
    chosen,
  }: { name: "kind" | "regime" | "matter"; values: readonly string[]; chosen: string | undefined },
): Html {
  return html`<select id="${name}" name="${name}">
    ${values.map(
      (value) =>
        html`<option value="${value}" ${value === chosen && raw(" selected")}>
          ${say(`deadline.${name}.${value === "" ? "unsaid" : value}` as WordKey)}
        </option>`,
    )}
  </select>`;
}

function field(
  speech: Speech,
  {
    name,
    bad,
    control,
    hint,
  }: { name: string; bad: readonly string[]; control: Html; hint?: WordKey },
): Html {
  const { say } = speech;
  const isBad = bad.includes(name);
  return html`<div class="${isBad ? "bad" : ""}">
    <label for="${name}">${say(`deadline.${name}` as WordKey)}</label>
    ${control} ${hint !== undefined && html`<span class="meta">${say(hint)}</span>`}
    ${isBad && html`<p class="field-error" role="alert">${say(`deadline.bad.${name}` as WordKey)}</p>`}
  </div>`;
}

const dayInput = (name: "event" | "accepted", value: string | undefined): Html =>
  html`<input
    id="${name}"
    name="${name}"
    value="${value ?? ""}"
    inputmode="numeric"
    placeholder="2026-09-24"
    maxlength="40"
  />`;

function form(speech: Speech, { page, question, bad }: DeadlineView): Html {
  const { query } = page;
  const chosen = (name: string) => query[name];
  return html`<form class="deadline-form" action="${DEADLINE}" method="get">
    ${field(speech, { name: "kind", bad, control: choices(speech, { name: "kind", values: KINDS, chosen: chosen("kind") }) })}
    ${field(speech, { name: "regime", bad, control: choices(speech, { name: "regime", values: REGIMES, chosen: chosen("regime") }) })}
    ${field(speech, { name: "matter", bad, hint: "deadline.matterHint", control: choices(speech, { name: "matter", values: ["", ...MATTERS], chosen: chosen("matter") }) })}
    ${field(speech, { name: "event", bad, hint: "deadline.eventHint", control: dayInput("event", question?.receivedOn ?? query["event"]) })}
    ${field(speech, { name: "accepted", bad, hint: "deadline.acceptedHint", control: dayInput("accepted", question?.acceptedOn ?? query["accepted"]) })}
    <button class="button">${speech.say("deadline.button")}</button>
  </form>`;
}

const nameOf = ({ say }: Speech, id: string): string => say(`deadline.clock.${id}` as WordKey);

function heading(speech: Speech, { binding }: Explanation): Html {
  const { say, lang } = speech;
  if (binding === null)
    return html`<h2>${say("deadline.none")}</h2>
      <p class="lead">${say("deadline.noneText")}</p>`;
  const clock = nameOf(speech, binding.clock);
  if (binding.due === null)
    return html`<h2>${say("deadline.unknown")}</h2>
      <p class="lead">${say("deadline.unknownText", { clock })}</p>`;
  const day = `${longDay(lang, binding.due)}${lang === "en" ? ", " : " "}${weekday(lang, binding.due)}`;
  return html`<h2>
      ${say("deadline.due")}
      <time datetime="${binding.due}" class="deadline-due">${day}</time>
    </h2>
    <p class="lead">${say("deadline.dueText", { clock })}</p>`;
}

/** Monday is 0. */
const columnOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % WEEK;

/** Weeks of a strip, Monday first; days outside of it are undefined. */
export function weeksOf(
  strip: readonly StripDay[],
): readonly (readonly (StripDay | undefined)[])[] {
  const weeks: (StripDay | undefined)[][] = [];
  for (const [index, day] of strip.entries()) {
    const column = columnOf(day.date);
    if (index === 0 || column === 0) weeks.push(Array.from({ length: WEEK }, () => undefined));
    const week = weeks.at(-1);
    if (week !== undefined) week[column] = day;
  }
  return weeks;
}

function cell({ say }: Speech, day: StripDay | undefined): Html {
  if (day === undefined) return html`<td></td>`;
  const { date, kind, n, name, isMakeUp, isDue } = day;
  const holiday = kind !== "paused" && name !== undefined;
  const word =
    kind === "counted" || (kind === "moved" && isDue === true)
      ? n === undefined
        ? say("deadline.day.moved")
        : say("deadline.day.counted", { n })
      : holiday
        ? name
        : say(`deadline.day.${kind}`);
  const classes = [kind, isMakeUp === true ? "make-up" : "", isDue === true ? "due" : ""];
  return html`<td class="${classes.filter((one) => one !== "").join(" ")}">
    <time datetime="${date}"
      >${date.slice(8) === "01" ? date.slice(5).replace("-", "/") : String(Number(date.slice(8)))}</time
    >
    <span>${word}</span
    >${isMakeUp === true && html`<span>${say("deadline.day.makeUp")}</span>`}${isDue === true && html`<b>${say("deadline.day.due")}</b>`}
  </td>`;
}

function calendar(speech: Speech, { id, strip }: ClockAnswer): Html {
  const { say, lang } = speech;
  const days = [
    "2026-06-01",
    "2026-06-02",
    "2026-06-03",
    "2026-06-04",
    "2026-06-05",
    "2026-06-06",
    "2026-06-07",
  ];
  return html`<table class="strip">
    <caption class="hidden-text">
      ${say("deadline.strip", { clock: nameOf(speech, id) })}
    </caption>
    <thead>
      <tr>
        <td></td>
        ${days.map((day) => html`<th scope="col">${weekday(lang, day).slice(lang === "en" ? 0 : 2, 3)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${weeksOf(strip).map((week) => {
        const first = week.find((day) => day !== undefined);
        return html`<tr>
          <th scope="row">${first?.date.slice(0, 7)}</th>
          ${week.map((day) => cell(speech, day))}
        </tr>`;
      })}
    </tbody>
  </table>`;
}

export function clockSection(speech: Speech, clock: ClockAnswer, explanation: Explanation): Html {
  const { say, lang } = speech;
  const { id, due, startOn, unit, length, isCommitment, binds, reason, year, articles } = clock;
  const named = explanation.law.filter((article) => articles.includes(article.id));
  const isBinding = explanation.binding?.clock === id;
  const when =
    due !== null
      ? longDay(lang, due)
      : reason === "pause"
        ? say("deadline.paused")
        : say("deadline.provisional", { year: String(year ?? "") });
  return html`<section class="deadline-clock">
    ${sectionHead(
      `clock-${id}`,
      nameOf(speech, id),
      html`<span class="tag ${isBinding ? "accent" : ""}"
        >${say(isBinding ? "deadline.binding" : isCommitment ? "deadline.commitment" : binds ? "deadline.statutory" : "deadline.inner")}</span
      >`,
    )}
    <p>
      ${say(`deadline.period.${unit}`, { from: longDay(lang, startOn), length })} <b>${when}</b>
    </p>
    <p class="meta">
      ${joinHtml(
        named.map((article) => articleMark(speech, article)),
        "；",
      )}
    </p>
    ${unit !== "sameDay" && calendar(speech, clock)}
  </section>`;
}

/** Years that the days touch, each with the version of its notice. */
function calendarsUsed({ say }: Speech, { clocks }: Explanation, entered: Entered): Html {
  const years = [
    ...new Set(clocks.flatMap(({ strip }) => strip.map(({ date }) => date.slice(0, 4)))),
  ];
  const named = years.toSorted().map((year) => {
    const version = entered.years.findLast((one) => String(one.year) === year)?.version;
    return version === undefined
      ? say("deadline.calendar.published", { year })
      : say("deadline.calendar.entered", { year, version });
  });
  return html`<p class="note">
    ${say("deadline.calendar", { years: named.join(say("deadline.calendar.and")) })}
    <a href="/api/public/calendar">${say("deadline.calendar.data")}</a>
    <a href="/api/public/law">${say("deadline.law.data")}</a>
  </p>`;
}

function answer(speech: Speech, explanation: Explanation, entered: Entered): Html {
  const { say } = speech;
  return html`<div class="deadline-answer">
    ${heading(speech, explanation)}
    <p
      class="box"
      id="recount"
      role="status"
      data-same="${say("deadline.recountSame")}"
      data-other="${say("deadline.recountOther")}"
    >
      ${say("deadline.recount")}
    </p>
    ${explanation.clocks.map((clock) => clockSection(speech, clock, explanation))}
    ${explanation.clocks.length > 0 && calendarsUsed(speech, explanation, entered)}
    <p class="note">${say("deadline.note")}</p>
  </div>`;
}

/** Renders the form, and the answer when a question was asked. */
export function renderDeadline(view: DeadlineView): string {
  const { page, question, explanation } = view;
  const speech = speak(page.lang);
  const { say } = speech;
  const body = html`<p class="crumbs">
      <a href="${HOME}">${say("nav.home")}</a> / <a href="${DUTIES}">${say("nav.duties")}</a>
    </p>
    <h1>${say("deadline.title")}</h1>
    <p class="lead">${say("deadline.lead")}</p>
    <p class="links"><a href="${LIMITS}">${say("limits.link")}</a></p>
    ${form(speech, view)} ${explanation !== null && answer(speech, explanation, view.entered)}
    ${
      explanation !== null &&
      jsonBlock("deadline-data", {
        question,
        binding: explanation.binding,
        due: explanation.clocks.map(({ id, due }) => [id, due]),
        entered: view.entered,
      })
    }`;
  return layout(page, {
    title: say("deadline.title"),
    body,
    current: DUTIES,
    ...(explanation === null ? {} : { scripts: ["/static/islands/deadline.js"] }),
  });
}
