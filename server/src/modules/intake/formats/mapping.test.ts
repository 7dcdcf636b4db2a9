import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { missingColumns, readMapping } from "./mapping.ts";

const BASE = {
  version: 1,
  kind: "bid",
  fields: { lot: { column: "Tender" }, bidder: { column: "Firm" } },
};

const errorsOf = (change: object) => {
  const result = readMapping({ ...BASE, ...change });
  return "errors" in result ? result.errors.map(({ path, code }) => `${path} ${code}`) : [];
};

test("the smallest mapping names lot and bidder", () => {
  expect(readMapping(BASE)).toEqual({
    mapping: {
      kind: "bid",
      zone: "Asia/Shanghai",
      constants: {},
      fields: { lot: { column: "Tender", unit: "none" }, bidder: { column: "Firm", unit: "none" } },
    },
  });
});

describe("a wrong mapping names the field", () => {
  test.each([
    [{ colour: 1 }, "colour intake.mapping-unknown-key"],
    [{ version: 2 }, "version intake.mapping-version"],
    [{ kind: "award" }, "kind intake.mapping-kind"],
    [{ delimiter: ",," }, "delimiter intake.mapping-delimiter"],
    [{ zone: "Mars/Base" }, "zone intake.mapping-zone"],
    [{ constants: { zone: "Mars/Base" } }, "zone intake.mapping-zone"],
    [{ constants: { colour: "x" } }, "constants.colour intake.mapping-unknown-key"],
    [{ constants: { price: 5 } }, "constants.price intake.mapping-not-text"],
    [
      { fields: { ...BASE.fields, colour: { column: "x" } } },
      "fields.colour intake.mapping-unknown-key",
    ],
    [
      { fields: { ...BASE.fields, price: { column: "x", unit: "pound" } } },
      "fields.price.unit intake.mapping-unit",
    ],
    [
      { fields: { ...BASE.fields, rate: { column: "x", unit: "wan" } } },
      "fields.rate.unit intake.mapping-unit-field",
    ],
    [
      { fields: { ...BASE.fields, price: { column: "x", unit: "percent" } } },
      "fields.price.unit intake.mapping-unit-field",
    ],
    [
      { fields: { ...BASE.fields, price: { column: "" } } },
      "fields.price.column intake.mapping-not-text",
    ],
    [
      { fields: { ...BASE.fields, price: { column: "x", size: 3 } } },
      "fields.price.size intake.mapping-unknown-key",
    ],
    [
      { fields: { ...BASE.fields, status: { column: "x", values: { 否: "lost" } } } },
      "fields.status.values.否 intake.mapping-status",
    ],
    [{ fields: { lot: { column: "x" } } }, "fields.bidder intake.mapping-missing"],
    [{ fields: [] }, "fields intake.mapping-not-object"],
  ])("%j", (change, error) => {
    expect(errorsOf(change)).toContain(error);
  });

  test("something that is no object", () => {
    expect(readMapping("x")).toMatchObject({ errors: [{ code: "intake.mapping-not-object" }] });
  });
});

test("constants may give any field, and the zone", () => {
  const result = readMapping({
    ...BASE,
    constants: {
      lot: "1",
      currency: "EUR",
      zone: "Europe/Kyiv",
      "trace.deviceHow": "centerTerminal",
    },
    fields: { bidder: { column: "Firm" } },
  });
  expect(result).toMatchObject({ mapping: { zone: "Europe/Kyiv", constants: { lot: "1" } } });
});

test("columns a file lacks are named", () => {
  const result = readMapping(BASE);
  if ("errors" in result) throw new Error("mapping refused");
  expect(missingColumns(result.mapping, ["Tender "])).toEqual(["Firm"]);
});

const SHIPPED = join(import.meta.dirname, "../../../../../cli/mappings");

test.each(readdirSync(SHIPPED))("the shipped mapping %s is right", (name) => {
  expect(readMapping(JSON.parse(readFileSync(join(SHIPPED, name), "utf8")))).toHaveProperty(
    "mapping",
  );
});
