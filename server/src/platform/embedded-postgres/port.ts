/** A loopback port that nobody listens on; the former one is kept when it is still free. */
import { createServer } from "node:net";

function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen({ host: "127.0.0.1", port, exclusive: true }, () => {
      const address = server.address();
      const found = typeof address === "object" ? address?.port : undefined;
      server.close(() => resolve(found));
    });
  });
}

/** @throws Error when the loopback address offers no port at all. */
export async function freePort(preferred: number | undefined): Promise<number> {
  if (preferred !== undefined && preferred > 0) {
    const kept = await tryListen(preferred);
    if (kept !== undefined) return kept;
  }
  const port = await tryListen(0);
  if (port === undefined) throw new Error("127.0.0.1 offers no free port for the database.");
  return port;
}
