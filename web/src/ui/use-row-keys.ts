/** j and k through the links of a list; Enter is the link's own. */
import { useMemo, type RefObject } from "react";

import { useKeys } from "./keys.ts";

/** @param box What holds the rows; each row's link carries `data-row`. */
export function useRowKeys(box: RefObject<HTMLElement | null>): void {
  const keys = useMemo(() => {
    const move = (by: number) => {
      const links = [...(box.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
      const at = links.indexOf(document.activeElement as HTMLElement);
      const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by;
      links[Math.min(Math.max(next, 0), links.length - 1)]?.focus();
    };
    return { j: () => move(1), k: () => move(-1) };
  }, [box]);
  useKeys(keys);
}
