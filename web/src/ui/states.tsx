/** Loading, empty and error states (visual language §6). Sentences come from the caller. */
import { useEffect, useState, type ReactNode } from "react";

import { Icon } from "./icon.tsx";

const SKELETON_AFTER_MS = 300;
const WIDTHS = ["78%", "100%", "58%", "88%", "44%"];

/** Text skeleton, but only once the wait is long enough to be noticed. */
export function Skeleton({ label }: { readonly label: string }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="skeleton" role="status" aria-label={label}>
      {shown && WIDTHS.map((width) => <span key={width} style={{ width }} />)}
    </div>
  );
}

export interface EmptyProps {
  readonly title: string;
  readonly why?: ReactNode;
  readonly next?: ReactNode;
}

/** Why it is empty and one next act. */
export function Empty({ title, why, next }: EmptyProps) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {why !== undefined && <p>{why}</p>}
      {next !== undefined && <p>{next}</p>}
    </div>
  );
}

export interface NoticeProps {
  readonly tone: "overdue" | "due" | "accent";
  readonly children: ReactNode;
  readonly act?: ReactNode;
}

/** A boxed message; the failing kind is announced at once. */
export function Notice({ tone, children, act }: NoticeProps) {
  return (
    <div className={`notice notice-${tone}`} role={tone === "overdue" ? "alert" : "status"}>
      <Icon name={tone === "accent" ? "info" : "warning"} />
      <div>
        {children}
        {act !== undefined && <div className="notice-act">{act}</div>}
      </div>
    </div>
  );
}
