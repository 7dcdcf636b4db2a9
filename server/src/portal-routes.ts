/** All that the public may ask for: composed once, for a process that does everything and for a portal host alone. */
import type { FastifyInstance } from "fastify";

import * as portal from "../../web/src/apps/portal/index.ts";
import { plainDateOf } from "./kernel/plain-date.ts";
import { addAnchorRoutes, listAnchors } from "./modules/anchors/index.ts";
import { addDeadlineRoutes, voicesOn } from "./modules/complaints/index.ts";
import { addPublicDutyRoutes } from "./modules/duties/index.ts";
import { addPublicPages } from "./modules/publication/index.ts";
import { addPublicStatuteRoutes, readPublicStatutes } from "./modules/statutes/index.ts";
import { addTipoffPages } from "./modules/tipoffs/index.ts";
import { addPictureRoutes } from "./modules/video/index.ts";
import {
  addWitnessRoutes,
  type Certificate,
  certificateText,
  readCertificate,
  describeCheckpoint,
  describeWitnesses,
  listSealedLogs,
} from "./modules/witness/index.ts";
import type { PaperOf } from "./papers.ts";
import { addSealedCountRoute } from "./platform/audit/index.ts";
import type { Clock } from "./platform/clock.ts";
import type { Database } from "./platform/database.ts";

/** For routes that need more than the public login, and so stand with other roles. */
export const portalPages = portal;

export interface PublicRoutesDeps {
  /** Login that sees schema `released` only. Nothing else is read. */
  readonly publicDb: Database;
  readonly clock: Clock;
  readonly isDemo: () => boolean;
  /** Issues the certificate for everybody first, if it is due; absent on a portal host, which reads what was issued. */
  readonly issueCertificate?: (subject: string) => Promise<Certificate>;
  /** PDF of the text of a certificate. */
  readonly paperOf: PaperOf;
  /** Address of the demo city's mirror. */
  readonly findMirror?: (() => string | undefined) | undefined;
  /** Folder of public pictures of openings. */
  readonly pictures: string;
}

export function addPublicRoutes(app: FastifyInstance, deps: PublicRoutesDeps): void {
  const { publicDb, clock } = deps;
  addWitnessRoutes(app, deps);
  addAnchorRoutes(app, deps);
  addPublicDutyRoutes(app, { ...deps, pages: portal });
  addDeadlineRoutes(app, { ...deps, pages: portal });
  addPublicStatuteRoutes(app, deps);
  addTipoffPages(app, { ...deps, pages: portal });
  addSealedCountRoute(app, publicDb);
  addPictureRoutes(app, deps.pictures);
  addPublicPages(app, {
    ...deps,
    pages: portal,
    findVoices: async (process) =>
      voicesOn(process, plainDateOf(clock.now()), await readPublicStatutes(publicDb)),
    findWitnesses: () => describeWitnesses(publicDb),
    listAnchors: () => listAnchors(publicDb),
    listSealedLogs: () => listSealedLogs(publicDb),
    async findLog() {
      const checkpoint = await describeCheckpoint(deps).catch(() => undefined);
      if (checkpoint === undefined) return null;
      const { root, ...rest } = checkpoint;
      return { ...rest, root: Buffer.from(root, "base64").toString("hex") };
    },
    buildCertificate: async ({ ocid }) =>
      certificateText(await (deps.issueCertificate?.(ocid) ?? readCertificate({ publicDb }, ocid))),
  });
}
