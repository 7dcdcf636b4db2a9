/**
 * The scanner of ../../scanner/scanner.as.ts with its memory: the bytes of the file are read straight into it, and the
 * events of a line are read from it.
 */
import { SCANNER_CODE } from "./scanner-code.ts";

/** What a line is. */
export const LINE = { notJson: -2, noObject: -1 } as const;

/** First address of the file's bytes: below lie the names that the code compares with. */
const INPUT = 65_536;
const PAGE = 65_536;
/** An event of 16 bytes takes at least two bytes of text: `[1,` is a list of organisations with one of them. */
const EVENT_BYTES_PER_BYTE = 8;
/** Strings are read 16 bytes at a time. */
const SLACK = 64;

/** What of the platform's WebAssembly is used; the compiler's library for servers does not know it. */
interface Memory {
  readonly buffer: ArrayBuffer;
  readonly grow: (pages: number) => number;
}
interface Platform {
  readonly Memory: new (size: { readonly initial: number }) => Memory;
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (
    code: object,
    imports: Readonly<Record<string, object>>,
  ) => { readonly exports: object };
}
const { WebAssembly: platform } = globalThis as unknown as { readonly WebAssembly: Platform };

interface Exports {
  readonly scan: (from: number, to: number, events: number) => number;
}

export class Scanner {
  /** The file's bytes; another view after `reserve`. */
  bytes = Buffer.alloc(0);
  /** Events of the last line, four numbers each. */
  events = new Int32Array();
  /** The same as doubles, two for each event. */
  doubles = new Float64Array();
  private readonly memory = new platform.Memory({ initial: 2 });
  private readonly code: Exports;
  private eventsAt = 0;

  constructor() {
    const code = new platform.Module(Buffer.from(SCANNER_CODE, "base64"));
    const instance = new platform.Instance(code, {
      env: { memory: this.memory },
      host: {
        resolve: (from: number, to: number) => this.resolve(from, to),
        numberOf: (from: number, to: number) => this.numberOf(from, to),
      },
    });
    this.code = instance.exports as unknown as Exports;
  }

  /** Makes room for so many bytes; what is there is kept. */
  reserve(size: number): void {
    if (size <= this.bytes.length) return;
    const eventsAt = Math.ceil((INPUT + size + SLACK) / 16) * 16;
    const needed = eventsAt + size * EVENT_BYTES_PER_BYTE + SLACK;
    const pages = Math.ceil((needed - this.memory.buffer.byteLength) / PAGE);
    if (pages > 0) this.memory.grow(pages);
    const { buffer } = this.memory;
    this.bytes = Buffer.from(buffer, INPUT, size);
    this.eventsAt = eventsAt;
    const events = Math.floor((buffer.byteLength - eventsAt) / 16);
    this.events = new Int32Array(buffer, eventsAt, events * 4);
    this.doubles = new Float64Array(buffer, eventsAt, events * 2);
  }

  /** Number of events of the line between two places, or LINE. */
  scan(from: number, to: number): number {
    const end = this.code.scan(INPUT + from, INPUT + to, this.eventsAt);
    if (end > 0) return (end - this.eventsAt) / 16;
    return end === 0 ? LINE.notJson : LINE.noObject;
  }

  /** Events tell addresses; where they lie in `bytes`. */
  static placeOf(address: number): number {
    return address - INPUT;
  }

  /** Escapes of a string are resolved in place, which never needs more room. */
  private resolve(from: number, to: number): number {
    const bytes = new Uint8Array(this.memory.buffer);
    const text = JSON.parse(`"${this.textOf(from, to)}"`) as string;
    const plain = Buffer.from(text);
    bytes.set(plain, from);
    return from + plain.length;
  }

  private numberOf(from: number, to: number): number {
    const value = Number(this.textOf(from, to));
    return Number.isFinite(value) ? value : Number.NaN;
  }

  private textOf(from: number, to: number): string {
    return Buffer.from(this.memory.buffer, from, to - from).toString();
  }
}
