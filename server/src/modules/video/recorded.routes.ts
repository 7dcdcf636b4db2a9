/** A recording for one viewing: a playlist (RFC 8216) and its segments, for the eyes it was opened for. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";

import { initFile, playlistOf, segmentFile } from "../../../../cameras/src/index.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../../platform/clock.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { RecordedLooks } from "./recorded-looks.service.ts";
import { readSegment, type Recordings } from "./recording.service.ts";
import { requireViewing, type ViewingDeps } from "./viewing.service.ts";

interface RecordedDeps extends ViewingDeps {
  readonly clock: Clock;
  readonly recordings: Recordings;
  readonly looks: RecordedLooks;
}

const CONFIG = {
  permission: "video.watch",
  audit: { object: "video", sensitive: false },
} as const;

const Viewing = { viewing: Type.String({ pattern: "^[0-9a-f]{32}$" }) };
/** Names as the recorder writes them, so that nothing else can be read. */
const Place = Type.Object({
  ...Viewing,
  day: Type.String({ pattern: "^\\d{8}$" }),
  run: Type.String({ pattern: "^[\\w-][\\w.-]{0,80}$" }),
  file: Type.String({ pattern: "^(init\\.mp4|\\d{1,9}\\.m4s)$" }),
});

interface PlaceParams {
  readonly viewing: string;
  readonly day: string;
  readonly run: string;
  readonly file: string;
}

export function addRecordedRoutes(app: FastifyInstance, deps: RecordedDeps): void {
  const { clock, recordings, looks } = deps;
  const findSpan = async (request: FastifyRequest, id: string) => {
    const viewing = await requireViewing(deps, { actor: actorOf(request), at: clock.now() }, id);
    if (viewing.recorded === undefined)
      throw new RuleViolation("video.viewing-refused", {}, { status: 403 });
    const days = await recordings.segmentsOf(viewing.channel, viewing.recorded);
    return { viewing, days };
  };
  app.get<{ Params: { viewing: string } }>(
    "/api/video/viewings/:viewing/film.m3u8",
    { config: CONFIG, schema: { hide: true, params: Type.Object(Viewing) } },
    async (request, reply) => {
      const { days } = await findSpan(request, request.params.viewing);
      if (days.length === 0) throw new RuleViolation("video.nothing-recorded", {}, { status: 404 });
      const segments = days.flatMap(({ day, records }) =>
        // Runs of two days may carry one name; a new day is a new run.
        records.map((record) => ({ ...record, run: `${day}/${record.run}` })),
      );
      const text = playlistOf(segments, {
        segmentUrl: ({ run, number }) => segmentFile({ run, number }),
        initUrl: ({ run }) => initFile({ run }),
        discontinuities: 0,
        isEnded: true,
      });
      return noStore(reply).type("application/vnd.apple.mpegurl").send(text);
    },
  );
  app.get<{ Params: PlaceParams }>(
    "/api/video/viewings/:viewing/:day/:run/:file",
    { config: CONFIG, schema: { hide: true, params: Place } },
    async (request, reply) => {
      const { day, run, file } = request.params;
      const { viewing, days } = await findSpan(request, request.params.viewing);
      const records = days.find((one) => one.day === day)?.records ?? [];
      // Only segments of the span: the rest of the day was not asked for.
      const record = records.find(
        (one) => one.run === run && (file === "init.mp4" || `${one.number}.m4s` === file),
      );
      if (record === undefined)
        throw new RuleViolation("video.nothing-recorded", {}, { status: 404 });
      const bytes = await readSegment(recordings.directory, [viewing.channel, day, run, file]);
      if (file !== "init.mp4") looks.add(viewing, record, clock.now());
      return noStore(reply).type("video/mp4").send(bytes);
    },
  );
}

const noStore = (reply: FastifyReply): FastifyReply =>
  reply.header("cache-control", "private, no-store");
