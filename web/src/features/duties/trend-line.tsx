/** One number a week as a small line; the words say the same. */
const WIDTH = 96;
const HEIGHT = 24;
const EDGE = 3;

export interface TrendLineProps {
  readonly values: readonly number[];
  readonly summary: string;
}

export function TrendLine({ values, summary }: TrendLineProps) {
  const most = Math.max(1, ...values);
  const step = (WIDTH - 2 * EDGE) / Math.max(1, values.length - 1);
  const points = values.map((value, index) => [
    EDGE + index * step,
    HEIGHT - EDGE - (value / most) * (HEIGHT - 2 * EDGE),
  ]);
  const [x = EDGE, y = HEIGHT - EDGE] = points.at(-1) ?? [];
  return (
    <svg className="trend-line" width={WIDTH} height={HEIGHT} role="img" aria-label={summary}>
      <title>{summary}</title>
      <polyline points={points.map((point) => point.join(",")).join(" ")} />
      <circle cx={x} cy={y} r="2.5" />
    </svg>
  );
}
