import { Readable } from "node:stream";

import { describe, expect, test } from "vitest";

import { withoutSecrets } from "./address.ts";
import { parseProbe, recordParameters } from "./ffmpeg.ts";
import { takeBeginning } from "./input.ts";
import { nextPause } from "./supervisor.ts";

describe("the pause before ffmpeg is started again", () => {
  test("doubles from half a second to ten", () => {
    const pauses: number[] = [];
    for (let turn = 0; turn < 7; turn += 1) pauses.push(nextPause(pauses.at(-1), 0));
    expect(pauses).toEqual([0.5, 1, 2, 4, 8, 10, 10]);
  });

  test("is short again after 30 healthy seconds, and not before", () => {
    expect([nextPause(8, 30), nextPause(8, 29.9)]).toEqual([0.5, 10]);
  });
});

describe("texts about a camera", () => {
  const url = "rtsp://admin:p%40ss@10.0.0.7:554/room";

  test.each([
    [`${url}: Server returned 401`, "rtsp://***@10.0.0.7:554/room: Server returned 401"],
    ["login with p@ss failed", "login with *** failed"],
    ["login with admin:p%40ss", "login with ***"],
    ["moved to rtsp://other:word@10.0.0.8/", "moved to rtsp://***@10.0.0.8/"],
    ["nothing to hide", "nothing to hide"],
  ])("%s is shown as %s", (text, shown) => {
    expect(withoutSecrets(text, url)).toBe(shown);
  });

  test("an address without a password hides nothing of its own", () => {
    expect(withoutSecrets("rtsp://10.0.0.7/room is away", "rtsp://10.0.0.7/room")).toBe(
      "rtsp://10.0.0.7/room is away",
    );
  });
});

test("the beginning of a stream is taken whole and the rest left in it", async () => {
  const stream = Readable.from([Buffer.from("abc"), Buffer.from("def"), Buffer.from("ghi")]);
  const beginning = await takeBeginning(stream, { bytes: 5, milliseconds: 1000 });
  expect(beginning.toString()).toBe("abcdef");
  expect((await stream.toArray()).join("")).toBe("ghi");
});

describe("how ffmpeg is called", () => {
  const line = (audio: string | undefined, video = "h264") =>
    recordParameters({ kind: "rtsp", url: "rtsp://room" }, { video, audio }).join(" ");

  test("the picture is copied, G.711 becomes AAC, AAC is copied, no sound is no sound", () => {
    expect(line("pcm_alaw")).toContain("-c:v copy -map 0:a:0 -c:a aac");
    expect(line("aac")).toContain("-c:v copy -map 0:a:0 -c:a copy");
    expect(line(undefined)).toContain("-c:v copy -an");
  });

  test("H.265 is named as players know it", () => {
    expect(line("aac", "hevc")).toContain("-tag:v hvc1");
  });

  test("what ffprobe tells is read; what is no answer is none", () => {
    const text =
      '{"streams":[{"codec_type":"audio","codec_name":"pcm_mulaw"},{"codec_type":"video","codec_name":"h264"}]}';
    expect(parseProbe(text)).toEqual({ video: "h264", audio: "pcm_mulaw" });
    expect([parseProbe("{}"), parseProbe("")]).toEqual([undefined, undefined]);
  });
});
