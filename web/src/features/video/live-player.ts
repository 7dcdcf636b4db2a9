/** Plays fragments of a live picture in a video element; knows nothing of lines and tickets. */

/** Seconds: kept for a look back, and how far behind the newest picture is still live. */
const KEPT = 20;
const BEHIND = 1;
const EDGE = 0.15;
/** Who joined at a keyframe that was a while ago catches up a little faster than time, until little is left. */
const LATE = 0.4;
const CAUGHT_UP = 0.25;
const FASTER = 1.1;

interface Chunk {
  readonly bytes: ArrayBuffer;
  /** Set where the bytes begin a run of the camera. */
  readonly mimeType?: string | undefined;
}

export class LivePlayer {
  readonly #video: HTMLVideoElement;
  readonly #source = new MediaSource();
  readonly #url: string;
  readonly #queue: Chunk[] = [];
  readonly #onFault: () => void;
  #buffer: SourceBuffer | undefined;
  #mimeType: string | undefined;
  #next: string | undefined;

  constructor(video: HTMLVideoElement, onFault: () => void) {
    this.#video = video;
    this.#onFault = onFault;
    this.#url = URL.createObjectURL(this.#source);
    video.src = this.#url;
    this.#source.addEventListener("sourceopen", () => this.#work(), { once: true });
  }

  /** The next bytes begin a run of this type. @returns false: this browser cannot play it */
  announce(mimeType: string): boolean {
    this.#next = mimeType;
    return MediaSource.isTypeSupported(mimeType);
  }

  add(bytes: ArrayBuffer): void {
    this.#queue.push({ bytes, mimeType: this.#next });
    this.#next = undefined;
    this.#work();
  }

  close(): void {
    this.#queue.length = 0;
    URL.revokeObjectURL(this.#url);
    if (this.#video.src === this.#url) {
      this.#video.removeAttribute("src");
      this.#video.load();
    }
  }

  #work(): void {
    if (this.#source.readyState !== "open" || this.#buffer?.updating === true) return;
    try {
      if (this.#trim()) return;
      const chunk = this.#queue.shift();
      if (chunk === undefined) return;
      if (chunk.mimeType !== undefined) this.#begin(chunk.mimeType);
      this.#buffer?.appendBuffer(chunk.bytes);
    } catch {
      this.#onFault();
    }
  }

  /** A camera that began again counts its time from nothing: its pictures follow the last ones. */
  #begin(mimeType: string): void {
    if (this.#buffer === undefined) {
      this.#buffer = this.#source.addSourceBuffer(mimeType);
      this.#buffer.mode = "segments";
      this.#buffer.addEventListener("updateend", () => this.#settle());
    } else {
      if (mimeType !== this.#mimeType) this.#buffer.changeType(mimeType);
      this.#buffer.timestampOffset = this.#end();
    }
    this.#mimeType = mimeType;
  }

  #end(): number {
    const ranges = this.#buffer?.buffered;
    return ranges === undefined || ranges.length === 0 ? 0 : ranges.end(ranges.length - 1);
  }

  #settle(): void {
    const end = this.#end();
    const behind = end - this.#video.currentTime;
    if (end > 0 && behind > BEHIND) this.#video.currentTime = end - EDGE;
    if (behind > LATE) this.#video.playbackRate = FASTER;
    else if (behind < CAUGHT_UP) this.#video.playbackRate = 1;
    if (end > 0 && this.#video.paused) void this.#video.play().catch(() => undefined);
    this.#work();
  }

  /** @returns whether something is being taken out */
  #trim(): boolean {
    const ranges = this.#buffer?.buffered;
    if (ranges === undefined || ranges.length === 0) return false;
    const last = this.#end() - KEPT;
    // Not at each fragment: taking out is work of its own.
    if (last - ranges.start(0) < KEPT / 2) return false;
    this.#buffer?.remove(0, last);
    return true;
  }
}
