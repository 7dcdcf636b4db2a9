/** Which methods of procurement are open to everybody's eyes. */

/** Bids are read out in public; negotiated procedures show no quotes (contracts.md §2). */
const READ_OUT: ReadonlySet<string> = new Set(["open", "invited", "auction", "listing"]);

/** An unknown method is not. */
export const isReadOut = (method: string | null | undefined): boolean =>
  method != null && READ_OUT.has(method);
