/** Where a message came from and where its answer goes: a UDP address, or a TCP connection. */

export interface Flow {
  readonly transport: "udp" | "tcp";
  readonly address: string;
  readonly port: number;
  /** Never two open flows with the same key. */
  readonly key: string;
  readonly isOpen: boolean;
  send(bytes: Buffer): void;
}

export const formatPlace = ({ address, port, transport }: Flow): string =>
  `${address}:${port}/${transport}`;
