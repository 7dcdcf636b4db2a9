import { setTimeout as delay } from "node:timers/promises";

import { expect, test } from "vitest";

import { measureRate } from "./clients.ts";

test("only what ends inside the measured time is counted, and clients work side by side", async () => {
  const begun = performance.now();
  let inside = 0;
  let running = 0;
  let most = 0;
  const rate = await measureRate({
    clients: 3,
    warmUpMs: 100,
    measureMs: 400,
    async act() {
      running += 1;
      most = Math.max(most, running);
      await delay(10);
      running -= 1;
      const at = performance.now() - begun;
      if (at > 105 && at < 495) inside += 1;
      return true;
    },
  });
  expect(most).toBe(3);
  const counted = rate * 0.4;
  expect(Math.abs(counted - inside)).toBeLessThanOrEqual(6);
  expect(inside).toBeGreaterThan(3);
});

test("work that runs out is an error, not a low figure", async () => {
  const run = { clients: 1, warmUpMs: 0, measureMs: 50, act: async () => false };
  await expect(measureRate(run)).rejects.toThrow("ran out");
});
