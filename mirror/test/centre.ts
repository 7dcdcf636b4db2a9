/** A centre for tests: a signed log of facts behind HTTP, which remembers every request, and can lie. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { sealTestFact, testLeafData } from "../../verifier/test/build-certificate.ts";
import { type LogKey, newLogKey, testLog } from "../../witnessd/test/log.ts";
import { leafHashOf } from "../src/tree.ts";

export interface TestFact {
  readonly kind: string;
  readonly subject: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly occurredAt?: string;
  /** Only the leaf is handed out. */
  readonly isHeld?: boolean;
  /** Places whose content is handed out after this one. */
  readonly opens?: readonly number[];
}

export interface Entry extends TestFact {
  fact: Record<string, unknown>;
  readonly salt: string;
  digest: Buffer;
}

const RECORDED = "2026-10-01T02:00:00.000Z";

/** One line a request: method, address, headers but those of the connection. */
const noteOf = ({ headers, method, url }: IncomingMessage) => {
  const { connection: _connection, host: _host, ...rest } = headers;
  return `${method} ${url} ${JSON.stringify(Object.entries(rest).toSorted(([a], [b]) => a.localeCompare(b)))}`;
};

export class Centre {
  readonly entries: Entry[] = [];
  readonly requests: string[] = [];
  readonly key: LogKey;
  /** Leaf hashes as tiles show them; absent: those of the entries. */
  tiles: Buffer[] | undefined;
  /** Given in place of the newest checkpoint. */
  note: string | undefined;
  /** Hold an answer back until it resolves. */
  beforeRange: (from: number) => Promise<void> = async () => undefined;
  #server: Server | undefined;
  url = "";

  constructor(key: LogKey = newLogKey()) {
    this.key = key;
  }

  add(...facts: readonly TestFact[]): void {
    for (const given of facts) {
      const number = this.entries.length;
      const fact = sealTestFact({
        id: `019a0000-0000-7000-8000-${String(number).padStart(12, "0")}`,
        kind: given.kind,
        version: 1,
        source: "trading",
        sourceId: `fact-${number}`,
        subject: given.subject,
        occurredAt:
          given.occurredAt ??
          new Date(Date.UTC(2026, 8, 21, 2, 0, 0) + number * 60_000).toISOString(),
        payload: given.payload,
      });
      const salt = String(number).padStart(32, "0");
      this.entries.push({ ...given, fact, salt, digest: Buffer.from(testLeafData(fact, salt)) });
    }
  }

  get log() {
    return testLog(this.key, this.tiles ?? this.entries.map(({ digest }) => leafHashOf(digest)));
  }

  lineOf(index: number): object[] {
    const entry = this.entries[index];
    if (entry === undefined) return [];
    const envelope = ({ fact, salt }: Entry) => ({ fact, salt, recordedAt: RECORDED });
    const leaf = { index, digest: entry.digest.toString("hex") };
    const opened = (entry.opens ?? []).flatMap((at) => {
      const one = this.entries[at];
      return one === undefined ? [] : [{ opens: at, ...envelope(one) }];
    });
    return [entry.isHeld === true ? leaf : { ...leaf, ...envelope(entry) }, ...opened];
  }

  async start(): Promise<void> {
    this.#server = createServer((request, response) => {
      this.requests.push(noteOf(request));
      void this.#answer(request, response);
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise<void>((resolve) => this.#server?.close(() => resolve()));
  }

  async #hand(
    { headers }: IncomingMessage,
    response: ServerResponse,
    range: URLSearchParams,
  ): Promise<void> {
    const [from, to] = [Number(range.get("from")), Number(range.get("to"))];
    await this.beforeRange(from);
    if (headers.authorization !== `Bearer ${TOKEN}`) return void response.writeHead(401).end();
    const lines: object[] = [];
    for (let index = from; index < to; index++) lines.push(...this.lineOf(index));
    response.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://centre");
    const { log } = this;
    if (pathname === "/log/checkpoint" || pathname === "/log/checkpoint/cosigned")
      return void response.end(this.note ?? log.checkpoint());
    if (pathname === "/api/log/checkpoint")
      return void response.end(JSON.stringify({ vkey: log.vkey }));
    const [, block, width = "256"] =
      /^\/log\/tile\/0\/(\d{3})(?:\.p\/(\d+))?$/.exec(pathname) ?? [];
    if (block !== undefined) {
      const first = Number(block) * 256;
      const hashes = this.tiles ?? this.entries.map(({ digest }) => leafHashOf(digest));
      return void response.end(Buffer.concat(hashes.slice(first, first + Number(width))));
    }
    if (pathname === "/api/mirror/range") return this.#hand(request, response, searchParams);
    response.writeHead(404).end();
  }
}

export const TOKEN = "token-of-the-tests-0001";
export const ocid = (code: string) => `ocds-mj0001-${code}`;
const firm = (name: string, uscc?: string) => ({
  kind: "organisation",
  name,
  ...(uscc === undefined ? {} : { uscc }),
});

/** Notice, a bid that is held back, the opening that brings it, a decision of a department. */
export function aProcess(code: string, at: number): TestFact[] {
  const subject = ocid(code);
  return [
    {
      kind: "procurement.notice-published",
      subject,
      payload: { title: `云澜市${code}号道路工程`, procuringEntity: firm("云澜市市政工程中心") },
    },
    {
      kind: "procurement.bid-received",
      subject,
      payload: { lotId: "1", bidder: firm("云澜青石建设有限公司"), trace: { ip: "203.0.113.7" } },
      isHeld: true,
    },
    {
      kind: "procurement.bids-opened",
      subject,
      payload: {
        lotId: "1",
        bids: [{ bidder: firm("云澜第二建设有限公司", "91350100M000100Y43") }],
      },
      opens: [at + 1],
    },
    {
      kind: "casework.lead-received",
      subject: `lead:${code}`,
      payload: { ocid: subject, officer: { department: { id: "housing", name: "云澜市住建局" } } },
    },
  ];
}
