/**
 * The public form, the receipt and the writer's page. They need the inner database, so they stand with role `intake`, not
 * on a portal host. A receipt code is never part of an address; answers are not kept by browser or proxy.
 */
import { randomBytes } from "node:crypto";

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import type { CodeView, VoiceFormView } from "../../../../web/src/apps/portal/writer-views.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { boundaryOf, readMultipart } from "../../platform/http/multipart.ts";
import { PUBLIC } from "../../platform/http/public-page.ts";
import { createQuota } from "../../platform/http/quota.ts";
import { readPublicStatutes } from "../statutes/index.ts";
import { dropDraft, findDraft, keepDraft } from "./draft.service.ts";
import type { Fields } from "./fields.ts";
import { issueToken, isWorked, readToken } from "./form-token.ts";
import { CODE_BYTES, isReceiptCode, receiptCodeOf } from "./receipt-code.ts";
import { receipt } from "./receipt.service.ts";
import { receiptHash } from "./receive.service.ts";
import { addStatus } from "./status.routes.ts";
import { voiceState } from "./voice.ts";
import { claimsIn, type FormFields, readForm, textOf } from "./web-form.ts";
import {
  codeIn,
  counted,
  keepParts,
  LOOKS,
  pageOf,
  POSTS,
  quiet,
  type Sent,
  sentOf,
  type Site,
  today,
  UNWORKED,
  WORKED,
  type WriteDeps,
} from "./write-site.routes.ts";
import { findProject, searchProjects } from "./write.store.ts";
import { writerOf } from "./writer-party.ts";

/** Of all files of one form. */
const FILE_BYTES = 20_000_000;
const BODY_BYTES = FILE_BYTES + 1_000_000;

const ANSWERS = [
  "kind",
  "regime",
  "matter",
  "earlier",
  "answered",
  "known",
  "deadline",
  "from",
  "to",
];
const FEWEST_ITEMS = 3;
const MORE_ITEMS = 3;

export function addWriteRoutes(app: FastifyInstance, deps: WriteDeps): void {
  const site: Site = { ...deps, quota: createQuota("voices.slow-down") };
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      /^multipart\/form-data/,
      { parseAs: "buffer", bodyLimit: BODY_BYTES },
      readParts,
    );
    scope.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string", bodyLimit: 65_536 },
      (_request, body, done) => done(null, { fields: fieldsOf(String(body)), files: [] }),
    );
    addForm(scope, site);
    addStatus(scope, site);
  });
}

function readParts(
  request: FastifyRequest,
  body: Buffer | string,
  done: (error: Error | null, value?: Sent) => void,
): void {
  const boundary = boundaryOf(request.headers["content-type"] ?? "");
  const sent = boundary === undefined ? undefined : readMultipart(Buffer.from(body), boundary);
  if (sent === undefined) done(new RuleViolation("request.invalid", {}, { status: 400 }));
  else done(null, sent);
}

function fieldsOf(text: string): FormFields {
  const fields: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of new URLSearchParams(text)) (fields[name] ??= []).push(value);
  return fields;
}

