/** HLS playlists (RFC 8216) of a recording's segments: the live edge, or a stretch of the past. Pure. */
import type { SegmentRecord } from "./chain.ts";

export type PlaylistSegment = Pick<SegmentRecord, "run" | "number" | "startAt" | "endAt">;

export interface PlaylistAddresses {
  readonly segmentUrl: (segment: PlaylistSegment) => string;
  readonly initUrl: (segment: PlaylistSegment) => string;
}

export interface PlaylistOptions extends PlaylistAddresses {
  /** Changes of run before the first segment. */
  readonly discontinuities: number;
  /** True: nothing follows. */
  readonly isEnded: boolean;
}

const secondsOf = ({ startAt, endAt }: PlaylistSegment): number => (endAt - startAt) / 1000;

/** A new run begins its clock and its init segment anew. */
function linesOf(
  segment: PlaylistSegment,
  before: PlaylistSegment | undefined,
  { segmentUrl, initUrl }: PlaylistAddresses,
): string[] {
  const isNew = segment.run !== before?.run;
  return [
    ...(isNew && before !== undefined ? ["#EXT-X-DISCONTINUITY"] : []),
    ...(isNew ? [`#EXT-X-MAP:URI="${initUrl(segment)}"`] : []),
    ...(isNew ? [`#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.startAt).toISOString()}`] : []),
    `#EXTINF:${secondsOf(segment).toFixed(3)},`,
    segmentUrl(segment),
  ];
}

/** Text of a playlist of segments in order; a segment without length is left out. */
export function playlistOf(given: readonly PlaylistSegment[], options: PlaylistOptions): string {
  const segments = given.filter(({ startAt, endAt }) => endAt > startAt);
  const longest = Math.max(1, ...segments.map(secondsOf));
  const lines = [
    "#EXTM3U",
    "#EXT-X-VERSION:7",
    "#EXT-X-INDEPENDENT-SEGMENTS",
    `#EXT-X-TARGETDURATION:${Math.round(longest)}`,
    `#EXT-X-MEDIA-SEQUENCE:${segments[0]?.number ?? 0}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${options.discontinuities}`,
    ...(options.isEnded ? ["#EXT-X-PLAYLIST-TYPE:VOD"] : []),
    ...segments.flatMap((segment, index) => linesOf(segment, segments[index - 1], options)),
    ...(options.isEnded ? ["#EXT-X-ENDLIST"] : []),
  ];
  return `${lines.join("\n")}\n`;
}

export interface LivePlaylist {
  add(segment: PlaylistSegment): void;
  /** undefined: there is no segment yet. */
  text(): string | undefined;
}

const LIVE_SEGMENTS = 6;

/** The last six segments. Cut ones are for the past: a player stumbles over a torn end. */
export function createLivePlaylist(addresses: PlaylistAddresses): LivePlaylist {
  let segments: PlaylistSegment[] = [];
  let discontinuities = 0;
  return {
    add(segment) {
      segments.push(segment);
      while (segments.length > LIVE_SEGMENTS) {
        if (segments[0]?.run !== segments[1]?.run) discontinuities += 1;
        segments = segments.slice(1);
      }
    },
    text: () =>
      segments.length === 0
        ? undefined
        : playlistOf(segments, { ...addresses, discontinuities, isEnded: false }),
  };
}
