/** What a clerk writes down from the telephone or scans from paper: the same checks, the same receipt. */
import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";

import type { FastifyInstance } from "fastify";
import Type from "typebox";

import { explainClocks, explainWindow } from "../../../../clocks/src/index.ts";
import type { Officer } from "../../../../contract/src/casework.ts";
import {
  EnteredVoice,
  EnterVoice,
  StoredFile,
  WindowQuery,
  WindowView,
} from "../../../../contract/src/voice-intake.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { inTransaction } from "../../platform/database.ts";
import { actorOf } from "../../platform/http/permission.ts";
import { keepFile, MOST_BYTES, namedFiles, readBody } from "./files.service.ts";
import { readKnownLaw } from "./law.service.ts";
import { CODE_BYTES, receiptCodeOf } from "./receipt-code.ts";
import { receipt } from "./receipt.service.ts";
import { actOf } from "./receive.service.ts";
import { readProcessFacts } from "./receive.store.ts";
import type { ComplaintsDeps } from "./voices.routes.ts";
import { refuseFields, writerOf } from "./writer-party.ts";

export interface EntryDeps extends ComplaintsDeps {
  /** Key of the tokens of persons. */
  readonly secret: () => Promise<string>;
}

const permission = "voices.enter";
const HashParams = Type.Object({ sha256: Type.String({ pattern: "^[0-9a-f]{64}$" }) });

export function addEntryRoutes(app: FastifyInstance, deps: EntryDeps): void {
  app.post<{ Body: EnterVoice }>(
    "/api/voices",
    {
      config: { permission, audit: { object: "voice" } },
      schema: {
        summary: "A voice by telephone or on paper, entered by a clerk",
        body: EnterVoice,
        response: { 201: EnteredVoice },
      },
    },
    async (request, reply) => {
      const { account, name, department } = actorOf(request);
      const officer = { account, name, department };
      return reply.code(201).send(await enterVoice(deps, officer, request.body));
    },
  );
  app.get<{ Querystring: WindowQuery }>(
    "/api/voices/window",
    {
      config: { permission, audit: { sensitive: false } },
      schema: { querystring: WindowQuery, response: { 200: WindowView } },
    },
    (request) => windowOf(deps, request.query),
  );
  addUpload(app, deps);
}

async function enterVoice(
  deps: EntryDeps,
  officer: Officer,
  entered: EnterVoice,
): Promise<EnteredVoice> {
  const { channel, receivedAt, writer: typed, files: sent, ...content } = entered;
  const now = deps.clock.now();
  const bad = (path: string, rule: string) =>
    refuseFields([{ path, code: "request.bad-field", params: { rule, expected: "" } }]);
  if (Date.parse(receivedAt) > now.getTime()) throw bad("body.receivedAt", "future");
  if (channel === "paper" && (sent ?? []).length === 0) throw bad("body.files", "required");
  const writer = writerOf(typed, await deps.secret());
  const receiptCode = receiptCodeOf(randomBytes(CODE_BYTES));
  const view = await receipt(deps, async (tx) => {
    const files = await namedFiles(tx, sent);
    return {
      content: { ...content, writer, ...(files === undefined ? {} : { files }) },
      channel,
      at: new Date(receivedAt).toISOString(),
      receiptCode,
      officer,
    };
  });
  return { ...view, similar: [...view.similar], receiptCode };
}

async function windowOf({ db }: EntryDeps, asked: WindowQuery): Promise<WindowView> {
  const { kind, regime, matter, knownOn, earlierOn, answeredOn, on, ocid } = asked;
  return inTransaction(db, async (tx) => {
    const { calendar, law } = await readKnownLaw(tx);
    const process = await readProcessFacts(tx, ocid);
    if (ocid !== undefined && process === undefined)
      throw new RuleViolation("voices.unknown-process", { ocid });
    const earlier =
      earlierOn === undefined
        ? {}
        : {
            earlier: { receivedOn: earlierOn, ...(answeredOn === undefined ? {} : { answeredOn }) },
          };
    const known = {
      kind,
      regime,
      ...(matter === undefined ? {} : { matter }),
      ...(knownOn === undefined ? {} : { knownOn }),
      ...earlier,
    };
    const window = explainWindow({ ...actOf(known, process), on }, calendar, law);
    const named = matter === undefined || matter === "other" ? {} : { matter };
    const voice = { kind, regime, receivedOn: on, acceptedOn: on, ...named };
    const { binding } = explainClocks(voice, calendar, law);
    const { state, reason, firstOn, lastOn } = window;
    return {
      state,
      reason,
      firstOn,
      lastOn,
      binding: binding === null ? null : { clock: binding.clock, due: binding.due },
    };
  });
}

function addUpload(app: FastifyInstance, { db }: EntryDeps): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    scope.put<{ Params: { sha256: string } }>(
      "/api/voices/files/:sha256",
      {
        config: { permission, audit: { object: "voice" } },
        bodyLimit: MOST_BYTES,
        schema: {
          summary:
            "A scan of at most 50 MB, checked against its hash; for a voice entered afterwards",
          params: HashParams,
          response: { 200: StoredFile },
        },
      },
      async (request) => {
        const { sha256 } = request.params;
        const content = await readBody((request.body ?? Readable.from([])) as Readable, sha256);
        return keepFile(db, { name: sha256, content, sha256 });
      },
    );
  });
}
