/** "多久办完": what the law gives, what the city promises, and what each department promises beyond. */
import { longDay, longInstant } from "./format.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import {
  type DepartmentLimits,
  LIMIT_MATTERS,
  type LimitMatter,
  type LimitsView,
  type SetLimits,
  type StatutoryLimit,
} from "./limits-view.ts";
import { cell, sectionHead } from "./parts.ts";
import { DEADLINE, DUTIES, HOME, VOICE } from "./paths.ts";
import { type Speech, speak, type WordKey } from "./words.ts";

const amount = ({ say }: Speech, matter: LimitMatter, length: number): string =>
  matter === "take"
    ? say("limits.hours", { hours: length })
    : say("duties.workingDays", { days: length });

function statuteText(speech: Speech, { clock, regimes, unit, length }: StatutoryLimit): string {
  const { say, word } = speech;
  const where = regimes.map((one) => word("regime", one) ?? one).join(say("limits.and"));
  const name = say(`deadline.clock.${clock}` as WordKey);
  if (unit === "sameDay") return say("limits.statuteSameDay", { where, clock: name });
  const days = unit === "workingDay" ? "duties.workingDays" : "duties.calendarDays";
  return say("limits.statuteLine", { where, clock: name, time: say(days, { days: length }) });
}

function lawCell(speech: Speech, limits: readonly StatutoryLimit[]): Html {
  if (limits.length === 0) return html`<span>${speech.say("limits.noStatute")}</span>`;
  return html`<span
    >${limits.map(
      (limit) =>
        html`<span class="block">${statuteText(speech, limit)}</span
          ><span class="meta block" lang="zh-CN">${limit.articles.join("、")}</span>`,
    )}</span
  >`;
}

function cityTable(speech: Speech, { statute, city }: LimitsView): Html {
  const { say } = speech;
  return html`<table class="list limits">
    <thead>
      <tr>
        <th>${say("limits.matter")}</th>
        <th>${say("duties.statutory")}</th>
        <th>${say("limits.city")}</th>
      </tr>
    </thead>
    <tbody>
      ${LIMIT_MATTERS.map(
        (matter) =>
          html`<tr>
            <td class="title"><b>${say(`limits.matter.${matter}`)}</b></td>
            ${cell(say("duties.statutory"), lawCell(speech, statute[matter]))}
            ${cell(say("limits.city"), amount(speech, matter, city[matter]))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

const ownOf = (limits: SetLimits | undefined, matter: LimitMatter): number | undefined =>
  matter === "take"
    ? limits?.takeHours
    : matter === "complaint"
      ? limits?.complaintDays
      : limits?.challengeDays;

function ownCell(
  speech: Speech,
  { city }: LimitsView,
  [matter, limits]: readonly [LimitMatter, SetLimits | undefined],
): Html {
  const { say } = speech;
  const own = ownOf(limits, matter);
  const cityText = amount(speech, matter, city[matter]);
  const content =
    own === undefined || own >= city[matter]
      ? html`<span class="meta">${say("limits.asCity", { limit: cityText })}</span>`
      : html`<span
          ><b>${amount(speech, matter, own)}</b>
          <span class="meta block">${say("limits.insteadOf", { limit: cityText })}</span></span
        >`;
  return cell(say(`limits.matter.${matter}`), content);
}

function sourceCell(speech: Speech, limits: SetLimits | undefined): Html {
  const { say, lang } = speech;
  if (limits === undefined)
    return cell(say("limits.source"), html`<span class="meta">${say("limits.sourceCity")}</span>`);
  const { validFrom, enteredAt, siteUrl } = limits;
  return cell(
    say("limits.source"),
    html`<span
      ><span class="block">${say("limits.since", { day: longDay(lang, validFrom) })}</span
      ><span class="meta block"
        >${say("limits.sourceOwn", { time: longInstant(lang, enteredAt) })}</span
      >${siteUrl !== undefined && html`<a class="block" href="${siteUrl}" rel="noopener">${say("limits.site")}</a>`}</span
    >`,
  );
}

/** What will hold later, in one line each. */
function comingLines(speech: Speech, { coming }: DepartmentLimits): Html | false {
  if (coming.length === 0) return false;
  const { say, lang } = speech;
  const textOf = (limits: SetLimits) =>
    LIMIT_MATTERS.flatMap((matter) => {
      const own = ownOf(limits, matter);
      if (own === undefined) return [];
      return [`${say(`limits.matter.${matter}`)} ${amount(speech, matter, own)}`];
    }).join(say("limits.and"));
  return html`${coming.map(
    (limits) =>
      html`<span class="meta block"
        >${say("limits.coming", { day: longDay(lang, limits.validFrom), limits: textOf(limits) })}</span
      >`,
  )}`;
}

function departmentTable(speech: Speech, view: LimitsView): Html {
  const { say } = speech;
  return html`<table class="list limits">
    <thead>
      <tr>
        <th>${say("duties.department")}</th>
        ${LIMIT_MATTERS.map((matter) => html`<th>${say(`limits.matter.${matter}`)}</th>`)}
        <th>${say("limits.source")}</th>
      </tr>
    </thead>
    <tbody>
      ${view.departments.map(
        (one) =>
          html`<tr>
            <td class="title"><b>${one.department}</b>${comingLines(speech, one)}</td>
            ${LIMIT_MATTERS.map((matter) => ownCell(speech, view, [matter, one.current]))}
            ${sourceCell(speech, one.current)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Renders the page of limits. */
export function renderLimits(view: LimitsView): string {
  const { page, departments, day } = view;
  const speech = speak(page.lang);
  const { say, lang } = speech;
  const own = departments.filter(({ current }) => current !== undefined).length;
  const body = html`<p class="crumbs">
      <a href="${HOME}">${say("nav.home")}</a> / <a href="${DUTIES}">${say("nav.duties")}</a>
    </p>
    <h1>${say("limits.title")}</h1>
    <p class="lead">${say("limits.lead")}</p>
    ${sectionHead("city", say("limits.cityTitle"))} ${cityTable(speech, view)}
    ${sectionHead("departments", say("limits.departments"), html`<span class="meta">${say("limits.count", { count: departments.length, own })}</span>`)}
    ${departments.length === 0 ? html`<p>${say("duties.none")}</p>` : departmentTable(speech, view)}
    <p class="note">${say("limits.note", { day: longDay(lang, day) })}</p>
    <p class="links">
      <a href="${DEADLINE}">${say("deadline.title")}</a>
      <a href="${VOICE}">${say("voice.title")}</a>
      <a href="/api/public/limits">${say("limits.json")}</a>
    </p>`;
  return layout(page, { title: say("limits.title"), body, current: DUTIES });
}
