/** What is kept of a request, and all that is kept: when, and from where. Pure. */
import { isIP } from "node:net";

export interface Visit {
  /** Seconds since 1970, UTC. */
  readonly second: number;
  readonly address: string;
  /** Of the visitor's connection; undefined if a proxy in front does not pass it on. */
  readonly port: number | undefined;
}

/** Header by which a proxy in front tells the visitor's port (docs/operations/install.md). */
export const PORT_HEADER = "x-client-port";

export interface Seen {
  /** As trusted proxies tell it, else that of the connection. */
  readonly address: string;
  /** Of the connection: the visitor's own, or that of a proxy. */
  readonly peer: { readonly address: string | undefined; readonly port: number | undefined };
  readonly portHeader: string | readonly string[] | undefined;
}

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, "");

/** Text that is no address, which only a careless proxy passes on, leaves the address of that proxy. */
export function visitOf(at: Date, { address, peer, portHeader }: Seen): Visit {
  const own = peer.address ?? "";
  const from = isIP(address) === 0 ? own : address;
  const told = from === own ? peer.port : Number(portHeader);
  const isPort = told !== undefined && Number.isInteger(told) && told > 0 && told < 65_536;
  return {
    second: Math.floor(at.getTime() / 1000),
    address: plain(from),
    port: isPort ? told : undefined,
  };
}

/** One line each: second, address, port. */
export const formatVisits = (visits: readonly Visit[]): Buffer =>
  Buffer.from(
    visits.map(({ second, address, port }) => `${second} ${address} ${port ?? "-"}\n`).join(""),
  );

export const parseVisits = (plainText: Buffer): readonly Visit[] =>
  plainText
    .toString("utf8")
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      const [second = "", address = "", port = ""] = line.split(" ");
      return { second: Number(second), address, port: port === "-" ? undefined : Number(port) };
    });