const answersOf = (fields: Fields): Record<string, string> =>
  Object.fromEntries(
    ANSWERS.flatMap((name) => {
      const value = fields[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** The act that the wizard found out; undefined while it still has a question, and for tip-offs, which have a page of their own. */
async function askedOf(site: Site, fields: Fields) {
  const answers = answersOf(fields);
  const { answer } = voiceState(answers, today(site), await readPublicStatutes(site.publicDb));
  return answer === null || answer.act.kind === "tipoff" ? undefined : { ...answer, answers };
}

type Asked = NonNullable<Awaited<ReturnType<typeof askedOf>>>;

const NO_PROJECT = "none";

function addForm(scope: FastifyInstance, site: Site): void {
  const { pages, publicDb } = site;
  scope.get(
    "/voice/write",
    { config: PUBLIC, schema: { hide: true }, onRequest: counted(site, LOOKS) },
    async (request, reply) => {
      const query = request.query as Fields;
      const asked = await askedOf(site, query);
      if (asked === undefined)
        return reply.redirect(`/voice?${new URLSearchParams(answersOf(query)).toString()}`, 303);
      quiet(reply);
      const { q, ocid } = query;
      const page = await pageOf(site, request);
      if (ocid !== undefined) return newForm(site, { request, asked, ocid });
      const projects =
        q === undefined ? [] : await searchProjects(publicDb, { q, regime: asked.act.regime });
      return pages.renderVoiceProject({ page, ...asked, q, projects });
    },
  );
  scope.post(
    "/voice/write",
    { config: PUBLIC, schema: { hide: true }, onRequest: counted(site, POSTS) },
    async (request, reply) => {
      quiet(reply);
      return takeForm(site, request, reply);
    },
  );
  addDrafts(scope, site);
}

interface Filled {
  readonly request: FastifyRequest;
  readonly asked: Asked;
  readonly ocid: string;
  readonly fields?: FormFields;
  readonly code?: string;
  readonly faults?: VoiceFormView["faults"];
  readonly notice?: VoiceFormView["notice"];
  readonly more?: number;
}

const newCode = (): string => receiptCodeOf(randomBytes(CODE_BYTES));

async function newForm(site: Site, filled: Filled): Promise<string> {
  const { request, asked, ocid, fields = {}, code = newCode() } = filled;
  const now = site.clock.now();
  const earlier = site.quota.taken(request.ip, WORKED, now.getTime());
  const issued = issueToken(await site.secret(), { codeHash: receiptHash(code), now }, earlier);
  const project = ocid === NO_PROJECT ? undefined : await findProject(site.publicDb, ocid);
  return site.pages.renderVoiceForm({
    page: await pageOf(site, request),
    ...asked,
    project: project ?? null,
    fields,
    faults: filled.faults ?? {},
    items: Math.max(FEWEST_ITEMS, claimsIn(fields).length) + (filled.more ?? 0),
    code,
    ...issued,
    notice: filled.notice ?? null,
  });
}

const flat = (fields: FormFields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, values[0]]));

/** Only what the writer typed. */
const OWN = [
  "title",
  "claim",
  "wish",
  "against",
  "writer",
  "name",
  "uscc",
  "idCard",
  "contactName",
  "phone",
  "address",
  "ocid",
];
const draftOf = (fields: FormFields): FormFields =>
  Object.fromEntries(
    [...OWN, ...ANSWERS].flatMap((name) =>
      fields[name] === undefined ? [] : [[name, fields[name]]],
    ),
  );

async function takeForm(site: Site, request: FastifyRequest, reply: FastifyReply) {
  const { fields } = sentOf(request);
  const asked = await askedOf(site, flat(fields));
  if (asked === undefined) return reply.redirect("/voice", 303);
  const code = textOf(fields, "code");
  const ocid = textOf(fields, "ocid") || NO_PROJECT;
  if (!isReceiptCode(code))
    return newForm(site, { request, asked, ocid, fields, notice: { kind: "expired" } });
  const filled = { request, asked, ocid, fields, code };
  const wanted = textOf(fields, "do");
  if (wanted === "more") return newForm(site, { ...filled, more: MORE_ITEMS });
  if (wanted === "draft") {
    const draft = { code, fields: draftOf(fields), now: site.clock.now() };
    const until = await keepDraft(site.db, draft);
    return newForm(site, { ...filled, notice: { kind: "kept", until } });
  }
  return send(site, reply, filled);
}

type Complete = Required<Pick<Filled, "fields" | "code">> & Filled;

/** The form again with what was typed, and what is wrong. */
function back(site: Site, reply: FastifyReply, filled: Filled): Promise<string> {
  reply.code(filled.notice?.kind === "slow" ? 429 : 400);
  return newForm(site, filled);
}

async function send(site: Site, reply: FastifyReply, filled: Complete): Promise<string> {
  const { request, asked, fields, code, ocid } = filled;
  const now = site.clock.now();
  const secret = await site.secret();
  const codeHash = receiptHash(code);
  const token = textOf(fields, "token");
  const bits = readToken(secret, token, { codeHash, now });
  if (bits === undefined) return back(site, reply, { ...filled, notice: { kind: "expired" } });
  const project = ocid === NO_PROJECT ? undefined : ocid;
  const read = readForm(fields, { act: asked.act, ocid: project });
  if ("faults" in read)
    return back(site, reply, { ...filled, faults: read.faults, notice: { kind: "faults" } });
  const { files } = sentOf(request);
  if (files.reduce((sum, { content }) => sum + content.length, 0) > FILE_BYTES)
    return back(site, reply, { ...filled, notice: { kind: "tooLarge" } });
  const worked = isWorked({ token, bits }, codeHash, textOf(fields, "work") || undefined);
  try {
    site.quota.take(request.ip, worked ? WORKED : UNWORKED, now.getTime());
    const writer = writerOf(read.writer, secret);
    const view = await receipt(site, async (tx) => {
      const kept = await keepParts(tx, files);
      await dropDraft(tx, code);
      return {
        content: { ...read.content, writer, ...(kept.length === 0 ? {} : { files: kept }) },
        channel: "web",
        at: now.toISOString(),
        source: "web",
        externalNo: codeHash,
        receiptCode: code,
      };
    });
    return site.pages.renderVoiceReceipt({
      page: await pageOf(site, request),
      ...view,
      unit: view.unit.name,
      kind: read.content.kind,
      title: read.content.title,
      code,
      files: files.map(({ name }) => name),
    });
  } catch (error) {
    const notice = noticeOf(error);
    if (notice === undefined) throw error;
    return back(site, reply, { ...filled, notice });
  }
}

function noticeOf(error: unknown): VoiceFormView["notice"] | undefined {
  if (!(error instanceof RuleViolation)) return undefined;
  const { code, params } = error;
  if (code === "voices.slow-down")
    return { kind: "slow", minutes: Math.ceil(Number(params["seconds"]) / 60) };
  if (code === "voices.conflicting-number") return { kind: "used" };
  if (code === "voices.bad-file")
    return { kind: "file", name: String(params["name"]), reason: String(params["reason"]) };
  return undefined;
}

function addDrafts(scope: FastifyInstance, site: Site): void {
  const ask = async (request: FastifyRequest, problem: CodeView["problem"]) =>
    site.pages.renderCode({ page: await pageOf(site, request), about: "draft", problem });
  scope.get(
    "/voice/draft",
    { config: PUBLIC, schema: { hide: true }, onRequest: counted(site, LOOKS) },
    async (request, reply) => {
      quiet(reply);
      return ask(request, null);
    },
  );
  scope.post("/voice/draft", { config: PUBLIC, schema: { hide: true } }, async (request, reply) => {
    quiet(reply);
    const { code, problem } = codeIn(site, request);
    if (problem !== null) return reply.code(429).send(await ask(request, problem));
    const fields = await findDraft(site.db, code, site.clock.now());
    const asked = fields && (await askedOf(site, flat(fields)));
    if (fields === undefined || asked === undefined) return ask(request, "unknown");
    const ocid = textOf(fields, "ocid") || NO_PROJECT;
    return newForm(site, { request, asked, ocid, fields, code, notice: { kind: "found" } });
  });
}
