/** Drawn pictures one after the other, at the pace of a camera. */
import { Readable } from "node:stream";

import { drawScene, type Scene, type SceneSize } from "./scene.ts";

export interface DrawnStreamOptions extends SceneSize {
  readonly scene: Scene;
  /** Pictures a second. */
  readonly rate: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Nothing is drawn while the reader has not taken the last picture. */
export function drawnStream({ scene, rate, now, ...size }: DrawnStreamOptions): {
  readonly stream: Readable;
  close(): void;
} {
  let isWanted = false;
  const stream = new Readable({
    highWaterMark: size.width * size.height * 3 * 2,
    read() {
      isWanted = true;
    },
  });
  const timer = setInterval(() => {
    if (!isWanted) return;
    isWanted = stream.push(drawScene(scene, now(), size));
  }, 1000 / rate);
  return {
    stream,
    close() {
      clearInterval(timer);
      stream.destroy();
    },
  };
}
