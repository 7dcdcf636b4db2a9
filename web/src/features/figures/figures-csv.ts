/** Every figure of the page as one table, each with the address of its list. */
import type { TFunction } from "i18next";

import type { VoiceFigures } from "../../../../contract/src/voice-figures.ts";
import { listPath } from "./queries.ts";
import { groupsOf, type Words } from "./rows.ts";
import { percent } from "./words.ts";

export function figuresTable(
  t: TFunction,
  figures: VoiceFigures,
  words: Words,
): readonly (readonly string[])[] {
  const address = (query: Readonly<Record<string, string>>) => `/console${listPath(query)}`;
  const pace = figures.pace.map(({ step, count, median, ninetieth, query }) => [
    t("figures:pace.title"),
    t(`figures:pace.${step}`),
    String(count),
    `${t("figures:pace.median")} ${median ?? "—"}; ${t("figures:pace.ninetieth")} ${ninetieth ?? "—"}`,
    address(query),
  ]);
  const kept = figures.kept.flatMap(({ rule, kept: inTime, missed, share }) =>
    [
      { word: t("figures:kept.kept"), figure: inTime },
      { word: t("figures:kept.missed"), figure: missed },
    ].map(({ word, figure }) => [
      t("figures:kept.title"),
      `${t(`figures:kept.${rule}`)}: ${word}`,
      String(figure.count),
      share === undefined
        ? ""
        : `${percent(share.value)} (${percent(share.low)}–${percent(share.high)})`,
      address(figure.query),
    ]),
  );
  const groups = groupsOf(figures, words).flatMap(({ id, heads = [], rows }) =>
    rows.map(({ label, count, query, more = [] }) => [
      t(`figures:group.${id}`),
      label,
      String(count),
      heads
        .map((head, index) => (more[index] ? `${head} ${more[index]}` : ""))
        .filter((text) => text !== "")
        .join("; "),
      address(query),
    ]),
  );
  const { total, asOf } = figures;
  return [
    ["group", "what", "count", "more", "list"].map((head) => t(`figures:csv.${head}`)),
    [t("figures:csv.total"), asOf, String(total.count), "", address(total.query)],
    ...pace,
    ...kept,
    ...groups,
  ];
}
