/** Plays a recording (HLS) in a video element; knows nothing of viewings. */
import Hls from "hls.js/light";

import { type FilmPart, instantAt, secondsAt } from "../../ui/film-times.ts";

/** `codec`: this browser cannot play what the camera sent. */
export type FilmFault = "codec" | "broken";

const FRAMES_A_SECOND = 25;

const CODEC_FAULTS: ReadonlySet<string> = new Set([
  "bufferAddCodecError",
  "bufferIncompatibleCodecsError",
  "manifestIncompatibleCodecsError",
]);

export class FilmPlayer {
  readonly #video: HTMLVideoElement;
  readonly #hls: Hls | undefined;

  constructor(video: HTMLVideoElement, url: string, onFault: (fault: FilmFault) => void) {
    this.#video = video;
    if (!Hls.isSupported()) {
      video.src = url;
      video.addEventListener("error", () => onFault("broken"), { once: true });
      return;
    }
    const hls = new Hls({ enableWorker: false });
    hls.on(Hls.Events.ERROR, (_event, { fatal, details }) => {
      if (CODEC_FAULTS.has(details)) onFault("codec");
      else if (fatal) onFault("broken");
    });
    hls.loadSource(url);
    hls.attachMedia(video);
    this.#hls = hls;
  }

  get isPlaying(): boolean {
    return !this.#video.paused;
  }

  toggle(): void {
    if (this.#video.paused) void this.#video.play().catch(() => undefined);
    else this.#video.pause();
  }

  /** Times as fast as it was. */
  setSpeed(rate: number): void {
    this.#video.playbackRate = rate;
  }

  setMuted(isMuted: boolean): void {
    this.#video.muted = isMuted;
  }

  /** Milliseconds since 1970 of the picture that is shown. */
  get instant(): number | undefined {
    return instantAt(this.#parts, this.#video.currentTime);
  }

  /** To the instant, or where the record goes on behind it. */
  seek(at: number): void {
    const seconds = secondsAt(this.#parts, at);
    if (seconds !== undefined) this.#video.currentTime = seconds;
  }

  skip(seconds: number): void {
    this.#video.currentTime = Math.max(0, this.#video.currentTime + seconds);
  }

  /** Stands still, so many frames on or, negative, back: at the usual 25 a second. */
  step(frames: number): void {
    this.#video.pause();
    this.skip(frames / FRAMES_A_SECOND);
  }

  close(): void {
    this.#hls?.destroy();
    this.#video.removeAttribute("src");
  }

  get #parts(): readonly FilmPart[] {
    return this.#hls?.levels[0]?.details?.fragments ?? [];
  }
}
