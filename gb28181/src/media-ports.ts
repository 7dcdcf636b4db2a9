/** Ports on which pictures arrive: from a range that a firewall lets through, each for one stream. */
import { GbError } from "./gb-error.ts";

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

export interface MediaPorts {
  /**
   * The first port, going round, that `open` gets; undefined from it: taken by somebody else.
   * @throws GbError `noPort`
   */
  open<T>(open: (port: number) => Promise<T | undefined>): Promise<{ port: number; opened: T }>;
  release(port: number): void;
}

export function createMediaPorts({ from, to }: PortRange): MediaPorts {
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 1 || to > 65_535 || from > to)
    throw new Error(`no range of ports: ${from}–${to}`);
  const taken = new Set<number>();
  const size = to - from + 1;
  let turn = 0;
  return {
    async open(open) {
      for (let tries = 0; tries < size; tries += 1) {
        const port = from + (turn % size);
        turn += 1;
        if (taken.has(port)) continue;
        taken.add(port);
        const opened = await open(port).catch((error: unknown) => {
          taken.delete(port);
          throw error;
        });
        if (opened !== undefined) return { port, opened };
        taken.delete(port);
      }
      throw new GbError("noPort", `all ports from ${from} to ${to} are taken`);
    },
    release: (port) => void taken.delete(port),
  };
}
