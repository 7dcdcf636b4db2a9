/** What of a recording went to whom: gathered piece by piece, on record when no more is asked for. */
import type { SegmentRecord } from "../../../../cameras/src/index.ts";
import type { ActContext } from "../../platform/facts/act.ts";
import type { Log } from "../../platform/telemetry.ts";
import { joinStretches, secondsOf, spansOfStretches, type Stretch } from "./stretches.ts";
import type { StoredViewing } from "./video.store.ts";
import { recordLook } from "./viewing.service.ts";

interface Look {
  readonly viewing: StoredViewing;
  readonly pieces: Map<string, Stretch>;
  readonly beganAt: number;
  lastAt: number;
}

/** Nothing asked for so long: paused, left or closed. */
const REST_MS = 30_000;
/** Most that a process which dies takes along. */
const LONGEST_MS = 300_000;
/** As many stretches as one fact takes. */
const MOST_PIECES = 400;

export class RecordedLooks {
  readonly #deps: Pick<ActContext, "db" | "registry"> & { readonly log: Pick<Log, "error"> };
  readonly #looks = new Map<string, Look>();

  constructor(deps: Pick<ActContext, "db" | "registry"> & { readonly log: Pick<Log, "error"> }) {
    this.#deps = deps;
  }

  /** A piece went out. */
  add(viewing: StoredViewing, { run, number, startAt, endAt }: SegmentRecord, at: Date): void {
    const now = at.getTime();
    const look = this.#looks.get(viewing.viewing) ?? {
      viewing,
      pieces: new Map(),
      beganAt: now,
      lastAt: now,
    };
    look.pieces.set(`${run}/${number}`, { startAt, endAt });
    look.lastAt = now;
    this.#looks.set(viewing.viewing, look);
  }

  /** Puts on record what rests, or has gone on for long. One that cannot be recorded waits for the next time. */
  async settle(now: Date, { isLast = false } = {}): Promise<void> {
    const at = now.getTime();
    // Of a copy: one that waits for the next time is put back behind the others.
    for (const [id, look] of Array.from(this.#looks)) {
      const isDue =
        at - look.lastAt >= REST_MS ||
        at - look.beganAt >= LONGEST_MS ||
        look.pieces.size >= MOST_PIECES;
      if (isDue || isLast) await this.#record(id, look);
    }
  }

  async #record(id: string, look: Look): Promise<void> {
    this.#looks.delete(id);
    const stretches = joinStretches(look.pieces.values()).slice(0, MOST_PIECES);
    try {
      await recordLook(this.#deps, look.viewing, {
        seconds: secondsOf(stretches),
        at: new Date(look.lastAt),
        stretches: spansOfStretches(stretches),
      });
    } catch (error) {
      this.#deps.log.error({ err: error, viewing: id }, "video: a look was not recorded yet");
      const since = this.#looks.get(id);
      for (const [name, piece] of since?.pieces ?? []) look.pieces.set(name, piece);
      this.#looks.set(id, { ...look, lastAt: since?.lastAt ?? look.lastAt });
    }
  }
}
