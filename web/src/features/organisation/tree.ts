/** The tree of units as lines: nesting, search, which are in view. Pure. */
import type { UnitNode } from "../../../../contract/src/organisation-api.ts";

export interface TreeLine {
  readonly node: UnitNode;
  /** From 1, as ARIA counts. */
  readonly level: number;
  readonly hasChildren: boolean;
  readonly isOpen: boolean;
}

/** Units below each; a unit whose parent is not there stands at the top. */
export function childrenOf(units: readonly UnitNode[]): ReadonlyMap<string, readonly UnitNode[]> {
  const known = new Set(units.map(({ unit }) => unit));
  return Map.groupBy(units, ({ parent }) =>
    parent !== undefined && known.has(parent) ? parent : "",
  );
}

/** Units whose name or id holds the text, and all above them. */
export function matchesOf(units: readonly UnitNode[], text: string): ReadonlySet<string> {
  const wanted = text.trim().toLowerCase();
  const byId = new Map(units.map((node) => [node.unit, node]));
  const found = new Set<string>();
  for (const node of units) {
    if (!node.name.toLowerCase().includes(wanted) && !node.unit.includes(wanted)) continue;
    let above: UnitNode | undefined = node;
    while (above !== undefined && !found.has(above.unit)) {
      found.add(above.unit);
      above = byId.get(above.parent ?? "");
    }
  }
  return found;
}

/** Lines in view, in order. A search opens everything it finds. */
export function linesOf(
  units: readonly UnitNode[],
  { closed, search }: { readonly closed: ReadonlySet<string>; readonly search: string },
): readonly TreeLine[] {
  const children = childrenOf(units);
  const matches = search.trim() === "" ? undefined : matchesOf(units, search);
  const lines: TreeLine[] = [];
  const walk = (parent: string, level: number): void => {
    for (const node of children.get(parent) ?? []) {
      if (matches !== undefined && !matches.has(node.unit)) continue;
      const hasChildren = children.has(node.unit);
      const isOpen = hasChildren && (matches !== undefined || !closed.has(node.unit));
      lines.push({ node, level, hasChildren, isOpen });
      if (isOpen) walk(node.unit, level + 1);
    }
  };
  walk("", 1);
  return lines;
}
