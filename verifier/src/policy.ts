/**
 * Witness policies (c2sp.org/tlog-policy): which logs, which witnesses, and how many of them must have cosigned a
 * checkpoint. Read strictly: a policy that could be understood in two ways is refused, with the line.
 */
import { encodeHex } from "./bytes.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import type { Code } from "./codes.ts";
import { parseCosignerVkey, verifyCosignature } from "./cosignature.ts";
import { clip, fail, type Failure, guarded, type Outcome, type Params, yields } from "./result.ts";
import { parseVkey, verifySignedNote } from "./signed-note.ts";

/** Characters; 32 logs, witnesses and groups, the least that the specification asks for, fill a tenth of it. */
const MAX_LENGTH = 65_536;
const NONE = "none";

export interface PolicyLog {
  readonly vkey: string;
  readonly url?: string;
}

export interface PolicyWitness {
  /** Name in the policy, which need not be that of the key. */
  readonly name: string;
  readonly vkey: string;
  /** Submission prefix (c2sp.org/tlog-witness). */
  readonly url?: string;
}

export interface PolicyGroup {
  readonly name: string;
  /** So many of its members at least. */
  readonly threshold: number;
  /** Witnesses and groups of lines before. */
  readonly members: readonly string[];
}

export interface Policy {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  readonly groups: readonly PolicyGroup[];
  /** A witness, a group, or `none`. */
  readonly quorum: string;
}

export interface WitnessReport {
  readonly name: string;
  readonly vkey: string;
  readonly ok: boolean;
  readonly code: Code;
  readonly params: Params;
  /** Seconds since 1970, where it cosigned. */
  readonly timestamp?: number;
}

export interface PolicyReport {
  /** The log signed it, if the policy names logs, and the quorum holds. */
  readonly ok: boolean;
  readonly code: Code;
  readonly params: Params;
  readonly witnesses: readonly WitnessReport[];
}

interface Draft {
  readonly logs: PolicyLog[];
  readonly witnesses: PolicyWitness[];
  readonly groups: PolicyGroup[];
  readonly names: Set<string>;
  /** Names that are members of a group: each counts once. */
  readonly members: Set<string>;
  readonly logKeys: Set<string>;
  readonly witnessKeys: Set<string>;
  quorum: string | undefined;
}

type Items = readonly string[];
/** Adds one line to the draft, or says why not. */
type Reader = (draft: Draft, items: Items, line: number) => Failure | undefined;

const withUrl = (url: string | undefined) => (url === undefined ? {} : { url });

const readLog: Reader = (draft, items, line) => {
  const [vkey = "", url] = items;
  if (items.length < 1 || items.length > 2)
    return fail("policy.wrong-items", { line, word: "log" });
  const key = parseVkey(vkey);
  if (!key.ok) return fail("policy.bad-key", { line, key: clip(vkey) });
  const bytes = encodeHex(key.value.publicKey);
  if (draft.logKeys.has(bytes)) return fail("policy.duplicate-key", { line });
  draft.logKeys.add(bytes);
  draft.logs.push({ vkey, ...withUrl(url) });
  return undefined;
};

/** Witnesses and groups share one set of names. */
function takeName(draft: Draft, name: string, line: number): Failure | undefined {
  if (name === NONE) return fail("policy.reserved-name", { line });
  if (draft.names.has(name)) return fail("policy.duplicate-name", { line, word: clip(name) });
  draft.names.add(name);
  return undefined;
}

const readWitness: Reader = (draft, items, line) => {
  const [name = "", vkey = "", url] = items;
  if (items.length < 2 || items.length > 3)
    return fail("policy.wrong-items", { line, word: "witness" });
  const key = parseCosignerVkey(vkey);
  if (!key.ok) return fail("policy.bad-key", { line, key: clip(vkey) });
  const bytes = encodeHex(key.value.publicKey);
  if (draft.witnessKeys.has(bytes)) return fail("policy.duplicate-key", { line });
  draft.witnessKeys.add(bytes);
  draft.witnesses.push({ name, vkey, ...withUrl(url) });
  return takeName(draft, name, line);
};

function thresholdOf(word: string, count: number): number | undefined {
  if (word === "any") return 1;
  if (word === "all") return count;
  const threshold = Number(word);
  return /^[1-9][0-9]{0,3}$/.test(word) && threshold <= count ? threshold : undefined;
}

const readGroup: Reader = (draft, items, line) => {
  const [name = "", word = "", ...members] = items;
  if (members.length < 1) return fail("policy.wrong-items", { line, word: "group" });
  const threshold = thresholdOf(word, members.length);
  if (threshold === undefined) return fail("policy.bad-threshold", { line, word: clip(word) });
  for (const member of members) {
    const params = { line, word: clip(member) };
    if (!draft.names.has(member)) return fail("policy.unknown-name", params);
    if (draft.members.has(member)) return fail("policy.member-twice", params);
    draft.members.add(member);
  }
  draft.groups.push({ name, threshold, members });
  return takeName(draft, name, line);
};

