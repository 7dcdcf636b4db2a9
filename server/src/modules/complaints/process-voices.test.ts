import { expect, test } from "vitest";

import {
  publishedCalendar as calendar,
  publishedLaw as law,
} from "../../../../clocks/src/index.ts";
import { type PublicProcess, voicesOn } from "./process-voices.ts";

const process = (changes: Partial<PublicProcess["process"]> = {}): PublicProcess["process"] => ({
  ocid: "ocds-mj0001-2026-0001",
  title: "云澜市望湖路工程施工招标公告",
  regime: "works",
  state: "announced",
  publishedAt: "2026-05-01T01:00:00.000Z",
  bidDeadline: "2026-06-01T01:30:00.000Z",
  ...changes,
});
const disclosed = (from: string, to: string): PublicProcess["lots"] => [
  { lotId: "1", disclosureFrom: from, disclosureTo: to } as PublicProcess["lots"][number],
];
const offered = (on: string, view: PublicProcess) =>
  voicesOn(view, on, { calendar, law }).map(
    ({ matter, state, lastOn }) => `${matter} ${state} ${lastOn ?? "?"}`,
  );

test("条例22: objections to the documents until ten days before the deadline", () => {
  const view = { process: process(), lots: [] };
  expect(offered("2026-05-22", view)).toEqual(["documents open 2026-05-22"]);
  expect(offered("2026-05-23", view)).toEqual(["documents closed 2026-05-22"]);
});

test("条例54: objections to the result while the candidates of the last lot are public", () => {
  const lots = [...disclosed("2026-06-05", "2026-06-08"), ...disclosed("2026-06-06", "2026-06-10")];
  const view = { process: process({ state: "evaluated" }), lots };
  expect(offered("2026-06-10", view)).toEqual([
    "documents closed 2026-05-22",
    "result open 2026-06-10",
  ]);
  expect(offered("2026-06-11", view)[1]).toBe("result closed 2026-06-10");
});

test("the wizard gets what the process answers already", () => {
  const view = { process: process(), lots: disclosed("2026-06-05", "2026-06-08") };
  const queries = voicesOn(view, "2026-05-10", { calendar, law }).map(({ query }) => query);
  const known = { kind: "challenge", regime: "works", ocid: "ocds-mj0001-2026-0001" };
  expect(queries).toEqual([
    { ...known, matter: "documents", deadline: "2026-06-01" },
    { ...known, matter: "result", from: "2026-06-05", to: "2026-06-08" },
  ]);
});

test("elsewhere the days run from knowing, which no page knows", () => {
  expect(offered("2026-05-10", { process: process({ regime: "procurement" }), lots: [] })).toEqual(
    [],
  );
});
