/** The mirror: half filled when its reflection is complete. Used as mark and as ring of proof. */
export function Mirror({ size }: { readonly size: number }) {
  return (
    <svg className="mirror" viewBox="0 0 40 40" width={size} height={size} aria-hidden="true">
      <circle cx="20" cy="20" r="17.5" fill="none" stroke="currentColor" strokeWidth="2.5" />
      <path d="M7 22.5h26a13.2 13.2 0 0 1-26 0z" fill="var(--accent)" />
      <path d="M7 19.5a13.2 13.2 0 0 1 26 0" fill="none" stroke="currentColor" strokeWidth="1.6" />
    </svg>
  );
}

export interface RingProps {
  /** Position in the log; absent while it is being written. */
  readonly index: number | undefined;
  /** What the ring says to a reader without sight, e.g. "in the log at 12". */
  readonly label: string;
  readonly pendingText: string;
  readonly href?: string;
}

function RingShape({ filled }: { readonly filled: boolean }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <circle
        cx="8"
        cy="8"
        r="6.5"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="1.5"
        {...(filled ? {} : { strokeDasharray: "2.4 2" })}
      />
      {filled && <path d="M3.3 8.8h9.4a4.7 4.7 0 0 1-9.4 0z" fill="var(--accent)" />}
    </svg>
  );
}

/** Half-filled ring with the log index, dashed empty ring while pending (visual language §5). */
export function Ring({ index, label, pendingText, href }: RingProps) {
  const text = index === undefined ? pendingText : `#${index.toLocaleString("en-US")}`;
  const inner = (
    <>
      <RingShape filled={index !== undefined} />
      <span className="ring-index">{text}</span>
    </>
  );
  if (href === undefined || index === undefined) {
    return (
      <span className="ring" title={label}>
        {inner}
      </span>
    );
  }
  return (
    <a className="ring" href={href} title={label} aria-label={label}>
      {inner}
    </a>
  );
}
