/** Sentences that the page embeds as JSON (apps/portal/tipoff.ts). */

const sentences = JSON.parse(
  document.getElementById("tipoff-words")?.textContent ?? "{}",
) as Readonly<Record<string, string>>;

export const say = (key: string, params: Readonly<Record<string, string | number>> = {}): string =>
  (sentences[key] ?? key).replaceAll(/\{(\w+)\}/gu, (place, name: string) =>
    String(params[name] ?? place),
  );
