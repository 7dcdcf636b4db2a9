/** Which recordings give way when the space for them is full: days of no project, the oldest first. Pure. */

export interface KeptDay {
  readonly channel: string;
  /** Name of the day's folder: YYYYMMDD. */
  readonly recording: string;
  readonly bytes: number;
  /** False: a project, a hold or its age keeps it. */
  readonly mayGo: boolean;
}

export interface Quota {
  /** Those that go, the oldest first. */
  readonly going: readonly KeptDay[];
  /** Bytes beyond the quota for which nothing more may go. */
  readonly over: number;
}

/** `quota`: bytes for all recordings. */
export function applyQuota(days: readonly KeptDay[], quota: number): Quota {
  const going: KeptDay[] = [];
  let over = days.reduce((sum, { bytes }) => sum + bytes, 0) - quota;
  for (const day of days.toSorted((a, b) => a.recording.localeCompare(b.recording))) {
    if (over <= 0) break;
    if (!day.mayGo || day.bytes === 0) continue;
    going.push(day);
    over -= day.bytes;
  }
  return { going, over: Math.max(over, 0) };
}

const MEAN_DAYS = 7;

/** Bytes that a day brings: the mean of the last seven ended days on which anything was recorded. */
export function bytesADay(
  days: readonly Pick<KeptDay, "recording" | "bytes">[],
  today: string,
): number {
  const sums = new Map<string, number>();
  for (const { recording, bytes } of days)
    if (recording < today && bytes > 0) sums.set(recording, (sums.get(recording) ?? 0) + bytes);
  const last = [...sums]
    .toSorted(([a], [b]) => b.localeCompare(a))
    .slice(0, MEAN_DAYS)
    .map(([, bytes]) => bytes);
  return last.length === 0 ? 0 : last.reduce((sum, one) => sum + one, 0) / last.length;
}
