/** Tree of units: one line in the tab order, arrows move, left and right close and open (ARIA tree view). */
import { useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import type { UnitNode } from "../../../../contract/src/organisation-api.ts";
import { linesOf, type TreeLine } from "./tree.ts";
import { useWord } from "./words.ts";

interface UnitTreeProps {
  readonly units: readonly UnitNode[];
  readonly search: string;
  readonly closed: ReadonlySet<string>;
  readonly onToggle: (unit: string) => void;
  readonly suffix: string;
}

export function UnitTree({ units, search, closed, onToggle, suffix }: UnitTreeProps) {
  const { t } = useTranslation();
  const word = useWord();
  const navigate = useNavigate();
  const tree = useRef<HTMLUListElement>(null);
  const lines = linesOf(units, { closed, search });
  const [active, setActive] = useState("");
  const current = Math.max(
    0,
    lines.findIndex(({ node }) => node.unit === active),
  );
  const open = (line: TreeLine) =>
    void navigate(`/organisation/units/${encodeURIComponent(line.node.unit)}${suffix}`);
  const go = (index: number) => {
    const line = lines[Math.min(Math.max(index, 0), lines.length - 1)];
    if (line === undefined) return;
    setActive(line.node.unit);
    tree.current?.querySelector<HTMLElement>(`[data-unit="${line.node.unit}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const line = lines[current];
    if (line === undefined) return;
    const parent = lines.findLastIndex((one, index) => index < current && one.level < line.level);
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(current + 1),
      ArrowUp: () => go(current - 1),
      Home: () => go(0),
      End: () => go(lines.length - 1),
      ArrowRight: () =>
        line.hasChildren && !line.isOpen ? onToggle(line.node.unit) : go(current + 1),
      ArrowLeft: () => (line.isOpen ? onToggle(line.node.unit) : go(parent)),
      Enter: () => open(line),
      " ": () => open(line),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  };
  return (
    <ul ref={tree} role="tree" className="tree" aria-label={t("organisation:treeLabel")}>
      {lines.map((line, index) => (
        <li
          key={line.node.unit}
          role="treeitem"
          data-unit={line.node.unit}
          aria-level={line.level}
          aria-selected={index === current}
          {...(line.hasChildren ? { "aria-expanded": line.isOpen } : {})}
          tabIndex={index === current ? 0 : -1}
          style={{ paddingInlineStart: `${(line.level - 1) * 20}px` }}
          onKeyDown={onKeyDown}
          onFocus={() => setActive(line.node.unit)}
          onClick={() => open(line)}
        >
          <span
            className="tree-twist"
            aria-hidden="true"
            onClick={(event) => {
              if (!line.hasChildren) return;
              event.stopPropagation();
              onToggle(line.node.unit);
            }}
          >
            {line.hasChildren ? (line.isOpen ? "▾" : "▸") : ""}
          </span>
          <span className="tree-name">{line.node.name}</span>
          <span className="meta">
            {word("unitKind", line.node.kind)} ·{" "}
            {t("organisation:posts", { count: line.node.posts })} ·{" "}
            {t("organisation:persons", { count: line.node.persons })}
          </span>
        </li>
      ))}
    </ul>
  );
}
