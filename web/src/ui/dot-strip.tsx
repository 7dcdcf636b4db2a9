/** Raw values on one axis: subjects as filled diamonds, the others as hollow circles (§8.3). */
import { stackLevels, ticksOf } from "./scale.ts";
import { useWidth } from "./use-width.ts";

export interface Dot {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly isSubject: boolean;
}

export interface DotStripProps {
  readonly dots: readonly Dot[];
  /** A line that no value should pass, with its words. */
  readonly limit?: { readonly value: number; readonly label: string } | undefined;
  readonly unit: string;
  /** The finding in words, for readers without sight. */
  readonly summary: string;
}

const MARGIN = 44;
const LEVEL = 15;
const LABEL = 15;

const number = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 2 });

function Axis({ ticks, x, y }: { ticks: readonly number[]; x: (v: number) => number; y: number }) {
  return (
    <g className="chart-axis">
      <path d={`M${x(ticks[0] ?? 0)} ${y}H${x(ticks.at(-1) ?? 0)}`} />
      {ticks.map((tick) => (
        <g key={tick}>
          <path d={`M${x(tick)} ${y}v4`} />
          <text x={x(tick)} y={y + 17} textAnchor="middle">
            {number(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}

function Mark({ dot, x, y }: { readonly dot: Dot; readonly x: number; readonly y: number }) {
  const title = <title>{`${dot.label} ${number(dot.value)}`}</title>;
  if (!dot.isSubject) {
    return (
      <circle className="chart-other" cx={x} cy={y} r="5">
        {title}
      </circle>
    );
  }
  return (
    <path className="chart-subject" d={`M${x} ${y - 7}l7 7-7 7-7-7z`}>
      {title}
    </path>
  );
}

export function DotStrip({ dots, limit, unit, summary }: DotStripProps) {
  const { ref, width } = useWidth(640);
  const values = [...dots.map((dot) => dot.value), ...(limit ? [limit.value] : [])];
  const ticks = ticksOf(
    Math.min(...values),
    Math.max(...values),
    Math.max(2, Math.floor(width / 110)),
  );
  const low = ticks[0] ?? 0;
  const span = (ticks.at(-1) ?? 1) - low || 1;
  const x = (value: number) => MARGIN + ((value - low) / span) * (width - 2 * MARGIN);
  const levels = stackLevels(
    dots.map((dot) => x(dot.value)),
    15,
  );
  const subjects = dots.filter((dot) => dot.isSubject);
  const rows = stackLevels(
    subjects.map((dot) => x(dot.value)),
    96,
  );
  const top = 12 + (Math.max(0, ...rows) + 1) * LABEL;
  const axis = top + (Math.max(0, ...levels) + 1) * LEVEL + 8;
  const markY = (index: number) => axis - 12 - (levels[index] ?? 0) * LEVEL;
  return (
    <div ref={ref} className="chart">
      <svg width={width} height={axis + 44} role="img" aria-label={summary}>
        {limit !== undefined && (
          <g className="chart-limit">
            <path d={`M${x(limit.value)} ${top - 4}V${axis}`} />
            <text x={Math.min(x(limit.value), width - 4)} y={axis + 36} textAnchor="end">
              {limit.label}
            </text>
          </g>
        )}
        <Axis ticks={ticks} x={x} y={axis} />
        {subjects.map((dot, index) => {
          const labelY = 14 + (rows[index] ?? 0) * LABEL;
          return (
            <g key={dot.id} className="chart-label">
              <path d={`M${x(dot.value)} ${labelY + 3}V${markY(dots.indexOf(dot)) - 8}`} />
              <text x={x(dot.value)} y={labelY} textAnchor="middle">
                {dot.label}
              </text>
            </g>
          );
        })}
        {dots.map((dot, index) => (
          <Mark key={dot.id} dot={dot} x={x(dot.value)} y={markY(index)} />
        ))}
        <text className="chart-unit" x={MARGIN} y={axis + 36}>
          {unit}
        </text>
      </svg>
    </div>
  );
}
