/** A share on its interval, on an axis from 0 to 100 %: a dot on a band (visual language §8.2); hollow while it is a hint. */
export interface IntervalPictureProps {
  /** Each between 0 and 1. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
  /** The same in words. */
  readonly label: string;
  readonly isHint?: boolean;
  /** Pixels. */
  readonly width?: number;
}

const MARGIN = 6;

export function IntervalPicture(props: IntervalPictureProps) {
  const { share, low, high, label, width = 120, isHint = false } = props;
  const x = (at: number): number => MARGIN + at * (width - 2 * MARGIN);
  return (
    <svg viewBox={`0 0 ${width} 20`} width={width} height="20" role="img" aria-label={label}>
      <path
        className="interval-axis"
        d={`M${x(0)} 10H${x(1)}M${x(0)} 6v8M${x(0.5)} 7v6M${x(1)} 6v8`}
      />
      <path className="interval-band" d={`M${x(low)} 10H${x(high)}`} />
      <circle className={isHint ? "interval-hint" : "interval-dot"} cx={x(share)} cy="10" r="4.5" />
    </svg>
  );
}
