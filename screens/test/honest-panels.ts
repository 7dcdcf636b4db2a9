import { gaussian, type Random } from "../src/prices/random.ts";
/** Panels of honest experts, as a test wants them: severity of the expert + quality of the bid + noise, on a scale of 10. */
import { PanelBook } from "../src/scores/index.ts";
import type { Panel } from "../src/scores/panel.ts";

export interface Market {
  readonly panels: number;
  readonly experts: number;
  readonly bids: number;
  readonly criteria: number;
  readonly pool: number;
  readonly firms: number;
  /** Deviation of an expert's severity, kept over all panels. */
  readonly severity: number;
  /** Deviation of the logarithm of how wide an expert uses the scale. */
  readonly spread?: number;
  /** Deviation of one score. */
  readonly noise: number;
  /** Steps of the scale; 0: any number. */
  readonly step: number;
  /** Added to a score. */
  readonly favour?: (expert: number, firm: number) => number;
}

const MAX = 10;

export { gaussian as normal };

export function honestPanels(market: Market, random: Random): Panel[] {
  const { severity, noise, step, spread = 0, favour = () => 0 } = market;
  const severities = Array.from({ length: market.pool }, () => severity * gaussian(random));
  const strengths = Array.from({ length: market.firms }, () => 0.7 * gaussian(random));
  const widths = Array.from({ length: market.pool }, () => Math.exp(spread * gaussian(random)));
  const book = new PanelBook();
  for (let panel = 0; panel < market.panels; panel += 1) {
    const experts = draw(market.pool, market.experts, random);
    for (const firm of draw(market.firms, market.bids, random)) {
      const qualities = Array.from(
        { length: market.criteria },
        () => (strengths[firm] as number) + 0.5 * gaussian(random),
      );
      for (const expert of experts)
        qualities.forEach((quality, criterion) => {
          const exact =
            6.5 +
            quality * (widths[expert] as number) +
            (severities[expert] as number) +
            noise * gaussian(random) +
            favour(expert, firm);
          const score = step === 0 ? exact : onScale(exact, step);
          book.add({
            panel: `P${panel}`,
            expert: `E${expert}`,
            bid: `F${firm}`,
            criterion: `C${criterion}`,
            score,
            max: MAX,
            expertGroup: `E${expert}`,
            bidderGroup: `F${firm}`,
          });
        });
    }
  }
  return book.panels();
}

const onScale = (exact: number, step: number): number =>
  Math.min(MAX, Math.max(0, Math.round(exact / step) * step));

/** So many different numbers below the size of the pool. */
function draw(pool: number, count: number, random: Random): number[] {
  const all = Array.from({ length: pool }, (_, index) => index);
  for (let at = 0; at < count; at += 1) {
    const other = at + Math.floor(random() * (pool - at));
    [all[at], all[other]] = [all[other] as number, all[at] as number];
  }
  return all.slice(0, count);
}
