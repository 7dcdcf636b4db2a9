/** Addresses of the portal. */
import type { Page } from "./views.ts";

type Query = Readonly<Record<string, string | number | undefined>>;

/** Address with a query; values that are undefined or empty are left out. */
export function withQuery(path: string, query: Query): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  if (pairs.length === 0) return path;
  const printed = Object.fromEntries(pairs.map(([key, value]) => [key, String(value)]));
  return `${path}?${new URLSearchParams(printed).toString()}`;
}

const segment = encodeURIComponent;

export const HOME = "/";
export const PROJECTS = "/projects";
export const DECISIONS = "/decisions";
export const COLUMN = "/column";
export const DUTIES = "/duties";
export const WHO = "/who";
export const DEADLINE = "/deadline";
export const LIMITS = "/limits";
export const VOICE = "/voice";
export const VOICE_WRITE = "/voice/write";
export const VOICE_DRAFT = "/voice/draft";
export const VOICE_STATUS = "/voice/status";
export const TIPOFF = "/tipoff";
export const TIPOFF_EXIT = "/tipoff/exit";
export const TIPOFF_RESULTS = "/tipoff/results";
export const VERIFY = "/verify";
export const ANSWERS = "/answers";
export const LOG = "/log";
export const ABOUT = "/about";
export const SELF_CHECK = "/self-check";
export const HALLS = "/openings";
/** For displays in the halls. */
export const BOARD = "/board";

export const processPath = (ocid: string): string => `/process/${segment(ocid)}`;
export const decisionPath = (id: string): string => `${DECISIONS}/${segment(id)}`;
export const itemPath = (id: string): string => `${COLUMN}/${segment(id)}`;
export const columnPath = (query: Query): string => withQuery(COLUMN, query);
export const hallPath = (id: string): string => `${HALLS}/${segment(id)}`;
export const certificatePath = (ocid: string): string =>
  `/api/public/processes/${segment(ocid)}/certificate`;
export const hallsPath = (query: Query): string => withQuery(HALLS, query);
export const answersPath = (code: string): string => withQuery(ANSWERS, { code });
export const projectsPath = (query: Query): string => withQuery(PROJECTS, query);

export const dutiesPath = (query: Query): string => withQuery(DUTIES, query);

/** The verifier, told which certificate to offer and which place of the log to point at (from 0). */
export const verifyPath = (query: { readonly ocid?: string; readonly leaf?: number }): string =>
  withQuery(VERIFY, { ocid: query.ocid, leaf: query.leaf });

/** This page with other settings in its query. */
export const samePage = (page: Page, change: Query): string =>
  withQuery(page.path, { ...page.query, ...change });

/** Only addresses of this site: a certificate's address is printed as given, but never leads elsewhere. */
export const localPath = (url: string): string =>
  /^\/(?![/\\])[\x21-\x7e]*$/u.test(url) ? url : HOME;
