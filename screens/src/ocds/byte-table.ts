/**
 * Texts that occur again and again, kept once as bytes and known by a number: far smaller than a map of strings, and
 * found without making a string.
 */
const FIRST_SLOTS = 1024;
const FIRST_BYTES = 16_384;

/** How a table crosses to another thread. */
export interface PackedTable {
  readonly arena: Uint8Array;
  readonly ends: Int32Array;
}

export class ByteTable {
  private arena = new Uint8Array(FIRST_BYTES);
  private ends = new Int32Array(256);
  private hashes = new Int32Array(256);
  /** Number of a text, plus one; 0 is free. */
  private slots = new Int32Array(FIRST_SLOTS);
  private used = 0;

  get size(): number {
    return this.used;
  }

  /** Number of the text between two places; a new one is added. */
  add(bytes: Uint8Array, from: number, to: number): number {
    const hash = hashOf(bytes, from, to);
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const found = (this.slots[slot] as number) - 1;
      if (found < 0) break;
      if (this.hashes[found] === hash && this.isAt(found, bytes, { from, to })) return found;
      slot = (slot + 1) & mask;
    }
    return this.append(bytes, { from, to, hash });
  }

  addText(text: string): number {
    const bytes = new TextEncoder().encode(text);
    return this.add(bytes, 0, bytes.length);
  }

  textOf(index: number): string {
    const begin = this.beginOf(index);
    return Buffer.from(this.arena.buffer, begin, (this.ends[index] as number) - begin).toString();
  }

  pack(): PackedTable {
    return {
      arena: this.arena.slice(0, this.beginOf(this.used)),
      ends: this.ends.slice(0, this.used),
    };
  }

  /** Takes up the texts of another table: its numbers → ours. */
  take({ arena, ends }: PackedTable): Int32Array {
    let begin = 0;
    return ends.map((end) => {
      const index = this.add(arena, begin, end);
      begin = end;
      return index;
    });
  }

  private beginOf(index: number): number {
    return index === 0 ? 0 : (this.ends[index - 1] as number);
  }

  private isAt(
    index: number,
    bytes: Uint8Array,
    { from, to }: { from: number; to: number },
  ): boolean {
    const begin = this.beginOf(index);
    const length = to - from;
    if ((this.ends[index] as number) - begin !== length) return false;
    for (let offset = 0; offset < length; offset += 1)
      if (this.arena[begin + offset] !== bytes[from + offset]) return false;
    return true;
  }

  private append(
    bytes: Uint8Array,
    { from, to, hash }: { from: number; to: number; hash: number },
  ) {
    const begin = this.beginOf(this.used);
    const end = begin + to - from;
    if (end > this.arena.length) this.arena = grown(this.arena, end);
    if (this.used === this.ends.length) {
      this.ends = grown(this.ends, this.used + 1);
      this.hashes = grown(this.hashes, this.used + 1);
    }
    this.arena.set(bytes.subarray(from, to), begin);
    this.ends[this.used] = end;
    this.hashes[this.used] = hash;
    this.used += 1;
    if (this.used * 2 > this.slots.length) this.rehash();
    else this.place(this.used - 1);
    return this.used - 1;
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    for (let index = 0; index < this.used; index += 1) this.place(index);
  }

  private place(index: number): void {
    const mask = this.slots.length - 1;
    let slot = (this.hashes[index] as number) & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = index + 1;
  }
}

/** FNV-1a, 32 bits. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return hash ^ (hash >>> 15);
}

type Column = Uint8Array | Uint16Array | Int32Array | Float64Array;

/** The same content with room for at least `needed`. */
export function grown<C extends Column>(column: C, needed: number): C {
  const wider = new (column.constructor as new (length: number) => C)(
    Math.max(needed, column.length + (column.length >> 1) + 16),
  );
  wider.set(column);
  return wider;
}
