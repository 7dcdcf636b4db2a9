import { describe, expect, test } from "vitest";

import { streamOf, watchStream } from "./watched-stream.ts";

/** Moving test card with the noise of a sensor, at five pictures a second and one keyframe a second. */
const LIVING = "testsrc2=size=640x360:rate=5,noise=alls=8:allf=t";

const findingsOf = async (source: string, seconds: number) =>
  watchStream(await streamOf(source, seconds, "-preset ultrafast -g 5"));

describe("the watch over a picture that ffmpeg decodes", () => {
  test("finds nothing in a living picture", async () => {
    expect(await findingsOf(LIVING, 60)).toEqual({ findings: [], failures: [], pictures: 60 });
  });

  test("finds a frozen picture", async () => {
    const { findings } = await findingsOf(`${LIVING},trim=0:20,tpad=stop=-1:stop_mode=clone`, 60);
    expect(findings).toMatchObject([{ problem: "frozen", isOver: false }]);
    expect(findings[0]?.at).toBeLessThanOrEqual(50);
  });

  test("finds a replay of ten seconds", async () => {
    const { findings } = await findingsOf(`${LIVING},loop=loop=-1:size=50`, 60);
    expect(findings).toMatchObject([{ problem: "looped", isOver: false }]);
    expect(findings[0]?.at).toBeLessThanOrEqual(40);
  });

  test("finds a covered lens", async () => {
    const { findings } = await findingsOf("color=black:size=640x360:rate=5", 20);
    expect(findings).toMatchObject([{ problem: "black", isOver: false, since: 0 }]);
  });
});
