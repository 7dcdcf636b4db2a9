/** Voices from the e-service system, and what the trading system must stop (docs/how-to/send-a-voice.md). */
import { Readable } from "node:stream";

import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";

import {
  ConfirmPause,
  PauseList,
  ReplyTaken,
  SendReply,
  SendVoice,
  StoredFile,
  VoiceReceiptView,
} from "../../../../contract/src/voice-intake.ts";
import { createSourceFinder, hashOf, requireSignature } from "../intake/index.ts";
import { keepFile, MOST_BYTES, readBody } from "./files.service.ts";
import { listPauses } from "./pauses.store.ts";
import { confirmPause, type SentDeps, takeSentReply, takeSentVoice } from "./sent.service.ts";

export interface VoiceIntakeDeps extends SentDeps {
  readonly operatorToken: string;
}

const config = { permission: "source" };
const Asked = Type.Object({ source: Type.Optional(Type.String()) });
const HashParams = Type.Object({ sha256: Type.String({ pattern: "^[0-9a-f]{64}$" }) });
const NumberParams = Type.Object({ number: Type.String({ maxLength: 80 }) });
const OcidParams = Type.Object({ ocid: Type.String({ maxLength: 140 }) });

/** Twenty megabytes of files grow by a third in base64. */
const JSON_BYTES = 30_000_000;

export function addVoiceIntakeRoutes(app: FastifyInstance, deps: VoiceIntakeDeps): void {
  const known = knownSenders(deps);
  app.register(async (scope) => {
    known.readJson(scope);
    addMessages(scope, deps, known);
    addPauses(scope, deps, known);
  });
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    addUpload(scope, deps, known);
  });
}

interface Senders {
  /** Keeps the hash of each body beside its request. */
  readJson(scope: FastifyInstance): void;
  sourceOf: (request: FastifyRequest) => Promise<string>;
  /** The bearer key before the body is read, the signature after it. @returns the source */
  check: (request: FastifyRequest, bodyHash?: string) => Promise<string>;
}

const NOTHING = hashOf("");

function knownSenders(deps: VoiceIntakeDeps): Senders {
  const sourceOf = createSourceFinder(deps);
  const hashes = new WeakMap<FastifyRequest, string>();
  return {
    sourceOf,
    readJson(scope) {
      const parse = scope.getDefaultJsonParser("error", "error");
      scope.removeContentTypeParser("application/json");
      scope.addContentTypeParser(
        "application/json",
        { parseAs: "buffer" },
        (request, body, done) => {
          hashes.set(request, hashOf(body));
          void parse(request, body.toString("utf8"), done);
        },
      );
    },
    async check(request, bodyHash = hashes.get(request) ?? NOTHING) {
      const source = await sourceOf(request);
      await requireSignature(deps, request, { source, bodyHash });
      return source;
    },
  };
}

function addMessages(scope: FastifyInstance, deps: VoiceIntakeDeps, known: Senders): void {
  // A sender that nobody knows is not let to send thirty megabytes first.
  scope.addHook("onRequest", async (request) => void (await known.sourceOf(request)));
  scope.post<{ Body: SendVoice }>(
    "/api/intake/voices",
    {
      config,
      bodyLimit: JSON_BYTES,
      schema: {
        summary: "One voice; the same number and content again gets the same receipt",
        querystring: Asked,
        body: SendVoice,
        response: { 200: VoiceReceiptView, 201: VoiceReceiptView },
      },
    },
    async (request, reply) => {
      const view = await takeSentVoice(deps, await known.check(request), request.body);
      return reply.code(view.isDuplicate ? 200 : 201).send(view);
    },
  );
  scope.post<{ Params: { number: string }; Body: SendReply }>(
    "/api/intake/voices/:number/reply",
    {
      config,
      schema: {
        summary: "The answer of tenderer, buyer or agency, given in the sending system",
        querystring: Asked,
        params: NumberParams,
        body: SendReply,
        response: { 200: ReplyTaken },
      },
    },
    async (request) => {
      const source = await known.check(request);
      const { number } = request.params;
      return takeSentReply(deps, { source, number, reply: request.body });
    },
  );
}

function addPauses(scope: FastifyInstance, deps: VoiceIntakeDeps, known: Senders): void {
  scope.get(
    "/api/intake/pauses",
    {
      config,
      schema: {
        summary: "Processes that must stand still until an objection is answered",
        querystring: Asked,
        response: { 200: PauseList },
      },
    },
    async (request) => {
      await known.check(request);
      return { rows: await listPauses(deps.db) };
    },
  );
  scope.post<{ Params: { ocid: string }; Body: ConfirmPause }>(
    "/api/intake/pauses/:ocid/confirm",
    {
      config,
      schema: {
        summary: "The trading system says that it stopped the process",
        querystring: Asked,
        params: OcidParams,
        body: ConfirmPause,
        response: { 200: PauseList },
      },
    },
    async (request) => {
      const source = await known.check(request);
      return confirmPause(deps, { source, ocid: request.params.ocid, pause: request.body });
    },
  );
}

function addUpload(scope: FastifyInstance, deps: VoiceIntakeDeps, known: Senders): void {
  scope.put<{ Params: { sha256: string } }>(
    "/api/intake/voices/files/:sha256",
    {
      config,
      bodyLimit: MOST_BYTES,
      schema: {
        summary: "One file of at most 50 MB, checked against its hash; for a voice sent afterwards",
        querystring: Asked,
        params: HashParams,
        response: { 200: StoredFile },
      },
    },
    async (request) => {
      const { sha256 } = request.params;
      await known.check(request, sha256);
      const body = (request.body ?? Readable.from([])) as Readable;
      const content = await readBody(body, sha256);
      return keepFile(deps.db, { name: sha256, content, sha256 });
    },
  );
}
