/** A small memory of answers that hold for a while; full, it forgets all. */
export interface Memory<Value> {
  /** The answer, while it holds. */
  find(key: string): Value | undefined;
  keep(key: string, value: Value): void;
  /** Forgets one answer, if it is still this one. */
  drop(key: string, value: Value): void;
  clear(): void;
}

export interface MemoryOptions {
  readonly milliseconds: number;
  /** Answers held at the most. */
  readonly most: number;
}

export function createMemory<Value>({ milliseconds, most }: MemoryOptions): Memory<Value> {
  const known = new Map<string, { readonly value: Value; readonly until: number }>();
  return {
    find(key) {
      const found = known.get(key);
      return found !== undefined && found.until > performance.now() ? found.value : undefined;
    },
    keep(key, value) {
      if (known.size >= most) known.clear();
      known.set(key, { value, until: performance.now() + milliseconds });
    },
    drop(key, value) {
      if (known.get(key)?.value === value) known.delete(key);
    },
    clear: () => known.clear(),
  };
}
