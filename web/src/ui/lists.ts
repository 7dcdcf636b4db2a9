/** Small list operations that browsers in the offices may not have yet (Map.groupBy, toSorted). */

/** Members under their key, keys in the order they first appear. */
export function groupBy<Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): readonly (readonly [Key, readonly Item[]])[] {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups];
}

/** A sorted copy; equal members keep their order. */
export function sorted<Item>(
  items: readonly Item[],
  compare: (left: Item, right: Item) => number,
): readonly Item[] {
  const copy = [...items];
  copy.sort(compare);
  return copy;
}
