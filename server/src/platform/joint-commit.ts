/**
 * Group commit: pieces of work that arrive while others are being committed are committed together, next.
 * When nothing is under way a commit starts at once; a further one starts beside it only for a company that is worth
 * its statements. Whichever ends last takes all who wait. Pure: what a commit is, is given.
 */

export interface JointCommitOptions<Item, Result> {
  /** Commits all items or none; results in the order of the items. */
  readonly commit: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** The size of an item, in the unit of `maxWeight`. */
  readonly weigh: (item: Item) => number;
  /** No joint commit weighs more, unless a single item does. */
  readonly maxWeight: number;
  /** Commits under way at once: while one waits for the disk, the next is written. */
  readonly lanes: number;
  /** As many items must wait for a commit beside another one. */
  readonly company: number;
  /** True for an error that says nothing about the items, such as a lost connection. */
  readonly isCommon: (error: unknown) => boolean;
}

export interface JointCommit<Item, Result> {
  /** Resolves after the commit. @throws what the commit of this item alone throws, or that it is closed */
  add(item: Item): Promise<Result>;
  /** Takes no more; resolves when everything that was taken is committed or failed. */
  close(): Promise<void>;
}

export class ClosedError extends Error {}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** A failed group is halved until the guilty items stand alone. */
async function settle<Item, Result>(
  group: readonly Waiting<Item, Result>[],
  options: Pick<JointCommitOptions<Item, Result>, "commit" | "isCommon">,
): Promise<void> {
  try {
    const results = await options.commit(group.map(({ item }) => item));
    group.forEach(({ resolve }, index) => resolve(results[index] as Result));
  } catch (error) {
    if (group.length === 1 || options.isCommon(error)) {
      for (const { reject } of group) reject(error);
      return;
    }
    const middle = group.length >> 1;
    await settle(group.slice(0, middle), options);
    await settle(group.slice(middle), options);
  }
}

export function createJointCommit<Item, Result>({
  commit,
  weigh,
  maxWeight,
  lanes,
  company,
  isCommon,
}: JointCommitOptions<Item, Result>): JointCommit<Item, Result> {
  const waiting: Waiting<Item, Result>[] = [];
  const running = new Set<Promise<void>>();
  /** `lanes` counts those that will still look for more; it changes with the look, not a moment after. */
  const state = { isClosed: false, lanes: 0 };

  function takeGroup(): readonly Waiting<Item, Result>[] {
    let weight = 0;
    const end = waiting.findIndex(({ item }, index) => {
      weight += weigh(item);
      return index > 0 && weight > maxWeight;
    });
    return waiting.splice(0, end < 0 ? waiting.length : end);
  }

  const isWorthACommit = (others: number): boolean =>
    waiting.length >= (others === 0 ? 1 : company);

  async function run(): Promise<void> {
    try {
      do await settle(takeGroup(), { commit, isCommon });
      while (isWorthACommit(state.lanes - 1));
    } finally {
      state.lanes -= 1;
    }
  }

  function startLane(): void {
    if (state.lanes >= lanes || !isWorthACommit(state.lanes)) return;
    state.lanes += 1;
    const lane = run().finally(() => running.delete(lane));
    running.add(lane);
  }

  return {
    add(item) {
      if (state.isClosed) return Promise.reject(new ClosedError("the server is stopping"));
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        startLane();
      });
    },
    async close() {
      state.isClosed = true;
      await Promise.all(running);
    },
  };
}

/**
 * Lets work in as long as its sizes together stay within `limit`; the rest waits in its order. A single
 * piece above the limit gets in when it is alone.
 */
export function createAdmission(limit: number) {
  const queue: { readonly size: number; readonly enter: () => void }[] = [];
  let used = 0;
  const letIn = () => {
    for (;;) {
      const first = queue[0];
      if (first === undefined || (used > 0 && used + first.size > limit)) return;
      queue.shift();
      used += first.size;
      first.enter();
    }
  };
  return {
    /** @returns what must be called when the work is done */
    async enter(size: number): Promise<() => void> {
      await new Promise<void>((resolve) => {
        queue.push({ size, enter: resolve });
        letIn();
      });
      return () => {
        used -= size;
        letIn();
      };
    },
  };
}
