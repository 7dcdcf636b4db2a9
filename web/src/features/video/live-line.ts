/** The line on which a live picture comes: asked for once, taken up again when it breaks, over when its time is. */
import { ProblemError } from "../../../../contract/src/client.ts";
import type { OpenViewing, Viewing } from "../../../../contract/src/video.ts";
import { api } from "../session/index.ts";
import { LivePlayer } from "./live-player.ts";

/** `unplayable`: the browser lacks what plays the camera's pictures. */
export type LineState = "connecting" | "playing" | "broken" | "over" | "refused" | "unplayable";

export interface LineNews {
  readonly state: LineState;
  readonly watermark?: string;
  readonly error?: unknown;
}

const OVER = 4001;
/** Milliseconds until the next try. */
const BACK_OFF = [1000, 2000, 4000, 8000];
/** A picture that stands still so long is said to be broken. */
const SILENT_MS = 5000;

const addressOf = ({ viewing, ticket }: Viewing): string =>
  `${location.origin.replace(/^http/, "ws")}/api/video/live/${viewing}?ticket=${encodeURIComponent(ticket)}`;

export class LiveLine {
  readonly #video: HTMLVideoElement;
  readonly #tell: (news: LineNews) => void;
  #player: LivePlayer | undefined;
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #isClosed = false;

  constructor(video: HTMLVideoElement, tell: (news: LineNews) => void) {
    this.#video = video;
    this.#tell = (news) => {
      if (!this.#isClosed) tell(news);
    };
  }

  async open(wanted: OpenViewing): Promise<void> {
    this.#tell({ state: "connecting" });
    try {
      this.#connect(await api.openViewing(wanted));
    } catch (error) {
      this.#tell({ state: "refused", error });
    }
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#drop();
  }

  #drop(): void {
    clearTimeout(this.#silence);
    this.#socket?.close();
    this.#socket = undefined;
    this.#player?.close();
    this.#player = undefined;
  }

  #connect(viewing: Viewing): void {
    if (this.#isClosed) return;
    const { watermark } = viewing;
    this.#drop();
    const socket = new WebSocket(addressOf(viewing));
    socket.binaryType = "arraybuffer";
    const player = new LivePlayer(this.#video, () => socket.close());
    this.#tell({ state: "connecting", watermark });
    socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (typeof data === "string") {
        const { mimeType } = JSON.parse(data) as { mimeType: string };
        if (!player.announce(mimeType)) this.#giveUp(watermark);
      } else if (data instanceof ArrayBuffer) {
        player.add(data);
        this.#hear(watermark);
      }
    });
    socket.addEventListener("close", ({ code }) => {
      if (this.#socket !== socket) return;
      this.#drop();
      if (code === OVER) this.#tell({ state: "over", watermark });
      else this.#retry(viewing);
    });
    this.#socket = socket;
    this.#player = player;
  }

  /** Asking again would bring the same pictures. */
  #giveUp(watermark: string): void {
    this.#drop();
    this.#tell({ state: "unplayable", watermark });
  }

  #hear(watermark: string): void {
    this.#tries = 0;
    this.#tell({ state: "playing", watermark });
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#tell({ state: "broken", watermark }), SILENT_MS);
  }

  #retry(viewing: Viewing): void {
    if (this.#isClosed) return;
    const { watermark } = viewing;
    this.#tell({ state: "broken", watermark });
    const wait = BACK_OFF[Math.min(this.#tries, BACK_OFF.length - 1)];
    this.#tries += 1;
    this.#timer = setTimeout(() => void this.#renew(viewing), wait);
  }

  async #renew(viewing: Viewing): Promise<void> {
    try {
      this.#connect(await api.renewTicket(viewing.viewing));
    } catch (error) {
      if (!(error instanceof ProblemError)) return this.#retry(viewing);
      if (error.code === "video.viewing-over") this.#tell({ state: "over" });
      else if (error.status >= 400 && error.status < 500) this.#tell({ state: "refused", error });
      else this.#retry(viewing);
    }
  }
}
