/** Dangerous acts on the organisation: units, posts, privileged appointments, accounts. */
import Type, { type Static } from "typebox";

import type { ChangeLine } from "../../../../contract/src/approval.ts";
import type { AppointmentMade } from "../../../../contract/src/facts/identity.appointment-made.ts";
import { appointmentMade } from "../../../../contract/src/facts/identity.appointment-made.ts";
import {
  postDefined,
  type PostDefined,
} from "../../../../contract/src/facts/identity.post-defined.ts";
import {
  unitRegistered,
  type UnitRegistered,
} from "../../../../contract/src/facts/identity.unit-registered.ts";
import { OrganisationId, type Role } from "../../../../contract/src/organisation.ts";
import { closed } from "../../../../contract/src/values.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type DangerousAct, defineAct } from "../approval/act.ts";
import type { FactRegistry } from "../facts/registry.ts";
import { accountState, setAccountState } from "./account.store.ts";
import {
  isPrivileged,
  recordSeparated,
  requireNoCircle,
  requireOrder,
  requirePerson,
  requirePost,
  requireUnit,
} from "./organisation-rules.ts";
import type { OrganisationChange } from "./organisation.service.ts";
import { findAppointment, findPersonName, findPost, findUnit } from "./organisation.store.ts";

const MANAGE = {
  requestPermission: "organisation.manage",
  approvePermission: "organisation.approve",
} as const;

type Before = string | null | undefined;

