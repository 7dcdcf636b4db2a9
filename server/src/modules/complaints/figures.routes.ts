/** Figures of voices over HTTP, of those that the reader sees. */
import type { FastifyInstance } from "fastify";

import { FiguresQuery, VoiceFigures } from "../../../../contract/src/voice-figures.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Clock } from "../../platform/clock.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { ScopedReader } from "../../platform/identity/reader.ts";
import { readCounted } from "./figures.store.ts";
import { figuresOf } from "./figures.ts";

interface FiguresDeps {
  readonly clock: Clock;
  readonly reader: ScopedReader;
}

export function addFiguresRoute(app: FastifyInstance, { clock, reader }: FiguresDeps): void {
  app.get<{ Querystring: FiguresQuery }>(
    "/api/voices/figures",
    {
      config: { permission: "voices.read", audit: { object: "voice", sensitive: false } },
      schema: {
        summary: "Figures of voices; each names the list that it counts",
        querystring: FiguresQuery,
        response: { 200: VoiceFigures },
      },
    },
    async (request) => {
      const { scope } = actorOf(request);
      const { query } = request;
      const now = clock.now();
      const voices = await reader.read(scope, (tx) => readCounted(tx, { scope, query, now }));
      return { asOf: now.toISOString(), ...figuresOf({ voices, query, today: plainDateOf(now) }) };
    },
  );
}
