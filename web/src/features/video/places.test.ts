import { describe, expect, test } from "vitest";

import { cellFor, type Place } from "./places.ts";

const camera = (channel: string): Place => ({ ocid: "ocds-1", booking: "b-1", channel });
const [A, B, C] = ["a", "b", "c"].map(camera) as [Place, Place, Place];

describe("a camera goes on the wall", () => {
  test("into free cells one after the other, as often as cameras are picked from the list", () => {
    expect(cellFor({ cells: [undefined, undefined], chosen: 0, isPointed: false }, A)).toBe(0);
    expect(cellFor({ cells: [A, undefined], chosen: 0, isPointed: false }, B)).toBe(1);
    expect(cellFor({ cells: [A, undefined, B, undefined], chosen: 2, isPointed: false }, C)).toBe(
      1,
    );
  });

  test("into the cell to which somebody pointed, whatever is in it", () => {
    expect(cellFor({ cells: [A, undefined], chosen: 0, isPointed: true }, B)).toBe(0);
  });

  test("in place of the chosen one where no cell is free", () => {
    expect(cellFor({ cells: [A, B], chosen: 1, isPointed: false }, C)).toBe(1);
    expect(cellFor({ cells: [A], chosen: 0, isPointed: false }, C)).toBe(0);
  });

  test("nowhere twice", () => {
    expect(cellFor({ cells: [A, B], chosen: 1, isPointed: true }, A)).toBe(0);
  });
});