/** A line, if the values differ or there is something to say. */
export function line(
  field: string,
  as: ChangeLine["as"],
  values: { readonly before?: Before; readonly after?: Before },
): readonly ChangeLine[] {
  const before = values.before ?? undefined;
  const after = values.after ?? undefined;
  if (before === after) return [];
  return [
    {
      field,
      as,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ];
}

const registerUnit = (registry: FactRegistry): DangerousAct =>
  defineAct<UnitRegistered>({
    ...MANAGE,
    kind: "organisation.register-unit",
    params: unitRegistered.payload,
    async describe(db, unit) {
      const was = await findUnit(db, unit.unit, unit.validFrom);
      return {
        subject: unit.name,
        lines: [
          ...line("name", "text", { before: was?.name, after: unit.name }),
          ...line("unitKind", "unitKind", { before: was?.kind, after: unit.unitKind }),
          ...line("parent", "text", { before: was?.parent, after: unit.parent }),
          ...line("stationedIn", "text", { before: was?.stationedIn, after: unit.stationedIn }),
          ...line("place", "text", { before: was?.place, after: unit.place }),
          ...line("party", "text", {
            before: was?.party?.kind === "organisation" ? was.party.name : undefined,
            after: unit.party?.name,
          }),
          ...line("validFrom", "day", { before: was?.validFrom, after: unit.validFrom }),
          ...line("validTo", "day", { before: was?.validTo, after: unit.validTo }),
        ],
      };
    },
    async check(tx, { unit, parent, stationedIn, validFrom, validTo }) {
      requireOrder(validFrom, validTo);
      await requireNoCircle(tx, { unit, parent, day: validFrom });
      if (stationedIn !== undefined)
        await requireUnit(tx, stationedIn, { day: validFrom, field: "stationedIn" });
    },
    execute: (tx, payload, { at }) =>
      recordSeparated(tx, registry, { changes: [{ kind: "unit-registered", payload }], at }),
  });

const definePost = (registry: FactRegistry): DangerousAct =>
  defineAct<PostDefined>({
    ...MANAGE,
    kind: "organisation.define-post",
    params: postDefined.payload,
    async describe(db, post) {
      const was = await findPost(db, post.post, post.validFrom);
      const unit = (id: string | undefined) =>
        id === undefined
          ? undefined
          : findUnit(db, id, post.validFrom).then((found) => found?.name ?? id);
      const isSame = JSON.stringify(was?.jurisdiction) === JSON.stringify(post.jurisdiction);
      return {
        subject: post.title,
        lines: [
          ...line("title", "text", { before: was?.title, after: post.title }),
          ...line("unit", "text", { before: await unit(was?.unit), after: await unit(post.unit) }),
          ...line("role", "role", { before: was?.role, after: post.role }),
          ...(isSame
            ? []
            : [
                {
                  field: "jurisdiction",
                  as: "clauses" as const,
                  ...(was === undefined ? {} : { before: [...was.jurisdiction] }),
                  after: post.jurisdiction,
                },
              ]),
          ...line("validFrom", "day", { before: was?.validFrom, after: post.validFrom }),
          ...line("validTo", "day", { before: was?.validTo, after: post.validTo }),
        ],
      };
    },
    async check(tx, { unit, validFrom, validTo }) {
      requireOrder(validFrom, validTo);
      await requireUnit(tx, unit, { day: validFrom });
    },
    execute: (tx, payload, { at }) =>
      recordSeparated(tx, registry, { changes: [{ kind: "post-defined", payload }], at }),
  });

const Appointments = Type.Object(
  {
    appointments: Type.Array(appointmentMade.payload, { minItems: 1, maxItems: 4 }),
    /** Received with them. */
    handover: Type.Optional(
      Type.Object({ handover: OrganisationId, person: OrganisationId }, closed),
    ),
  },
  closed,
);
export type Appointments = Static<typeof Appointments>;

/** An appointment with the names that a reader understands. */
async function appointmentLines(
  db: Parameters<DangerousAct["describe"]>[0],
  made: AppointmentMade,
): Promise<readonly ChangeLine[]> {
  const was = await findAppointment(db, made.appointment);
  const day = made.validFrom;
  const post = await findPost(db, made.post, day);
  const unit = post === undefined ? undefined : await findUnit(db, post.unit, day);
  const isNew = was === undefined;
  const seen = (value: string | undefined) => ({ after: value });
  return [
    ...line("person", "text", seen(await findPersonName(db, made.person, day))),
    ...line("post", "text", seen(post?.title ?? made.post)),
    ...line("unit", "text", seen(unit?.name)),
    ...line("role", "role", seen(post?.role)),
    ...line("validFrom", "day", isNew ? { after: day } : { before: was.validFrom, after: day }),
    ...line("validTo", "day", { before: was?.validTo, after: made.validTo }),
  ];
}

export const changesOf = ({
  appointments,
  handover,
}: Appointments): readonly OrganisationChange[] => [
  ...appointments.map((payload) => ({ kind: "appointment-made" as const, payload })),
  ...(handover === undefined ? [] : [{ kind: "handover-received" as const, payload: handover }]),
];

const appointPrivileged = (registry: FactRegistry): DangerousAct =>
  defineAct<Appointments>({
    requestPermission: "organisation.own",
    approvePermission: "organisation.approve",
    kind: "organisation.appoint-privileged",
    params: Appointments,
    async describe(db, { appointments }) {
      const last = appointments.at(-1) as AppointmentMade;
      const lines = [];
      for (const made of appointments) lines.push(...(await appointmentLines(db, made)));
      const subject = (await findPersonName(db, last.person, last.validFrom)) ?? last.person;
      return { subject, lines };
    },
    async check(tx, { appointments }) {
      for (const { person, post, validFrom, validTo } of appointments) {
        // The end of one may lie before its beginning: it never came into force.
        await requirePerson(tx, person, { day: validFrom });
        if (validTo === undefined || validTo >= validFrom) await requirePost(tx, post, validFrom);
      }
    },
    execute: (tx, params, { at }) =>
      recordSeparated(tx, registry, { changes: changesOf(params), at }),
  });

const Account = Type.Object(
  { account: OrganisationId, state: Type.Enum(["disabled", "enabled"] as const) },
  closed,
);

/** Closing an account is a way to silence who would object; opening one, to come back. */
const changeAccount = (): DangerousAct =>
  defineAct<Static<typeof Account>>({
    requestPermission: "accounts.manage",
    approvePermission: "organisation.approve",
    kind: "accounts.set-state",
    params: Account,
    async describe(db, { account, state }) {
      const was = await accountState(db, account);
      const before = was?.isDisabled === true ? "disabled" : "enabled";
      return {
        subject: was?.name ?? account,
        lines: [
          { field: "account", as: "text", after: account },
          { field: "accountState", as: "text", before, after: state },
        ],
      };
    },
    async check(tx, { account, state }, { at }) {
      const was = await accountState(tx, account);
      if (was === undefined)
        throw new RuleViolation("organisation.unknown-person", {
          field: "account",
          person: account,
        });
      if (was.isDisabled === (state === "disabled"))
        throw new RuleViolation("organisation.no-change", {
          field: "state",
          day: plainDateOf(new Date(at)),
        });
    },
    execute: (tx, { account, state }) => setAccountState(tx, account, state === "disabled"),
  });

const Import = Type.Object(
  {
    changes: Type.Array(
      Type.Object(
        {
          kind: Type.Enum([
            "unit-registered",
            "post-defined",
            "person-registered",
            "appointment-made",
          ] as const),
          payload: Type.Record(Type.String(), Type.Unknown()),
        },
        closed,
      ),
      { minItems: 1, maxItems: 50_000 },
    ),
  },
  closed,
);

const importOrganisation = (registry: FactRegistry): DangerousAct =>
  defineAct<Static<typeof Import>>({
    ...MANAGE,
    kind: "organisation.import",
    params: Import,
    async describe(_db, { changes }) {
      const count = (kind: string) =>
        String(changes.filter((change) => change.kind === kind).length);
      const privileged = changes.filter(({ payload }) => isPrivileged(payload["role"] as Role));
      return {
        subject: `${changes.length}`,
        lines: [
          ...["unit-registered", "post-defined", "person-registered", "appointment-made"].map(
            (kind) => ({
              field: kind,
              as: "number" as const,
              after: count(kind),
            }),
          ),
          ...privileged.slice(0, 50).map(({ payload }) => ({
            field: "role",
            as: "text" as const,
            after: `${String(payload["title"])} (${String(payload["post"])})`,
          })),
        ],
      };
    },
    execute: (tx, { changes }, { at }) => recordSeparated(tx, registry, { changes, at }),
  });

export const organisationActs = (registry: FactRegistry): readonly DangerousAct[] => [
  registerUnit(registry),
  definePost(registry),
  appointPrivileged(registry),
  changeAccount(),
  importOrganisation(registry),
];
