import type { Static } from "typebox";

import { auditClient } from "./audit-client.ts";
/**
 * Typed client of the HTTP contract, used by the console and the command line. It checks nothing a
 * schema checks on the server; a refusal arrives as `ProblemError` and never as a bare status.
 */
import { certificatesClient, type ChosenFrom, chosenPath } from "./certificates-client.ts";
import type { IssueChosen } from "./certificates.ts";
import { deskClient } from "./desk-client.ts";
import { dossierClient, dossierExportPath } from "./dossier-client.ts";
import type { ExportDossier } from "./dossier.ts";
import { dutiesClient } from "./duties-client.ts";
import { evidenceClient } from "./evidence-client.ts";
import { figuresClient } from "./figures-client.ts";
import { followUpClient } from "./followup-client.ts";
import { indicatorsClient } from "./indicators-client.ts";
import type { InsightQuery, InsightView } from "./insight.ts";
import type {
  CorrectAct,
  DecideLead,
  LeadPage,
  LeadQuery,
  LeadView,
  PublishDecision,
  ReceiveLead,
  ReceiptResults,
  ReceiveLeads,
  RecordStep,
  ReturnLead,
  RouteLead,
  UrgeLead,
} from "./leads.ts";
import { lookbackClient } from "./lookback-client.ts";
import { openingClient } from "./opening-client.ts";
import { organisationClient } from "./organisation-client.ts";
import { oversightClient } from "./oversight-client.ts";
import type { Problem } from "./problem.ts";
import type { ProcessPage, ProcessQuery, ProcessView } from "./processes.ts";
import { publicationsClient } from "./publications-client.ts";
import type { DemoSignIn, SessionView, SetUp, SignIn, SwitchPost } from "./session.ts";
import { statutesClient } from "./statutes-client.ts";
import { tipoffsClient } from "./tipoffs-client.ts";
import { venueClient } from "./venue-client.ts";
import { videoClient } from "./video-client.ts";
import type { ExportClip } from "./video.ts";
import { voicesClient } from "./voices-client.ts";
import { warningsClient } from "./warnings-client.ts";
import { witnessingClient } from "./witnessing-client.ts";
import type { HomeView, SavedViews, SaveView, UnitList } from "./workbench.ts";

export interface ClientOptions {
  /** Origin and prefix before `/api`, without a trailing slash; empty in a browser. */
  readonly baseUrl?: string;
  /** Bearer token of the command line; the console relies on its cookie. */
  readonly token?: string;
  /** Stand-in for the platform's `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

export interface RequestOptions {
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** Sent as it is, with its own type, instead of a body. */
  readonly file?: Blob;
  /** The reply is a file, not JSON. */
  readonly isDownload?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** Code when no reply came at all; the server never sends it. */
export const UNREACHABLE = "network.unreachable";
/** Code of a reply that is neither the expected JSON nor a problem. */
export const FAULT = "fault";

/** A refused or failed request: the code is public API, its sentence lives in locales/. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly status: number;
  readonly code: string;
  readonly params: Problem["params"];
  readonly errors: Problem["errors"];
  /** Number to quote to the operator; empty when the request never arrived. */
  readonly requestId: string;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(`${problem.code} (${problem.status})`, options);
    this.status = problem.status;
    this.code = problem.code;
    this.params = problem.params;
    this.errors = problem.errors;
    this.requestId = problem.requestId;
  }
}

const MADE_UP: Omit<Problem, "status" | "code"> = { params: {}, requestId: "", errors: [] };

function isProblem(value: unknown): value is Problem {
  if (typeof value !== "object" || value === null) return false;
  return "code" in value && typeof value.code === "string";
}

async function problemOf(response: Response): Promise<ProblemError> {
  const requestId = response.headers.get("x-request-id") ?? "";
  const body: unknown = await response.json().catch(() => undefined);
  if (!isProblem(body)) {
    return new ProblemError({ ...MADE_UP, status: response.status, code: FAULT, requestId });
  }
  return new ProblemError({ ...MADE_UP, ...body, status: response.status });
}

function queryOf(query: RequestOptions["query"]): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