const readQuorum: Reader = (draft, items, line) => {
  const [name = ""] = items;
  if (items.length !== 1) return fail("policy.wrong-items", { line, word: "quorum" });
  if (draft.quorum !== undefined) return fail("policy.second-quorum", { line });
  if (name !== NONE && !draft.names.has(name))
    return fail("policy.unknown-name", { line, word: clip(name) });
  draft.quorum = name;
  return undefined;
};

const READERS: ReadonlyMap<string, Reader> = new Map([
  ["log", readLog],
  ["witness", readWitness],
  ["group", readGroup],
  ["quorum", readQuorum],
]);

function readLine(draft: Draft, text: string, line: number): Failure | undefined {
  // Tab and line end are the only control characters; names are never folded or normalised.
  if (/[^\P{Cc}\t\u0080-\u009f]/u.test(text)) return fail("policy.bad-character", { line });
  const [word = "", ...items] = text.split(/[ \t]+/).filter((item) => item !== "");
  if (word === "" || word.startsWith("#")) return undefined;
  const reader = READERS.get(word);
  if (reader === undefined) return fail("policy.unknown-line", { line, word: clip(word) });
  return reader(draft, items, line);
}

function parse(text: string): Outcome<Policy> {
  if (typeof text !== "string") return fail("policy.not-text");
  if (text.length > MAX_LENGTH) return fail("policy.too-large", { limit: MAX_LENGTH });
  const draft: Draft = {
    logs: [],
    witnesses: [],
    groups: [],
    names: new Set(),
    members: new Set(),
    logKeys: new Set(),
    witnessKeys: new Set(),
    quorum: undefined,
  };
  for (const [index, line] of text.split("\n").entries()) {
    const failure = readLine(draft, line, index + 1);
    if (failure !== undefined) return failure;
  }
  const { logs, witnesses, groups, quorum } = draft;
  return quorum === undefined
    ? fail("policy.no-quorum")
    : yields({ logs, witnesses, groups, quorum });
}

/** The policy of a text, or `policy.…` with the line that is wrong. A missing last line end is forgiven. */
export function parsePolicy(text: string): Outcome<Policy> {
  return guarded<Outcome<Policy>>(
    () => parse(text),
    (failure) => failure,
  );
}

function reportOf({ name, vkey }: PolicyWitness, note: string): WitnessReport {
  const found = verifyCosignature(note, vkey);
  if (!found.ok) return { name, vkey, ok: false, code: found.code, params: found.params };
  const { timestamp, ...who } = found.value;
  return { name, vkey, ok: true, code: "cosignature.valid", params: { ...who }, timestamp };
}

/** Names whose witness or group has cosigned; groups stand after their members. */
function satisfied(groups: readonly PolicyGroup[], cosigners: readonly string[]): Set<string> {
  const names = new Set(cosigners);
  for (const { name, threshold, members } of groups)
    if (members.filter((member) => names.has(member)).length >= threshold) names.add(name);
  return names;
}

/** Would cosignatures of these witnesses, by their names in the policy, be enough? */
export function isQuorum(policy: Policy, cosigners: readonly string[]): boolean {
  return guarded<boolean>(
    () => policy.quorum === NONE || satisfied(policy.groups, cosigners).has(policy.quorum),
    () => false,
  );
}

function isOfLog({ vkey }: PolicyLog, note: string, origin: string): boolean {
  const key = parseVkey(vkey);
  // The name of the key must be the origin of the log (tlog-policy, "Defining a log").
  return key.ok && key.value.name === origin && verifySignedNote(note, vkey).ok;
}

function evaluate(note: string, policy: Policy): PolicyReport {
  const refused = ({ code, params }: Failure): PolicyReport => ({
    ok: false,
    code,
    params,
    witnesses: [],
  });
  const checkpoint = parseCheckpoint(note);
  if (!checkpoint.ok) return refused(checkpoint);
  const { origin } = checkpoint.value;
  const isKnown = policy.logs.length === 0 || policy.logs.some((log) => isOfLog(log, note, origin));
  if (!isKnown) return refused(fail("policy.log-unknown"));
  const witnesses = policy.witnesses.map((witness) => reportOf(witness, note));
  const cosigners = witnesses.filter(({ ok }) => ok).map(({ name }) => name);
  const ok = isQuorum(policy, cosigners);
  const code = ok ? "policy.quorum-holds" : "policy.quorum-missing";
  return { ok, code, params: { count: cosigners.length }, witnesses };
}

/**
 * Who cosigned the checkpoint, and is it enough? `policy.quorum-holds`, `policy.quorum-missing`, `policy.log-unknown`
 * or why the checkpoint cannot be read. A policy without log lines leaves the log to the reader: check its signature
 * with verifySignedNote.
 */
export function evaluatePolicy(note: string, policy: Policy): PolicyReport {
  return guarded<PolicyReport>(
    () => evaluate(note, policy),
    ({ ok, code, params }) => ({ ok, code, params, witnesses: [] }),
  );
}
