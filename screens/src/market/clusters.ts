/** Groups of firms from links between pairs: connected components. */

export interface Link {
  readonly left: number;
  readonly right: number;
}

/** Members of each component, ascending, the components in order of their first member. */
export function clustersOf(links: Iterable<Link>): number[][] {
  const parent = new Map<number, number>();
  const rootOf = (firm: number): number => {
    let root = firm;
    for (let next = parent.get(root); next !== undefined && next !== root; next = parent.get(root))
      root = next;
    return root;
  };
  for (const { left, right } of links) {
    const [a, b] = [rootOf(left), rootOf(right)];
    parent.set(a, Math.min(a, b));
    parent.set(b, Math.min(a, b));
  }
  const groups = Map.groupBy(
    [...parent.keys()].toSorted((a, b) => a - b),
    rootOf,
  );
  return [...groups.values()];
}
