/** Reads of a server's public addresses, without credentials. */

const TIMEOUT_MS = 60_000;

async function fetchPublic(url: string): Promise<Response> {
  const reply = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!reply.ok) throw new Error(`${reply.status} ${new URL(url).pathname}`);
  return reply;
}

/** Body of a reply. @throws Error with status and path, or of the network */
export const fetchText = async (url: string): Promise<string> => (await fetchPublic(url)).text();

export const fetchBytes = async (url: string): Promise<Uint8Array> =>
  new Uint8Array(await (await fetchPublic(url)).arrayBuffer());
