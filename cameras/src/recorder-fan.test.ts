import { expect, test } from "vitest";

import { fragmentsFor, initBytes } from "../test/stream.ts";
import { createFragmentReader } from "./fragment-reader.ts";
import type { Fragment } from "./fragment.ts";
import type { InitSegment } from "./init-segment.ts";
import { RecorderFan } from "./recorder-fan.ts";
import type { Recorder } from "./recorder.ts";

/** Writes down what a recorder is given. */
function paper(): Recorder & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    startRun() {
      lines.push("run");
      return {
        init: () => lines.push("init"),
        fragment: ({ isKeyframe }) => lines.push(isKeyframe ? "K" : "p"),
        end: () => lines.push("end"),
      };
    },
    async stop() {
      lines.push("stopped");
    },
  };
}

/** Two seconds of pictures: a keyframe each second. */
function pictures(): { init: InitSegment; fragments: Fragment[] } {
  let found: InitSegment | undefined;
  const fragments: Fragment[] = [];
  const reader = createFragmentReader({
    init: (init) => {
      found = init;
    },
    fragment: (fragment) => fragments.push(fragment),
  });
  reader.push(initBytes());
  fragmentsFor(2).forEach((bytes) => reader.push(bytes));
  if (found === undefined) throw new Error("no init segment");
  return { init: found, fragments };
}

test("a recorder that joins begins at a keyframe, and the one it follows ends there: no picture in both, none in neither", async () => {
  const { init, fragments } = pictures();
  const second = fragments.findLastIndex(({ isKeyframe }) => isKeyframe);
  expect(second).toBeGreaterThan(1);
  const fan = new RecorderFan((error) => {
    throw error;
  });
  const [old, next, beside] = [paper(), paper(), paper()];
  const first = fan.add(old);
  const run = fan.startRun();
  run.init(init);
  fragments.slice(0, second - 1).forEach((one) => run.fragment(one));
  fan.add(next, first);
  const guest = fan.add(beside);
  fragments.slice(second - 1).forEach((one) => run.fragment(one));
  await guest.stop();
  await guest.stop();
  run.end("away");
  await fan.stop();
  const count = (lines: readonly string[]) => lines.filter((line) => /^[Kp]$/.test(line)).length;
  expect(old.lines.slice(0, 3)).toEqual(["run", "init", "K"]);
  expect(old.lines.at(-1)).toBe("stopped");
  expect(next.lines.slice(0, 3)).toEqual(["run", "init", "K"]);
  expect(next.lines.slice(-2)).toEqual(["end", "stopped"]);
  expect(count(old.lines) + count(next.lines)).toBe(fragments.length);
  expect(beside.lines.filter((line) => line === "stopped")).toHaveLength(1);
});
