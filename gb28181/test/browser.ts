/** Plays fragments in a browser as our pages do, and looks at the picture. */
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";

import { chromium } from "playwright-core";

import type { Live } from "../../cameras/src/index.ts";

const PAGE = `<!doctype html><title>live</title><video muted autoplay></video><script>
const video = document.querySelector("video");
const source = new MediaSource();
video.src = URL.createObjectURL(source);
source.addEventListener("sourceopen", async () => {
  const answer = await fetch("/live");
  const buffer = source.addSourceBuffer(answer.headers.get("x-type"));
  for await (const bytes of answer.body) {
    buffer.appendBuffer(bytes);
    await new Promise((done) => buffer.addEventListener("updateend", done, { once: true }));
    if (video.currentTime === 0 && video.buffered.length > 0) video.currentTime = video.buffered.start(0);
  }
});
</script>`;

export interface Seen {
  /** Time of the player, half a second of wall clock or more apart. */
  readonly times: readonly number[];
  readonly width: number;
  /** Red, green and blue in the middle of the left half. */
  readonly pixel: readonly number[];
}

/** Sends what a viewer gets, from the first init on. */
async function serve(live: Live): Promise<{ url: string; close(): Promise<void> }> {
  async function sendLive(response: ServerResponse): Promise<void> {
    for await (const message of live.subscribe()) {
      if (message.kind === "init") response.setHeader("x-type", message.mimeType);
      response.write(message.bytes);
    }
    response.end();
  }
  const server = createServer((request, response) => {
    if (request.url === "/live") void sendLive(response);
    else response.setHeader("content-type", "text/html").end(PAGE);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no address");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const LOOK = `(() => {
  const video = document.querySelector("video");
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  const drawing = canvas.getContext("2d");
  drawing.drawImage(video, 0, 0);
  const { data } = drawing.getImageData(canvas.width / 4, canvas.height / 2, 1, 1);
  return { width: canvas.width, pixel: [...data.slice(0, 3)] };
})()`;
const TIME = `document.querySelector("video").currentTime`;

export async function watchInBrowser(live: Live): Promise<Seen> {
  const served = await serve(live);
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    const page = await browser.newPage();
    await page.goto(served.url);
    const times: number[] = [];
    for (let look = 0; look < 3; look += 1) {
      await page.waitForFunction(`${TIME} > ${(times.at(-1) ?? 0) + 0.5}`, undefined, {
        timeout: 20_000,
      });
      times.push(await page.evaluate<number>(TIME));
    }
    return { times, ...(await page.evaluate<Omit<Seen, "times">>(LOOK)) };
  } finally {
    await browser.close();
    await served.close();
  }
}
