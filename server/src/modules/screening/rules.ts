/** All rules, over lots and over processes, with what their demonstrations say. Pure. */
import type { RuleView, ShownResult } from "../../../../contract/src/indicators.ts";
import { DEMONSTRATIONS } from "./demonstrations.ts";
import { screenLot } from "./engine.ts";
import type { Manifest } from "./indicator.ts";
import { INDICATORS } from "./indicators/all.ts";
import type { ScreeningInput } from "./input.ts";
import { PROCESS_DEMONSTRATIONS } from "./process/process-demonstrations.ts";
import { PROCESS_RULES } from "./process/process-rules.ts";
import type { Timeline } from "./process/timeline.ts";

export const MANIFESTS: readonly Manifest[] = [...INDICATORS, ...PROCESS_RULES].map(
  ({ manifest }) => manifest,
);

/** @throws Error of a rule without demonstration */
export function demonstrationOf(id: string): RuleView["demonstration"] {
  const lots = DEMONSTRATIONS[id];
  if (lots !== undefined)
    return { planted: lotResult(lots.planted, id), twin: lotResult(lots.twin, id) };
  const processes = PROCESS_DEMONSTRATIONS[id];
  if (processes === undefined) throw new Error(`${id} has no demonstration`);
  return { planted: processResult(processes.planted, id), twin: processResult(processes.twin, id) };
}

function lotResult(input: ScreeningInput, id: string): ShownResult {
  const found = screenLot(input).results.find(({ indicator }) => indicator === id);
  if (found === undefined) throw new Error(`${id} gave no result`);
  const { outcome, value, probability, falseAlarm } = found;
  return {
    outcome,
    ...(value === undefined ? {} : { value }),
    ...(probability === undefined ? {} : { probability }),
    ...(falseAlarm === undefined ? {} : { falseAlarm }),
  };
}

function processResult(timeline: Timeline, id: string): ShownResult {
  const rule = PROCESS_RULES.find(({ manifest }) => manifest.id === id);
  if (rule === undefined) throw new Error(`${id} is no rule`);
  const result = rule.run(timeline);
  return result.outcome === "notComputable"
    ? { outcome: result.outcome }
    : { outcome: result.outcome, value: result.value };
}
