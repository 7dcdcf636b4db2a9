/** Parts that add up, drawn as one bar with direct labels; what was taken off is hatched. */
export interface Segment {
  readonly id: string;
  readonly label: string;
  readonly value: number;
}

export interface StackBarProps {
  readonly segments: readonly Segment[];
  /** Net total; the rest of the sum is hatched. */
  readonly net: number;
  readonly summary: string;
}

const MOST_COLOURS = 5;

export function StackBar({ segments, net, summary }: StackBarProps) {
  const sum = segments.reduce((total, segment) => total + segment.value, 0);
  if (sum <= 0) return null;
  const share = (value: number) => `${(value / sum) * 100}%`;
  return (
    <div className="stack" role="img" aria-label={summary}>
      <div className="stack-bar">
        {segments.map((segment, index) => (
          <i
            key={segment.id}
            style={{
              width: share(segment.value),
              background: `var(--c${(index % MOST_COLOURS) + 1})`,
            }}
          />
        ))}
        {net < sum && <b style={{ width: share(sum - net) }} />}
      </div>
      <ul className="stack-labels">
        {segments.map((segment, index) => (
          <li key={segment.id}>
            <i style={{ background: `var(--c${(index % MOST_COLOURS) + 1})` }} />
            {segment.label} {segment.value.toFixed(1)}
          </li>
        ))}
      </ul>
    </div>
  );
}
