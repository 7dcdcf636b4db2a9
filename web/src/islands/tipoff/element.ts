/**
 * Elements without a framework; text is always set as text. The verifier has one of its own: its island must be one file
 * without imports, so that a copy of the page works by itself.
 */
type Child = Node | string | null;

/** An attribute that is undefined is left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  ...children: readonly Child[]
): HTMLElement {
  const made = document.createElement(name);
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  for (const [key, value] of given) made.setAttribute(key, value ?? "");
  made.append(...children.filter((child) => child !== null));
  return made;
}
