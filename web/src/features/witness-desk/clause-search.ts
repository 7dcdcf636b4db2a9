/** Clauses for a room, and those that answer to what was typed: characters, pinyin, initials, or the number. */
import { useEffect, useMemo, useState } from "react";

import type { Article, Clause, RoomTile } from "../../../../contract/src/witnessing.ts";
import { sorted } from "../../ui/lists.ts";
import { ranked, type Sounded } from "../../ui/ranking.ts";

/** As on the server: an article on penalties holds where the duty does. */
export const holdsFor = ({ regime }: Article, wanted: string | undefined): boolean =>
  wanted === undefined ||
  regime === "all" ||
  regime === wanted ||
  (regime === "penalty" && wanted === "works");

/** Clauses that may be recorded in this room, those of its zone and stage first. */
export function clausesFor(
  clauses: readonly Clause[],
  tile: RoomTile | undefined,
): readonly Clause[] {
  if (tile === undefined) return clauses;
  const { zone, session, booking } = tile;
  const regime = session?.regime ?? booking?.regime;
  const weight = ({ zones, stages }: Clause): number => {
    if (!zones.includes(zone)) return 2;
    const isNow = session !== undefined && stages.includes(session.stage);
    return isNow ? 0 : 1;
  };
  const usable = clauses.flatMap((clause) => {
    const articles = clause.articles.filter((article) => holdsFor(article, regime));
    return articles.length === 0 ? [] : [{ ...clause, articles }];
  });
  return sorted(usable, (left, right) => weight(left) - weight(right));
}

/** Digits are the clause's number, with or without the leading zero. */
export function findClauses(
  query: string,
  clauses: readonly Clause[],
  sound: (title: string) => Sounded,
): readonly Clause[] {
  const typed = query.trim();
  if (typed === "") return clauses;
  if (/^(k-?)?\d{1,2}$/i.test(typed)) {
    const digits = typed.replace(/\D/g, "");
    const exact = digits.padStart(2, "0");
    const starts = clauses.filter(
      ({ id }) => id.slice(2).startsWith(digits) && id.slice(2) !== exact,
    );
    return [...clauses.filter(({ id }) => id.slice(2) === exact), ...starts];
  }
  return ranked(typed, clauses, {
    soundsOf: ({ label, text }) => [sound(label), { title: text, sounds: [] }],
    lift: () => 0,
  });
}

/** The dictionary of sounds is a file of its own; until it is there, characters answer. */
export function useSounds(): (title: string) => Sounded {
  const [sound, setSound] = useState<(title: string) => Sounded>();
  useEffect(() => {
    void import("../../ui/pinyin.ts").then(({ soundOf }) => setSound(() => soundOf));
  }, []);
  return useMemo(() => sound ?? ((title: string) => ({ title, sounds: [] })), [sound]);
}
