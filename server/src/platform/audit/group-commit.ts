/** Items that arrive while others are being written are written together, next. A free lane starts at once. */

export interface GroupCommitOptions<Item> {
  /** Writes all or none. */
  readonly commit: (items: readonly Item[]) => Promise<void>;
  readonly maxItems: number;
  /** Commits under way at once: while one waits for the disk, the next is written. */
  readonly lanes: number;
}

interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** @returns adds an item; resolves once it is written, rejects with what writing it alone threw */
export function createGroupCommit<Item>({
  commit,
  maxItems,
  lanes,
}: GroupCommitOptions<Item>): (item: Item) => Promise<void> {
  const waiting: Waiting<Item>[] = [];
  const state = { running: 0 };

  /** One bad item must not take its company with it: a failed group is tried one by one. */
  async function settle(group: readonly Waiting<Item>[]): Promise<void> {
    try {
      await commit(group.map(({ item }) => item));
      for (const { resolve } of group) resolve();
    } catch (error) {
      const [first, ...others] = group;
      if (others.length === 0) return first?.reject(error);
      for (const one of group) await settle([one]);
    }
  }

  async function run(): Promise<void> {
    state.running += 1;
    while (waiting.length > 0) await settle(waiting.splice(0, maxItems));
    state.running -= 1;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (state.running < lanes) void run();
    });
}
