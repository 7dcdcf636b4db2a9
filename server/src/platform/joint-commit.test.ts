/** Group commit with a recorder that the test holds in its hand. */
import { assert, asyncProperty, array, integer } from "fast-check";
import { describe, expect, test } from "vitest";

import { ClosedError, createAdmission, createJointCommit } from "./joint-commit.ts";

const POISON = new Error("check constraint violated");
const LOST = new Error("connection lost");

/** Commits wait until `release`; a group that holds a poisoned item fails as a whole. */
function aRecorder({ isOpen = false, maxWeight = 100, lanes = 1, company = 1 } = {}) {
  const groups: (readonly number[])[] = [];
  const recorded: number[] = [];
  const gates: (() => void)[] = [];
  const joint = createJointCommit<number, string>({
    maxWeight,
    lanes,
    company,
    weigh: () => 1,
    isCommon: (error) => error === LOST,
    async commit(items) {
      groups.push(items);
      if (!isOpen) await new Promise<void>((resolve) => gates.push(resolve));
      else await Promise.resolve();
      if (items.includes(-2)) throw LOST;
      if (items.some((item) => item < 0)) throw POISON;
      recorded.push(...items);
      return items.map((item) => `receipt ${item}`);
    },
  });
  return {
    joint,
    groups,
    recorded,
    /** Lets the commit that runs go on, and the ones after it begin. */
    release: async () => {
      gates.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe("joining", () => {
  test("the first starts alone and at once; what comes meanwhile is committed together, in order", async () => {
    const { joint, groups, release } = aRecorder();
    const first = joint.add(1);
    expect(groups).toEqual([[1]]);
    const others = [2, 3, 4].map((item) => joint.add(item));
    expect(groups).toHaveLength(1);
    await release();
    expect(await first).toBe("receipt 1");
    expect(groups).toEqual([[1], [2, 3, 4]]);
    await release();
    expect(await Promise.all(others)).toEqual(["receipt 2", "receipt 3", "receipt 4"]);
  });

  test("nobody gets a receipt before the commit of the own group", async () => {
    const { joint, release } = aRecorder();
    const answered: number[] = [];
    for (const item of [1, 2]) void joint.add(item).then(() => answered.push(item));
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toEqual([]);
    await release();
    expect(answered).toEqual([1]);
    await release();
    expect(answered).toEqual([1, 2]);
  });

  test("a group is bounded; the rest goes into the next", async () => {
    const { joint, groups } = aRecorder({ isOpen: true, maxWeight: 3 });
    await Promise.all([1, 2, 3, 4, 5, 6].map((item) => joint.add(item)));
    expect(groups).toEqual([[1], [2, 3, 4], [5, 6]]);
  });

  test("with two lanes a second group is committed beside the first, and no third", async () => {
    const { joint, groups, recorded, release } = aRecorder({ lanes: 2 });
    const all = [joint.add(1), joint.add(2), joint.add(3), joint.add(4)];
    expect(groups).toEqual([[1], [2]]);
    await release();
    expect(groups).toEqual([[1], [2], [3, 4]]);
    await release();
    await release();
    expect(await Promise.all(all)).toHaveLength(4);
    expect(recorded).toEqual([1, 2, 3, 4]);
  });

  test("a second commit waits for company; whichever ends last takes those who found none", async () => {
    const { joint, groups, release } = aRecorder({ lanes: 2, company: 3 });
    const all = [1, 2, 3].map((item) => joint.add(item));
    expect(groups).toEqual([[1]]);
    all.push(joint.add(4));
    expect(groups).toEqual([[1], [2, 3, 4]]);
    all.push(joint.add(5));
    await release();
    expect(groups).toHaveLength(2);
    await release();
    expect(groups).toEqual([[1], [2, 3, 4], [5]]);
    await release();
    expect(await Promise.all(all)).toHaveLength(5);
  });

  test("nobody is forgotten who comes in the very moment of an answer", async () => {
    const { joint, recorded } = aRecorder({ isOpen: true, lanes: 2, company: 3 });
    const sender = async (first: number): Promise<void> => {
      for (let item = first; item < first + 50; item++) await joint.add(item);
    };
    await Promise.all(Array.from({ length: 7 }, (_, number) => sender(number * 100)));
    expect(recorded).toHaveLength(350);
  });

  test("an item above the bound is committed alone", async () => {
    const groups: (readonly number[])[] = [];
    const joint = createJointCommit<number, number>({
      maxWeight: 10,
      lanes: 1,
      company: 1,
      weigh: (item) => item,
      isCommon: () => false,
      commit: async (items) => items.map((item) => groups.push(items) && item),
    });
    await Promise.all([1, 50, 2, 3].map((item) => joint.add(item)));
    expect([...new Set(groups)]).toEqual([[1], [50], [2, 3]]);
  });
});

describe("failures", () => {
  test("a poisoned item fails alone, all others are recorded exactly once", async () => {
    const item = integer({ min: -1, max: 9 });
    await assert(
      asyncProperty(array(item, { minLength: 1, maxLength: 30 }), async (items) => {
        const { joint, recorded } = aRecorder({ isOpen: true });
        const results = await Promise.allSettled(items.map((one) => joint.add(one)));
        results.forEach((result, index) => {
          const one = items[index] ?? 0;
          const expected =
            one < 0
              ? { status: "rejected", reason: POISON }
              : { status: "fulfilled", value: `receipt ${one}` };
          expect(result).toEqual(expected);
        });
        expect(recorded).toEqual(items.filter((one) => one >= 0));
      }),
    );
  });

  test("a lost connection fails its whole group without a second try, and the next group goes on", async () => {
    const { joint, groups, release } = aRecorder();
    const results = Promise.allSettled([1, -2, 3].map((item) => joint.add(item)));
    await release();
    const later = joint.add(4);
    await release();
    await release();
    expect((await results).map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
    ]);
    expect(await later).toBe("receipt 4");
    expect(groups).toEqual([[1], [-2, 3], [4]]);
  });
});

describe("stopping", () => {
  test("close waits for what was taken and refuses what comes later", async () => {
    const { joint, recorded, release } = aRecorder();
    const taken = Promise.all([joint.add(1), joint.add(2)]);
    let isClosed = false;
    const closing = joint.close().then(() => (isClosed = true));
    await expect(joint.add(3)).rejects.toThrow(ClosedError);
    await release();
    expect(isClosed).toBe(false);
    await release();
    await closing;
    expect(await taken).toEqual(["receipt 1", "receipt 2"]);
    expect(recorded).toEqual([1, 2]);
  });

  test("closing an idle one ends at once", async () => {
    await aRecorder().joint.close();
  });
});

describe("admission", () => {
  test("sizes in work never exceed the limit, and everyone gets in, in order", async () => {
    const admission = createAdmission(10);
    const entered: number[] = [];
    const leave: (() => void)[] = [];
    let used = 0;
    const enter = async (size: number, index: number) => {
      const done = await admission.enter(size);
      entered.push(index);
      used += size;
      leave.push(() => {
        used -= size;
        done();
      });
    };
    const all = [4, 5, 3, 20, 1].map(enter);
    await new Promise((resolve) => setImmediate(resolve));
    expect({ entered, used }).toEqual({ entered: [0, 1], used: 9 });
    leave.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
    expect({ entered, used }).toEqual({ entered: [0, 1, 2], used: 8 });
    leave.shift()?.();
    leave.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
    // The big one is alone; the last one waits behind it.
    expect({ entered, used }).toEqual({ entered: [0, 1, 2, 3], used: 20 });
    leave.shift()?.();
    await Promise.all(all);
    expect(entered).toEqual([0, 1, 2, 3, 4]);
  });
});
