/** The calendar as published: the State Council's notices of 2007 to 2026 (law/SOURCE.txt). */
import years from "../law/calendar.json" with { type: "json" };
import { type Calendar, type CalendarYear, createCalendar } from "./calendar.ts";

export const publishedYears: readonly CalendarYear[] = years;

export const publishedCalendar: Calendar = createCalendar(publishedYears);
