import type { Client } from "../../../../contract/src/client.ts";
import type { UnitPost } from "../../../../contract/src/organisation-api.ts";
/** Each act on the organisation as a list of fields and a request. Pure, but for the client it is given. */
import type { ActReply } from "../../../../contract/src/organisation-client.ts";
import {
  type JurisdictionClause,
  ROLES,
  UNIT_KINDS,
} from "../../../../contract/src/organisation.ts";

export type ActName =
  | "register-unit"
  | "define-post"
  | "change-post"
  | "register-person"
  | "appoint"
  | "end"
  | "delegate"
  | "leave"
  | "recusal"
  | "handover";

/** What the page knows already. */
export interface ActContext {
  readonly unit?: string;
  readonly post?: string;
  readonly person?: string;
  readonly appointment?: string;
  readonly definition?: UnitPost;
}

export interface ActField {
  readonly name: string;
  /** Key below organisation:form. */
  readonly label: string;
  readonly kind: "text" | "long" | "day" | "person" | "choice" | "clauses";
  readonly isOptional?: boolean;
  readonly hint?: string;
  /** List of words and its codes. */
  readonly choices?: readonly [string, readonly string[]];
}

export interface ActValues {
  readonly texts: Readonly<Record<string, string>>;
  readonly clauses: readonly JurisdictionClause[];
}

interface ActForm {
  readonly fields: readonly ActField[];
  /** True if a second person always has to approve. */
  readonly needsSecond?: boolean;
  readonly initial?: (context: ActContext) => Partial<ActValues>;
  readonly send: (api: Client, values: ActValues, context: ActContext) => Promise<ActReply>;
}

const RELATIONS = ["family", "formerEmployer", "shareholding", "dispute", "other"];
const id: ActField = { name: "id", label: "id", kind: "text", hint: "idHint" };
const from: ActField = { name: "validFrom", label: "from", kind: "day" };
const to: ActField = { name: "validTo", label: "to", kind: "day" };
const openEnd: ActField = { ...to, isOptional: true };
const reason: ActField = { name: "reason", label: "reason", kind: "long", hint: "reasonHint" };

/** Fields that were left empty are not sent. */
const filled = (texts: ActValues["texts"]) =>
  Object.fromEntries(
    Object.entries(texts)
      .map(([name, text]) => [name, text.trim()] as const)
      .filter(([, text]) => text !== ""),
  );

const postFields: readonly ActField[] = [
  { name: "title", label: "title", kind: "text" },
  { name: "role", label: "role", kind: "choice", choices: ["role", ROLES] },
  { name: "jurisdiction", label: "clause", kind: "clauses" },
  from,
  openEnd,
  reason,
];

export const ACT_FORMS: Readonly<Record<ActName, ActForm>> = {
  "register-unit": {
    needsSecond: true,
    fields: [
      id,
      { name: "name", label: "name", kind: "text" },
      { name: "unitKind", label: "kind", kind: "choice", choices: ["unitKind", UNIT_KINDS] },
      { name: "parent", label: "parent", kind: "text", isOptional: true },
      { name: "place", label: "place", kind: "text", isOptional: true },
      from,
      openEnd,
      reason,
    ],
    send: (api, { texts }) => {
      const { id: unit, ...rest } = filled(texts);
      return api.registerUnit({ unit, ...rest } as never);
    },
  },
  "define-post": {
    needsSecond: true,
    fields: [id, ...postFields],
    send: (api, { texts, clauses }, { unit }) => {
      const { id: post, ...rest } = filled(texts);
      return api.definePost({ post, unit, jurisdiction: clauses, ...rest } as never);
    },
  },
  "change-post": {
    needsSecond: true,
    fields: postFields,
    initial: ({ definition }) => ({
      texts: { title: definition?.title ?? "", role: definition?.role ?? "" },
      clauses: definition?.jurisdiction ?? [],
    }),
    send: (api, { texts, clauses }, { unit, definition }) =>
      api.definePost({
        post: definition?.post,
        unit,
        jurisdiction: clauses,
        ...filled(texts),
      } as never),
  },
  "register-person": {
    fields: [id, { name: "name", label: "personName", kind: "text" }, from],
    send: (api, { texts }) => {
      const { id: person, ...rest } = filled(texts);
      return api.registerPerson({ person, ...rest } as never);
    },
  },
  appoint: {
    fields: [{ name: "person", label: "person", kind: "person" }, from, openEnd, reason],
    send: (api, { texts }, { post }) => api.appoint({ post, ...filled(texts) } as never),
  },
  end: {
    fields: [{ name: "lastDay", label: "lastDay", kind: "day" }, reason],
    send: (api, { texts }, { appointment = "" }) =>
      api.endAppointment(appointment, filled(texts) as never),
  },
  delegate: {
    fields: [{ name: "toPerson", label: "toPerson", kind: "person" }, from, to, reason],
    send: (api, { texts }, { post }) => api.delegate({ post, ...filled(texts) } as never),
  },
  leave: {
    fields: [
      { name: "deputy", label: "deputy", kind: "person" },
      from,
      to,
      { name: "reason", label: "reason", kind: "long", isOptional: true },
    ],
    send: (api, { texts }, { person }) => api.recordLeave({ person, ...filled(texts) } as never),
  },
  recusal: {
    fields: [
      { name: "party", label: "party", kind: "text" },
      { name: "relation", label: "relation", kind: "choice", choices: ["relation", RELATIONS] },
      from,
      openEnd,
    ],
    send: (api, { texts }, { person }) => {
      const { party, ...rest } = filled(texts);
      return api.declareRecusal({
        person,
        party: { kind: "organisation", name: party },
        ...rest,
      } as never);
    },
  },
  handover: {
    fields: [
      { name: "toPerson", label: "toPerson", kind: "person" },
      { name: "lastDay", label: "lastDay", kind: "day" },
      { name: "note", label: "note", kind: "long", isOptional: true },
    ],
    send: (api, { texts }, { post }) => api.offerHandover({ post, ...filled(texts) } as never),
  },
};

/** Names of fields that still have to be filled in. */
export const missingOf = (name: ActName, { texts }: ActValues): readonly string[] =>
  ACT_FORMS[name].fields
    .filter(
      ({ kind, isOptional, name: field }) =>
        kind !== "clauses" && isOptional !== true && (texts[field] ?? "").trim() === "",
    )
    .map((field) => field.name);
