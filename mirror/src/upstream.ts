/**
 * All that the mirror ever asks of the centre: the checkpoint, and the log in its order. What is asked follows from what
 * the log holds and what is here already, never from what is looked for here.
 */
export interface Upstream {
  /** Signed note; undefined while there is none (with `isCosigned`: none with its quorum). */
  checkpoint(isCosigned: boolean): Promise<string | undefined>;
  /** Public key that the centre names as that of its log. */
  vkey(): Promise<string>;
  /** Lines of the leaves from `from` up to, not including, `to`. */
  range(from: number, to: number): Promise<readonly string[]>;
  /** Leaf hashes of a tile of level 0, as the public sees them. */
  leafTile(index: number, width: number): Promise<Uint8Array>;
}

export interface UpstreamOptions {
  /** Address of the platform. */
  readonly from: string;
  readonly token: string;
  readonly fetch?: typeof fetch;
}

const TIMEOUT_MS = 60_000;
const USER_AGENT = "mingjing-mirror";

/** The centre does not answer as it should: nothing is concluded from it. */
export class Unreachable extends Error {}

function tilePath(index: number, width: number): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, "0");
  const groups = digits.match(/\d{3}/g) ?? [];
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
  return width === 256 ? path : `${path}.p/${width}`;
}

export function createUpstream({ from, token, fetch: send = fetch }: UpstreamOptions): Upstream {
  const get = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
    try {
      return await send(new URL(path, from), {
        redirect: "error",
        headers: { "user-agent": USER_AGENT, ...headers },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      const { cause, message } = error as Error;
      throw new Unreachable(cause instanceof Error ? cause.message : message, { cause: error });
    }
  };
  const good = async (path: string, headers?: Readonly<Record<string, string>>) => {
    const reply = await get(path, headers);
    if (!reply.ok) throw new Unreachable(`${reply.status} ${path.replace(/\?.*$/s, "")}`);
    return reply;
  };
  return {
    async checkpoint(isCosigned) {
      const path = isCosigned ? "/log/checkpoint/cosigned" : "/log/checkpoint";
      const reply = await get(path);
      if (reply.status === 404) return undefined;
      if (!reply.ok) throw new Unreachable(`${reply.status} ${path}`);
      return reply.text();
    },
    async vkey() {
      const { vkey } = (await (await good("/api/log/checkpoint")).json()) as { vkey?: unknown };
      if (typeof vkey !== "string") throw new Unreachable("the centre names no key of its log");
      return vkey;
    },
    async range(first, end) {
      const path = `/api/mirror/range?from=${first}&to=${end}`;
      const text = await (await good(path, { authorization: `Bearer ${token}` })).text();
      return text.split("\n").filter((line) => line !== "");
    },
    async leafTile(index, width) {
      const reply = await good(`/log/tile/0/${tilePath(index, width)}`);
      return new Uint8Array(await reply.arrayBuffer());
    },
  };
}
