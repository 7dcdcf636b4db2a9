/** Explanations of clocks a second, and the second implementation on the same voices for reference. No database. */
import { createCalendar, explainClocks, publishedYears } from "../clocks/src/index.ts";
import { createRandom, holidayYearsOf, randomCase } from "../clocks/test/random-cases.ts";
import { second } from "../clocks/test/second-clocks.ts";
import type { Bench } from "./bench.ts";
import { resultOf } from "./result.ts";

const ROUNDS = 3;

/** Calls a second over the voices, once each. */
function rateOf<T>(voices: readonly T[], count: (voice: T) => unknown): number {
  const begin = performance.now();
  for (const voice of voices) count(voice);
  return voices.length / ((performance.now() - begin) / 1000);
}

export const clocks: Bench = {
  name: "clocks",
  async run({ isQuick, say }) {
    const calendar = createCalendar(publishedYears);
    const holidays = holidayYearsOf(publishedYears);
    const runs = [];
    for (let round = 0; round < (isQuick ? 1 : ROUNDS); round += 1) {
      const random = createRandom(round + 1);
      const voices = Array.from({ length: isQuick ? 1000 : 20_000 }, () => randomCase(random));
      const value = rateOf(voices, (voice) => explainClocks(voice, calendar));
      const reference = rateOf(voices, (voice) => second(voice, holidays));
      say(`  ${Math.round(value)} and ${Math.round(reference)} explanations/s`);
      runs.push({ value, reference });
    }
    return [
      resultOf(
        {
          name: "clock-explanations",
          unit: "explanations/s",
          target: { atLeast: 1000 },
          referenceName: "the second implementation, which gives no strip, explanations/s",
          detail: { connections: 0 },
        },
        runs,
      ),
    ];
  },
};
