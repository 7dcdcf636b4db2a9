/**
 * Island of the page that explains a date: counts again in the reader's browser, from the same published calendar and law
 * table but without the server, and says whether the dates agree.
 */
import { explainClocks, publishedCalendar, type Voice } from "../../../clocks/src/index.ts";

interface Told {
  readonly question: Voice;
  readonly binding: unknown;
  readonly due: readonly (readonly [id: string, due: string | null])[];
}

function recount({ question, binding, due }: Told): boolean {
  const own = explainClocks(question, publishedCalendar);
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
