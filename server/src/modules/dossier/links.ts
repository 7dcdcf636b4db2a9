/** The page of the console that holds the whole of what a fact is a part of. Pure. */
const PAGES: readonly (readonly [prefix: string, page: string])[] = [
  ["lead:", "/leads/"],
  ["voice:", "/voices/"],
  ["warning:", "/warnings/"],
  ["notice:", "/oversight/notices/"],
];

export function linkOf(
  subject: string,
  payload: Readonly<Record<string, unknown>>,
): string | undefined {
  for (const [prefix, page] of PAGES)
    if (subject.startsWith(prefix))
      return `${page}${encodeURIComponent(subject.slice(prefix.length))}`;
  if (typeof payload["session"] === "string")
    return `/openings/${encodeURIComponent(payload["session"])}`;
  if (subject.startsWith("lookback:") && typeof payload["ocid"] === "string")
    return `/lookback/lot?${new URLSearchParams({ ocid: payload["ocid"], lot: String(payload["lotId"]) }).toString()}`;
  return undefined;
}
