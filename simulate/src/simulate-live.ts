/** Live production: the city goes on, a visitor sees something every few seconds. */
import type { FactInput } from "../../contract/src/facts/fact.ts";
import { createCity } from "./city/register.ts";
import { isSale, TRADES } from "./city/trades.ts";
import { type Scene, sceneSchedule } from "./live-schedule.ts";
import { factOf, type Moment, projectChapters } from "./project/events.ts";
import { createProject, type Project } from "./project/project.ts";
import { createQueue } from "./queue.ts";
import { createContexts } from "./simulate-city.ts";
import { formatInstant, MINUTE, parseInstant, type Seconds } from "./time.ts";

export interface LiveOptions {
  readonly seed: number;
  /** Instant with offset: production begins here. */
  readonly after: string;
  /** Mean seconds between two facts that happen now; 14 if absent. */
  readonly secondsBetween?: number;
  readonly documents?: boolean;
}

/** So that a visitor meets a lead soon; far above the share of a usual year. */
const PLANTED_SHARE = 0.3;
const SECONDS_BETWEEN = 14;
/** What a scene would tell later than this is never told. */
const WINDOW = 15 * MINUTE;
/** Scenes already under way when production begins, so that the first minute is not empty. */
const HEAD_START = 6 * MINUTE;
const SHORTEST = 20;
const LONGEST = 5 * MINUTE;

const SCENES: readonly Scene[] = ["notice", "opening", "award", "opening", "contract"];

interface Told {
  readonly project: Project;
  readonly moment: Moment;
}

/**
 * Facts in the order in which to send them, without end. A fact whose `occurredAt` is still to come
 * waits for it; one whose `occurredAt` is past belongs to the history of a process that is played now
 * (its notice of weeks ago, say) and is sent at once, just before. Processes are new ones, numbered by
 * `after`; openings, awards and notices keep their statutory distance to what came before them.
 */
export function* simulateLive(options: LiveOptions): Generator<FactInput, never, void> {
  const between = options.secondsBetween ?? SECONDS_BETWEEN;
  const style = { documents: options.documents === true };
  const createScene = createScenes(options);
  const queue = createQueue<Told>();
  let now = parseInstant(options.after) - HEAD_START;
  for (let index = 0; ; index++) {
    const project = createScene(index, now);
    const moments = projectChapters(project, style)
      .flatMap((chapter) => chapter.moments())
      .toSorted((left, right) => left.at - right.at);
    const coming = moments.filter(({ at }) => at > now && at <= now + WINDOW);
    for (const moment of moments) {
      if (moment.at <= now) yield factOf(project, moment);
    }
    for (const moment of coming) queue.push(moment.at, { project, moment });
    const next = now + Math.min(LONGEST, Math.max(SHORTEST, coming.length * between));
    while ((queue.peekKey() ?? Number.POSITIVE_INFINITY) <= next) {
      const told = queue.pop();
      if (told !== undefined) yield factOf(told.project, told.moment);
    }
    now = next;
  }
}

/** New processes, one scene after the other; sales are left to the yearly history. */
function createScenes({ seed, after }: LiveOptions): (index: number, now: Seconds) => Project {
  const city = createCity(seed);
  const contextFor = createContexts(city, {
    plantedShare: PLANTED_SHARE,
    scoredShare: 0,
    flawShare: 0,
  });
  const started = formatInstant(parseInstant(after)).slice(0, 19).replaceAll(/\D/gu, "");
  const trades = TRADES.filter((trade) => !isSale(trade));
  return (index, now) => {
    const context = contextFor(`live/${started}/${index}`);
    const scene = SCENES[index % SCENES.length] ?? "notice";
    return createProject(context, {
      code: `YL${started.slice(0, 4)}-L${started.slice(4)}-${String(index + 1).padStart(4, "0")}`,
      noticeAt: now,
      trades,
      schedule: (trade, method) =>
        sceneSchedule(context.random, scene, { trade, method, now: Math.floor(now) }),
    });
  };
}
