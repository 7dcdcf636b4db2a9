/**
 * A screening run again from what was kept of its input: plain data in, the same figures out. Pure; runs in a browser
 * too, which is how a lead's pack (evidence) shows that its figures follow from its data.
 */
import type { InputKept } from "../../../../contract/src/facts/screening.input-kept.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { correctBatch, isTest, type DayScreening, type KnownTail } from "./batch.ts";
import { ENGINE_VERSION, type LotScreening, screenLot } from "./engine.ts";
import type { ScreeningInput, Seen, SeenField } from "./input.ts";

/** An answer that an indicator got about a value; without numbers: not known. */
type Answer = InputKept["seen"][number];

const keyOf = (field: string, value: string): string => `${field}\n${value}`;

/** `seen` that also writes down each different answer it gave. */
export function noting(seen: ScreeningInput["seen"]): {
  readonly seen: ScreeningInput["seen"];
  readonly answers: () => readonly Answer[];
} {
  const given = new Map<string, Answer>();
  return {
    seen(field, value) {
      const answer = seen(field, value);
      given.set(keyOf(field, value), { field, value, ...answer });
      return answer;
    },
    answers: () => [...given.values()],
  };
}

/** The tests with which the results of one lot of a batch were corrected, its own left out. */
export function tailsBeside(
  batches: readonly DayScreening[],
  known: readonly KnownTail[],
  place: number,
): InputKept["tails"] {
  const day = batches[place]?.batch;
  const others = batches.flatMap(({ batch, screening }, index) =>
    index === place || batch !== day
      ? []
      : screening.results.filter(isTest).map(({ indicator, probability = 1 }) => ({
          family: indicator.slice(0, 3),
          probability,
        })),
  );
  const before = known
    .filter(({ batch }) => batch === day)
    .map(({ family, probability }) => ({ family, probability }));
  return [...before, ...others];
}

interface Kept {
  readonly screeningId: string;
  readonly input: Omit<ScreeningInput, "seen">;
  readonly seen: readonly Answer[];
  readonly tails: InputKept["tails"];
}

export const inputKeptOf = ({ screeningId, input, seen, tails }: Kept): InputKept => ({
  lotId: input.lotId,
  screeningId,
  engineVersion: ENGINE_VERSION,
  input,
  seen: [...seen],
  tails,
});

/** The figures that follow from what was kept, by the rules of this program. */
export function replay({ input, seen, tails }: InputKept): LotScreening {
  const answers = new Map(seen.map((answer) => [keyOf(answer.field, answer.value), answer]));
  const lot = {
    ...(input as Omit<ScreeningInput, "seen">),
    seen(field: SeenField, value: string): Seen | undefined {
      const { firms, total } = answers.get(keyOf(field, value)) ?? {};
      return firms === undefined || total === undefined ? undefined : { firms, total };
    },
  };
  const batch = plainDateOf(new Date(lot.openedAt));
  const known = tails.map((tail) => ({ ...tail, batch }));
  const [corrected] = correctBatch([{ batch, screening: screenLot(lot) }], known);
  if (corrected === undefined) throw new Error("one lot in, one screening out");
  return corrected;
}
