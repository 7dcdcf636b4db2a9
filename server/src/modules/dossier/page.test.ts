import { expect, test } from "vitest";

import { mergePage } from "./page.ts";

const row = (minute: number, id: string) => ({
  id,
  occurredAt: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
});
const even = [0, 2, 4, 6, 8].map((minute) => row(minute, `e${minute}`));
const odd = [1, 3, 5, 7, 9].map((minute) => row(minute, `o${minute}`));
const ids = (page: { readonly rows: readonly { readonly id: string }[] }) =>
  page.rows.map(({ id }) => id);

test("a first page has no page before it, and its next begins after its last row", () => {
  const page = mergePage([even.slice(0, 4), odd.slice(0, 4)], {
    limit: 3,
    direction: "after",
    hasPlace: false,
  });
  expect(ids(page)).toEqual(["e0", "o1", "e2"]);
  expect(page.previous).toBeUndefined();
  expect(page.next).toBe("2026-01-01T00:02:00.000Z_e2");
});

test("the last page says so", () => {
  const page = mergePage([even, odd], { limit: 10, direction: "after", hasPlace: true });
  expect(page.rows).toHaveLength(10);
  expect(page.next).toBeUndefined();
  expect(page.previous).toBe("2026-01-01T00:00:00.000Z_e0");
});

test("going back, the nearest rows are taken and come out oldest first", () => {
  const page = mergePage([even.toReversed(), odd.toReversed()], {
    limit: 4,
    direction: "before",
    hasPlace: true,
  });
  expect(ids(page)).toEqual(["e6", "o7", "e8", "o9"]);
  expect(page.previous).toBe("2026-01-01T00:06:00.000Z_e6");
  expect(page.next).toBe("2026-01-01T00:09:00.000Z_o9");
});

test("rows of one instant are ordered by id, so that no page loses or repeats one", () => {
  const same = ["c", "a", "b"].map((id) => row(0, id));
  expect(ids(mergePage([same], { limit: 5, direction: "after", hasPlace: false }))).toEqual([
    "a",
    "b",
    "c",
  ]);
});
