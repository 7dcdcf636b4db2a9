/** Repeats work until stopped, one run after the other, with so many seconds between them. */
export function repeat(
  everySeconds: number | (() => number),
  work: () => Promise<void>,
): () => Promise<void> {
  const rest = typeof everySeconds === "number" ? () => everySeconds : everySeconds;
  const stopping = Promise.withResolvers<void>();
  let isStopped = false;
  const running = (async () => {
    while (!isStopped) {
      await work();
      await Promise.race([pause(rest(), stopping.promise), stopping.promise]);
    }
  })();
  return async () => {
    isStopped = true;
    stopping.resolve();
    await running;
  };
}

async function pause(seconds: number, end: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, seconds * 1000);
  await Promise.race([promise, end]);
  clearTimeout(timer);
}
