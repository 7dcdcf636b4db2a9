import { useTranslation } from "react-i18next";

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

/**
 * Place in the witness log beside a half-filled ring; dashed and empty while it is being written
 * (visual language §5). The log counts from 0, people count from 1.
 */
export function Ring({ leafIndex }: { readonly leafIndex: number | undefined }) {
  const { t } = useTranslation();
  const number = leafIndex === undefined ? "" : (leafIndex + 1).toLocaleString("en-US");
  const label =
    leafIndex === undefined ? t("console:ring.pending") : t("console:ring.inLog", { number });
  return (
    <span className="ring" title={label}>
      <RingShape filled={leafIndex !== undefined} />
      <span className="ring-index">
        {leafIndex === undefined ? t("console:ring.pendingShort") : `#${number}`}
      </span>
    </span>
  );
}
