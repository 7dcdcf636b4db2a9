/**
 * Island of the page that explains a date: counts again in the reader's browser, from the calendar and law of the program
 * and what was entered since, but without the server, and says whether the dates agree.
 */
import {
  type CalendarYear,
  createCalendar,
  createLaw,
  type EnteredArticle,
  explainClocks,
  publishedLaw,
  publishedYears,
  type Voice,
  withYears,
} from "../../../clocks/src/index.ts";

interface Told {
  readonly question: Voice;
  readonly binding: unknown;
  readonly due: readonly (readonly [id: string, due: string | null])[];
  readonly entered: {
    readonly years: readonly CalendarYear[];
    readonly articles: readonly EnteredArticle[];
  };
}

function recount({ question, binding, due, entered }: Told): boolean {
  const calendar = createCalendar(withYears(publishedYears, entered.years));
  const own = explainClocks(question, calendar, createLaw(publishedLaw, entered.articles));
  const dates = own.clocks.map((clock) => [clock.id, clock.due]);
  return JSON.stringify([own.binding, dates]) === JSON.stringify([binding, due]);
}

const data = document.getElementById("deadline-data");
const place = document.getElementById("recount");
if (data !== null && place !== null) {
  const told = JSON.parse(data.textContent ?? "{}") as Told;
  const isSame = recount(told);
  place.classList.add(isSame ? "same" : "other");
  place.replaceChildren((isSame ? place.dataset["same"] : place.dataset["other"]) ?? "");
}
