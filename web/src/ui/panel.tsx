import { useId, type ReactNode } from "react";

export interface PanelProps {
  readonly title: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  /** Tables and lists run to the border. */
  readonly flush?: boolean;
}

/** A titled region with one hairline frame. */
export function Panel({ title, aside, children, flush = false }: PanelProps) {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{title}</h2>
        {aside !== undefined && <div className="panel-aside">{aside}</div>}
      </div>
      <div className={flush ? "panel-flush" : "panel-body"}>{children}</div>
    </section>
  );
}

/** Shape and word first, colour last. */
export type Tone = "plain" | "accent" | "overdue" | "due" | "prov" | "pause";

export function Tag({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`tag tag-${tone}`}>{children}</span>;
}

export function Key({ children }: { readonly children: ReactNode }) {
  return <kbd>{children}</kbd>;
}