function headersOf(method: Method, options: RequestOptions, token: string | undefined) {
  const headers: Record<string, string> = { accept: "application/json, application/problem+json" };
  if (method !== "GET") headers["x-mingjing-csrf"] = "1";
  if (options.body !== undefined) headers["content-type"] = "application/json";
  if (options.file !== undefined) headers["content-type"] = options.file.type;
  if (token !== undefined) headers["authorization"] = `Bearer ${token}`;
  return headers;
}

/** Bodies of requests that may outlive the page, together, are at most 64 KiB (Fetch, §4.5 HTTP-network fetch). */
const KEPT_ALIVE_CHARACTERS = 8000;

/** An act that is sent while its page is being left must still arrive. */
const isSmall = (body: unknown): boolean =>
  body !== undefined && JSON.stringify(body).length < KEPT_ALIVE_CHARACTERS;

async function contentOf<Reply>(
  response: Response,
  { isDownload }: RequestOptions,
): Promise<Reply> {
  if (response.status === 204) return undefined as Reply;
  return (isDownload === true ? await response.blob() : await response.json()) as Reply;
}

/**
 * Sends one request and returns its JSON body (undefined for 204).
 * @throws ProblemError for every refusal, fault and unreachable server; an aborted request rethrows.
 */
export async function sendRequest<Reply>(
  client: ClientOptions,
  [method, path]: readonly [Method, string],
  options: RequestOptions = {},
): Promise<Reply> {
  const send = client.fetch ?? globalThis.fetch;
  const init: RequestInit = {
    method,
    headers: headersOf(method, options, client.token),
    credentials: "same-origin",
    ...(isSmall(options.body) ? { keepalive: true } : {}),
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.file === undefined ? {} : { body: options.file }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
  let response: Response;
  try {
    response = await send(`${client.baseUrl ?? ""}${path}${queryOf(options.query)}`, init);
  } catch (cause) {
    if (options.signal?.aborted === true) throw cause;
    throw new ProblemError({ ...MADE_UP, status: 0, code: UNREACHABLE }, { cause });
  }
  if (!response.ok) throw await problemOf(response);
  try {
    return await contentOf<Reply>(response, options);
  } catch (cause) {
    const requestId = response.headers.get("x-request-id") ?? "";
    const problem = { ...MADE_UP, status: response.status, code: FAULT, requestId };
    throw new ProblemError(problem, { cause });
  }
}

const segment = encodeURIComponent;

/** Address of the certificate of a process as officers may download it. */
export function certificatePath(ocid: string): string {
  return `/api/processes/${segment(ocid)}/certificate`;
}

/** What the parts of the client are made of. */
export interface Senders {
  readonly get: <Reply>(path: string, more?: RequestOptions) => Promise<Reply>;
  readonly post: <Reply>(path: string, body: unknown) => Promise<Reply>;
  readonly put: <Reply>(path: string, body: unknown) => Promise<Reply>;
  readonly remove: (path: string) => Promise<void>;
}

/** One function per endpoint; each throws `ProblemError`. */
// oxlint-disable-next-line max-lines-per-function -- a list of endpoints, one line each
export function createClient(options: ClientOptions = {}) {
  const get = <Reply>(path: string, more?: RequestOptions) =>
    sendRequest<Reply>(options, ["GET", path], more);
  const post = <Reply>(path: string, body: unknown) =>
    sendRequest<Reply>(options, ["POST", path], { body });
  const put = <Reply>(path: string, body: unknown) =>
    sendRequest<Reply>(options, ["PUT", path], { body });
  const remove = (path: string) => sendRequest<void>(options, ["DELETE", path]);
  const act = (id: string, name: string, body: unknown) =>
    post<LeadView>(`/api/leads/${segment(id)}/${name}`, body);

  const download = (path: string) =>
    sendRequest<Blob>(options, ["POST", path], { body: {}, isDownload: true });
  const upload = <Reply>(path: string, file: Blob) =>
    sendRequest<Reply>(options, ["POST", path], { file });

  const putFile = <Reply>(path: string, file: Blob) =>
    sendRequest<Reply>(options, ["PUT", path], { file });

  return {
    ...deskClient({ get, post, putFile }),
    ...auditClient({ get, post, put, remove }),
    ...dutiesClient({ get, post, put, remove }),
    ...evidenceClient({ get, post, put, remove }),
    ...figuresClient({ get, post, put, remove }),
    ...indicatorsClient({ get, post, put, remove }),
    ...followUpClient({ get, post, put, remove }),
    ...statutesClient({ get, post, put, remove }),
    ...tipoffsClient({ get, post, put, remove }),
    ...lookbackClient({ get, post, put, remove }),
    ...dossierClient({ get, post, put, remove }),
    ...certificatesClient({ post }),
    issueChosenPaper: (from: ChosenFrom, body: IssueChosen) =>
      sendRequest<Blob>(options, ["POST", `${chosenPath(from)}/paper`], { body, isDownload: true }),
    exportDossier: (ocid: string, body: ExportDossier) =>
      sendRequest<Blob>(options, ["POST", dossierExportPath(ocid)], { body, isDownload: true }),
    ...openingClient({ get, post, put, remove }),
    exportClip: (body: ExportClip) =>
      sendRequest<Blob>(options, ["POST", "/api/video/clips"], { body, isDownload: true }),
    ...videoClient({ get, post, put, remove }),
    ...venueClient({ get, post, put, remove }),
    ...oversightClient({ get, post, put, remove }),
    ...warningsClient({ get, post, put, remove }),
    ...witnessingClient({ get, post, put, remove }),
    ...publicationsClient({ get, post, put, remove }),
    ...voicesClient({ get, post, put, remove }),
    ...organisationClient({ get, post, upload, download }),
    getSession: (signal?: AbortSignal) => get<SessionView>("/api/session", { signal }),
    signIn: (body: Static<typeof SignIn>) => post<SessionView>("/api/session", body),
    signInDemo: (body: Static<typeof DemoSignIn>) => post<SessionView>("/api/session/demo", body),
    switchPost: (body: Static<typeof SwitchPost>) => post<SessionView>("/api/session/post", body),
    setUp: (body: SetUp) => post<SessionView>("/api/session/setup", body),
    signOut: () => sendRequest<SessionView | undefined>(options, ["DELETE", "/api/session"]),

    listLeads: (query: LeadQuery, signal?: AbortSignal) =>
      get<LeadPage>("/api/leads", { query, signal }),
    getLead: (id: string, signal?: AbortSignal) =>
      get<LeadView>(`/api/leads/${segment(id)}`, { signal }),
    receiveLead: (id: string, body: Static<typeof ReceiveLead>) => act(id, "receipt", body),
    recordStep: (id: string, body: Static<typeof RecordStep>) => act(id, "steps", body),
    decideLead: (id: string, body: Static<typeof DecideLead>) => act(id, "decision", body),
    publishDecision: (id: string, body: Static<typeof PublishDecision>) =>
      act(id, "publication", body),
    receiveLeads: (body: ReceiveLeads) => post<ReceiptResults>("/api/leads/receipts", body),
    correctAct: (id: string, body: CorrectAct) => act(id, "correction", body),
    returnLead: (id: string, body: Static<typeof ReturnLead>) => act(id, "return", body),
    routeLead: (id: string, body: Static<typeof RouteLead>) => act(id, "route", body),
    urgeLead: (id: string, body: Static<typeof UrgeLead>) => act(id, "urge", body),

    getHome: (signal?: AbortSignal) => get<HomeView>("/api/home", { signal }),
    listViews: (signal?: AbortSignal) => get<SavedViews>("/api/views", { signal }),
    saveView: (body: SaveView) => post<SavedViews>("/api/views", body),
    removeView: (id: string) =>
      sendRequest<SavedViews>(options, ["DELETE", `/api/views/${segment(id)}`]),
    listUnits: (signal?: AbortSignal) => get<UnitList>("/api/units", { signal }),

    getInsight: (query: InsightQuery, signal?: AbortSignal) =>
      get<InsightView>("/api/insight/overview", { query, signal }),

    listProcesses: (query: ProcessQuery, signal?: AbortSignal) =>
      get<ProcessPage>("/api/processes", { query, signal }),
    getProcess: (ocid: string, signal?: AbortSignal) =>
      get<ProcessView>(`/api/processes/${segment(ocid)}`, { signal }),
  };
}
export type Client = ReturnType<typeof createClient>;
