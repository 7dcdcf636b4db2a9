/** Texts of a short list, found in bytes without making a string. */
export class NameTable {
  private readonly codes = new Int16Array(256);
  private readonly names: Uint8Array[] = [new Uint8Array()];

  /** The code of a name is its place in the list, from 1. */
  constructor(names: readonly string[]) {
    names.forEach((name, index) => {
      const bytes = new TextEncoder().encode(name);
      let slot = slotOf(bytes, 0, bytes.length);
      while (this.codes[slot] !== 0) slot = (slot + 1) & 255;
      this.codes[slot] = index + 1;
      this.names.push(bytes);
    });
  }

  /** 0: none of the list. */
  find(bytes: Uint8Array, from: number, to: number): number {
    for (let slot = slotOf(bytes, from, to); ; slot = (slot + 1) & 255) {
      const code = this.codes[slot] as number;
      if (code === 0 || isAt(bytes, from, { to, name: this.names[code] as Uint8Array }))
        return code;
    }
  }
}

function slotOf(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from;
  return length === 0
    ? 0
    : (length * 31 + (bytes[from] as number) + (bytes[to - 1] as number)) & 255;
}

function isAt(
  bytes: Uint8Array,
  from: number,
  { to, name }: { readonly to: number; readonly name: Uint8Array },
): boolean {
  if (to - from !== name.length) return false;
  for (let index = 0; index < name.length; index += 1)
    if (bytes[from + index] !== name[index]) return false;
  return true;
}
