/** The calendar as published: the State Council's notices of 2007 to 2026 (data/SOURCE.txt). */
import years from "../data/calendar.json" with { type: "json" };
import { type Calendar, type CalendarYear, createCalendar } from "./calendar.ts";

export const publishedYears: readonly CalendarYear[] = years as readonly CalendarYear[];

export const publishedCalendar: Calendar = createCalendar(publishedYears);
