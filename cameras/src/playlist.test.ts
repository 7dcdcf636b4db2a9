import { expect, test } from "vitest";

import { createLivePlaylist, playlistOf, type PlaylistSegment } from "./playlist.ts";

const addresses = {
  segmentUrl: ({ run, number }: PlaylistSegment) => `${run}/${number}.m4s`,
  initUrl: ({ run }: PlaylistSegment) => `${run}/init.mp4`,
};

const segment = (number: number, run: string): PlaylistSegment => ({
  run,
  number,
  startAt: Date.UTC(2026, 11, 1) + number * 4000,
  endAt: Date.UTC(2026, 11, 1) + number * 4000 + 3960,
});

test("the live playlist holds six segments, and a new init segment behind each change of run", () => {
  const playlist = createLivePlaylist(addresses);
  expect(playlist.text()).toBeUndefined();
  for (let number = 1; number <= 8; number += 1)
    playlist.add(segment(number, number <= 4 ? "a" : "b"));
  expect(playlist.text()).toBe(`#EXTM3U
#EXT-X-VERSION:7
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-TARGETDURATION:4
#EXT-X-MEDIA-SEQUENCE:3
#EXT-X-DISCONTINUITY-SEQUENCE:0
#EXT-X-MAP:URI="a/init.mp4"
#EXT-X-PROGRAM-DATE-TIME:2026-12-01T00:00:12.000Z
#EXTINF:3.960,
a/3.m4s
#EXTINF:3.960,
a/4.m4s
#EXT-X-DISCONTINUITY
#EXT-X-MAP:URI="b/init.mp4"
#EXT-X-PROGRAM-DATE-TIME:2026-12-01T00:00:20.000Z
#EXTINF:3.960,
b/5.m4s
#EXTINF:3.960,
b/6.m4s
#EXTINF:3.960,
b/7.m4s
#EXTINF:3.960,
b/8.m4s
`);
  for (let number = 9; number <= 10; number += 1) playlist.add(segment(number, "b"));
  expect(playlist.text()).toContain("#EXT-X-DISCONTINUITY-SEQUENCE:1\n");
  expect(playlist.text()).not.toContain("#EXT-X-DISCONTINUITY\n");
});

test("a playlist of the past ends, and leaves out what has no length", () => {
  const empty = { ...segment(2, "a"), endAt: segment(2, "a").startAt };
  const text = playlistOf([segment(1, "a"), empty], {
    ...addresses,
    discontinuities: 0,
    isEnded: true,
  });
  expect(text).toContain("#EXT-X-PLAYLIST-TYPE:VOD\n");
  expect(text.endsWith("a/1.m4s\n#EXT-X-ENDLIST\n")).toBe(true);
});
