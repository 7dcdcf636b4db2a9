/**
 * The last messages of one topic, as the bytes of a `text/event-stream`, one after the other in one Buffer: whatever a
 * viewer lacks is a piece of it, never a copy. Bytes once written are not changed; a full Buffer gives way to a new one.
 */
export interface LiveEvent {
  readonly id: string;
  readonly event?: string;
  readonly data: string;
}

export interface LiveHistory {
  /** Position of the newest message; the first one has position 1. */
  readonly last: () => number;
  /** Where a viewer stands that has everything: the id of the newest message, else one of our own. */
  readonly lastId: () => string;
  /** @returns false if a message of this id is kept already. @throws RangeError for an id or name that would break the stream */
  add(event: LiveEvent): boolean;
  /** Forgets the oldest beyond the limit, but nothing after the position `floor`. */
  trim(floor: number): void;
  /** Position of the message with this id; undefined if what follows it is not all kept. */
  positionOf(id: string): number | undefined;
  /** The messages after position `from` up to and including `to`. */
  slice(from: number, to: number): Buffer;
}

const ID = /^[\x21-\x7e]{1,200}$/;
const NAME = /^[\w.:-]{1,100}$/;
const FIRST_BYTES = 4096;

/** @throws RangeError */
export function frameOf({ id, event, data }: LiveEvent): string {
  // An id comes back in a request header, where only these characters survive.
  if (!ID.test(id)) throw new RangeError(`not an id of an event: ${JSON.stringify(id)}`);
  if (event !== undefined && !NAME.test(event))
    throw new RangeError(`not a name of an event: ${JSON.stringify(event)}`);
  const name = event === undefined ? "" : `event: ${event}\n`;
  const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  return `id: ${id}\n${name}${lines.join("")}\n`;
}

interface Kept {
  readonly id: string;
  /** Where it begins, counted from the first byte of all. */
  readonly start: number;
}

/** @param origin id of the place before the first message; no message may have it, on no node */
export function createLiveHistory(max: number, origin: string): LiveHistory {
  const kept: Kept[] = [];
  const positions = new Map<string, number>();
  let tape = Buffer.alloc(FIRST_BYTES);
  /** Of the first byte of the tape and of the one after its last, counted from the first byte of all. */
  let base = 0;
  let end = 0;
  /** Position of `kept[0]`. */
  let first = 1;
  const last = () => first + kept.length - 1;
  const startOf = (position: number) => kept[position - first]?.start ?? end;

  function makeRoom(bytes: number): void {
    if (end - base + bytes <= tape.length) return;
    const start = startOf(first);
    const next = Buffer.alloc(Math.max(FIRST_BYTES, 2 * (end - start + bytes)));
    tape.copy(next, 0, start - base, end - base);
    tape = next;
    base = start;
  }

  return {
    last,
    lastId: () => kept.at(-1)?.id ?? origin,
    add(event) {
      const frame = frameOf(event);
      if (positions.has(event.id) || event.id === origin) return false;
      const bytes = Buffer.byteLength(frame);
      makeRoom(bytes);
      tape.write(frame, end - base);
      kept.push({ id: event.id, start: end });
      positions.set(event.id, last());
      end += bytes;
      return true;
    },
    trim(floor) {
      const count = Math.min(kept.length - max, floor - first + 1);
      if (count <= 0) return;
      for (const { id } of kept.splice(0, count)) positions.delete(id);
      first += count;
    },
    positionOf: (id) => (id === origin && first === 1 ? 0 : positions.get(id)),
    slice: (from, to) => tape.subarray(startOf(from + 1) - base, startOf(to + 1) - base),
  };
}
