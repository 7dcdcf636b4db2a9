/** All rules, over lots, processes and panels, with what their demonstrations say. Pure. */
import type { RuleView, ShownResult } from "../../../../contract/src/indicators.ts";
import { DEMONSTRATIONS } from "./demonstrations.ts";
import { screenLot } from "./engine.ts";
import type { Manifest } from "./indicator.ts";
import { INDICATORS } from "./indicators/all.ts";
import type { ScreeningInput } from "./input.ts";
import { panelCases, type ScoreLine } from "./panel/panel-case.ts";
import { PANEL_DEMONSTRATIONS } from "./panel/panel-demonstrations.ts";
import { panelHistory } from "./panel/panel-history.ts";
import { PANEL_RULES } from "./panel/panel-rules.ts";
import { PROCESS_DEMONSTRATIONS } from "./process/process-demonstrations.ts";
import type { ProcessOutcome } from "./process/process-rule.ts";
import { PROCESS_RULES } from "./process/process-rules.ts";
import type { Timeline } from "./process/timeline.ts";

export const MANIFESTS: readonly Manifest[] = [...INDICATORS, ...PROCESS_RULES, ...PANEL_RULES].map(
  ({ manifest }) => manifest,
);

/** @throws Error of a rule without demonstration */
export function demonstrationOf(id: string): RuleView["demonstration"] {
  const lots = DEMONSTRATIONS[id];
  if (lots !== undefined)
    return { planted: lotResult(lots.planted, id), twin: lotResult(lots.twin, id) };
  const processes = PROCESS_DEMONSTRATIONS[id];
  if (processes !== undefined)
    return {
      planted: processResult(processes.planted, id),
      twin: processResult(processes.twin, id),
    };
  const panels = PANEL_DEMONSTRATIONS[id];
  if (panels === undefined) throw new Error(`${id} has no demonstration`);
  return { planted: panelResult(panels.planted, id), twin: panelResult(panels.twin, id) };
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
  return shown(rule.run(timeline));
}

function panelResult(lines: readonly ScoreLine[], id: string): ShownResult {
  const rule = PANEL_RULES.find(({ manifest }) => manifest.id === id);
  const cases = panelCases(lines);
  const [first] = cases;
  if (rule === undefined || first === undefined) throw new Error(`${id} is no rule`);
  return shown(rule.run(first, panelHistory(cases)));
}

const shown = (result: ProcessOutcome): ShownResult =>
  result.outcome === "notComputable"
    ? { outcome: result.outcome }
    : { outcome: result.outcome, value: result.value };
