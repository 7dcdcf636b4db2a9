/** Limits of departments over HTTP. */
import type { FastifyInstance } from "fastify";

import {
  PreviewQuery,
  ProfilePreview,
  VoiceProfile,
  VoiceProfiles,
} from "../../../../contract/src/voice-profiles.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { ScopedReader } from "../../platform/identity/reader.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import { setProfile } from "./profile.service.ts";
import { listProfiles, previewProfile } from "./profile.store.ts";
import { CITY_LIMITS } from "./profile.ts";

interface ProfileDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly reader: ScopedReader;
}

const audit = { object: "voice", sensitive: false } as const;

async function viewFor({ db, clock }: ProfileDeps, { role, department }: Actor) {
  const rows = await listProfiles(db, plainDateOf(clock.now()));
  return {
    city: CITY_LIMITS,
    rows: rows.map((row) => ({
      ...row,
      maySet: role === "chief" && row.unit.id === department.id,
    })),
  };
}

export function addProfileRoutes(app: FastifyInstance, deps: ProfileDeps): void {
  app.get(
    "/api/voices/profiles",
    {
      config: { permission: "voices.read", audit },
      schema: { summary: "Limits that departments set", response: { 200: VoiceProfiles } },
    },
    (request) => viewFor(deps, actorOf(request)),
  );
  app.get<{ Querystring: PreviewQuery }>(
    "/api/voices/profiles/preview",
    {
      config: { permission: "voices.profile", audit },
      schema: {
        summary: "How many open voices of the own unit a limit from that day would touch",
        querystring: PreviewQuery,
        response: { 200: ProfilePreview },
      },
    },
    (request) => {
      const { scope, department } = actorOf(request);
      const { validFrom } = request.query;
      return deps.reader.read(scope, (tx) =>
        previewProfile(tx, { unit: department.id, validFrom }),
      );
    },
  );
  app.post<{ Body: VoiceProfile }>(
    "/api/voices/profiles",
    {
      config: { permission: "voices.profile", audit },
      schema: {
        summary: "The own unit's limits, never longer than the city's",
        body: VoiceProfile,
        response: { 200: VoiceProfiles },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { account, name, department } = actor;
      await setProfile(
        {
          db: deps.db,
          registry: deps.registry,
          officer: { account, name, department },
          at: deps.clock.now().toISOString(),
        },
        request.body,
      );
      return viewFor(deps, actor);
    },
  );
}
