import type { ReactNode } from "react";

/** Column that stays in view beside a long page: what happened to the object, and who looked at it. */
export function Trail({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by itself, so keys must reach it
    <aside className="trail" aria-label={label} tabIndex={0}>
      {children}
    </aside>
  );
}
