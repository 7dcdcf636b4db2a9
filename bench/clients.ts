/** Many clients at once, each doing one thing after another, for a fixed time. */

export interface ClientRun {
  readonly clients: number;
  /** Not counted: connections and caches warm up. */
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Does one thing; false when there is nothing left to do. @throws ends the run */
  readonly act: (client: number) => Promise<boolean>;
}

/** Things done a second, between warm-up and end. @throws Error when the work ran out before the end */
export async function measureRate({
  clients,
  warmUpMs,
  measureMs,
  act,
}: ClientRun): Promise<number> {
  const from = performance.now() + warmUpMs;
  const until = from + measureMs;
  let done = 0;
  const client = async (number: number): Promise<void> => {
    while (performance.now() < until) {
      if (!(await act(number))) throw new Error("the work ran out before the time was over");
      const now = performance.now();
      if (now >= from && now <= until) done += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  return (done * 1000) / measureMs;
}
