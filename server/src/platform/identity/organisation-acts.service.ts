/** Acts on the organisation by one person alone; those that need a second one are asked for instead. */
import { sql } from "kysely";

import type { HandoverItem } from "../../../../contract/src/facts/identity.handover-offered.ts";
import type {
  Appoint,
  DeclareRecusal,
  Delegate,
  EndAppointment,
  OfferHandover,
  RecordLeave,
  RegisterPerson,
} from "../../../../contract/src/organisation-api.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Approvals } from "../approval/index.ts";
import type { Clock } from "../clock.ts";
import { type Database, inTransaction, type Tx } from "../database.ts";
import type { FactRegistry } from "../facts/registry.ts";
import { nextUuid } from "../facts/uuid.ts";
import { type Appointments, changesOf } from "./organisation-acts.ts";
import {
  isPrivilegedPost,
  recordSeparated,
  requireNotPast,
  requireOrder,
  requirePerson,
  requirePost,
  requireSameBranch,
} from "./organisation-rules.ts";
import type { OrganisationChange } from "./organisation.service.ts";
import { appointmentsOf, findAppointment, findPost } from "./organisation.store.ts";
import type { Actor } from "./session.store.ts";

export interface ActDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly approvals: Approvals;
}

/** Done at once: undefined. Otherwise the id of the request that waits. */
export type ActResult = string | undefined;

const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
export const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

const MANAGERS: ReadonlySet<string> = new Set(["systemAdmin", "securityAdmin"]);

/** Administrators of the organisation act for every unit, a chief for the own one. */
export const mayActForUnit = ({ role, department }: Actor, unit: string | undefined): boolean =>
  MANAGERS.has(role) || (role === "chief" && department.id === unit);

// oxlint-disable-next-line max-lines-per-function -- one closure over a list of short acts
export function createOrganisationActs({ db, registry, clock, approvals }: ActDeps) {
  const today = () => plainDateOf(clock.now());
  const newId = (letter: string) => `${letter}-${nextUuid(clock.now().getTime())}`;
  const record = (tx: Tx, changes: readonly OrganisationChange[]) =>
    recordSeparated(tx, registry, { changes, at: clock.now().toISOString() });

  /** A chief acts for persons of the own unit. @throws RuleViolation organisation.not-yours */
  async function requireActFor(tx: Tx, actor: Actor, person: string): Promise<void> {
    if (person === actor.account || MANAGERS.has(actor.role)) return;
    const held = await appointmentsOf(tx, person, today());
    if (!held.some(({ unit }) => mayActForUnit(actor, unit)))
      throw new RuleViolation("organisation.not-yours", {}, { status: 403 });
  }

  /** Alone where the post is an ordinary one and somebody else's; otherwise by request. */
  async function appointOrAsk(
    actor: Actor,
    given: Appointments,
    reason: string,
  ): Promise<ActResult> {
    const needsSecond = await inTransaction(db, async (tx) => {
      for (const { person, post, validFrom, validTo } of given.appointments) {
        const day = validFrom > today() ? validFrom : today();
        const isSelfGrant =
          person === actor.account && given.handover === undefined && validTo === undefined;
        if (isSelfGrant || (await isPrivilegedPost(tx, post, day))) return true;
      }
      await record(tx, changesOf(given));
      return false;
    });
    if (!needsSecond) return undefined;
    return approvals.request(actor, {
      act: "organisation.appoint-privileged",
      params: given,
      reason,
    });
  }

  return {
    async registerPerson(payload: RegisterPerson): Promise<void> {
      requireOrder(payload.validFrom, payload.validTo);
      await inTransaction(db, (tx) => record(tx, [{ kind: "person-registered", payload }]));
    },

    async appoint(actor: Actor, { reason, ...term }: Appoint): Promise<ActResult> {
      requireOrder(term.validFrom, term.validTo);
      requireNotPast("validFrom", term.validFrom, today());
      await inTransaction(db, async (tx) => {
        await requirePerson(tx, term.person, { day: term.validFrom });
        const { unit } = await requirePost(tx, term.post, term.validFrom);
        if (!mayActForUnit(actor, unit))
          throw new RuleViolation("organisation.not-yours", {}, { status: 403 });
      });
      const appointments = [{ appointment: newId("a"), ...term }];
      return appointOrAsk(actor, { appointments }, reason);
    },

    async endAppointment(
      actor: Actor,
      appointment: string,
      { lastDay, reason }: EndAppointment,
    ): Promise<ActResult> {
      // Yesterday as the last day: it ends at once.
      requireNotPast("lastDay", lastDay, dayBefore(today()));
      const row = await findAppointment(db, appointment);
      if (row === undefined) throw new RuleViolation("organisation.not-found");
      if (row.validTo !== null && row.validTo <= lastDay)
        throw new RuleViolation("organisation.no-change", { field: "lastDay", day: row.validTo });
      const post = await findPost(db, row.post, today());
      if (!mayActForUnit(actor, post?.unit))
        throw new RuleViolation("organisation.not-yours", {}, { status: 403 });
      const { person, validFrom } = row;
      const ended = { appointment, person, post: row.post, validFrom, validTo: lastDay };
      return appointOrAsk(actor, { appointments: [ended] }, reason);
    },

    /** By the holder of the post only, to somebody of the same branch. */
    async delegate(actor: Actor, given: Delegate): Promise<void> {
      requireOrder(given.validFrom, given.validTo);
      requireNotPast("validFrom", given.validFrom, today());
      if (given.toPerson === actor.account)
        throw new RuleViolation("organisation.to-oneself", { field: "toPerson" });
      const delegation = newId("d");
      await inTransaction(db, async (tx) => {
        const held = await appointmentsOf(tx, actor.account, given.validFrom);
        const own = held.find(({ post }) => post === given.post);
        if (own === undefined)
          throw new RuleViolation("organisation.not-yours", {}, { status: 403 });
        await requirePerson(tx, given.toPerson, { day: given.validFrom, field: "toPerson" });
        const { toPerson: person, validFrom: day } = given;
        await requireSameBranch(tx, { unit: own.unit, person, day });
        const payload = { delegation, fromPerson: actor.account, ...given };
        await record(tx, [{ kind: "delegation-made", payload }]);
      });
    },

    async recordLeave(
      actor: Actor,
      { person = actor.account, ...given }: RecordLeave,
    ): Promise<void> {
      requireOrder(given.validFrom, given.validTo);
      requireNotPast("validFrom", given.validFrom, today());
      if (given.deputy === person)
        throw new RuleViolation("organisation.to-oneself", { field: "deputy" });
      const leave = newId("l");
      await inTransaction(db, async (tx) => {
        await requireActFor(tx, actor, person);
        await requirePerson(tx, given.deputy, { day: given.validFrom, field: "deputy" });
        for (const { unit } of await appointmentsOf(tx, person, given.validFrom))
          await requireSameBranch(tx, { unit, person: given.deputy, day: given.validFrom });
        await record(tx, [{ kind: "leave-recorded", payload: { leave, person, ...given } }]);
      });
    },

    async declareRecusal(
      actor: Actor,
      { person = actor.account, ...given }: DeclareRecusal,
    ): Promise<void> {
      requireOrder(given.validFrom, given.validTo);
      const recusal = newId("e");
      await inTransaction(db, async (tx) => {
        await requireActFor(tx, actor, person);
        await requirePerson(tx, person, { day: given.validFrom });
        await record(tx, [{ kind: "recusal-declared", payload: { recusal, person, ...given } }]);
      });
    },

    /** The holder offers the post with the list of open work; nothing changes before the receipt. */
    async offerHandover(actor: Actor, given: OfferHandover): Promise<void> {
      requireNotPast("lastDay", given.lastDay, today());
      if (given.toPerson === actor.account)
        throw new RuleViolation("organisation.to-oneself", { field: "toPerson" });
      const handover = newId("h");
      await inTransaction(db, async (tx) => {
        const held = await appointmentsOf(tx, actor.account, today());
        if (!held.some(({ post }) => post === given.post))
          throw new RuleViolation("organisation.not-yours", {}, { status: 403 });
        await requirePerson(tx, given.toPerson, {
          day: dayAfter(given.lastDay),
          field: "toPerson",
        });
        const items = await openLeadsOf(tx, actor.account);
        const payload = { handover, fromPerson: actor.account, items, ...given };
        await record(tx, [{ kind: "handover-offered", payload }]);
      });
    },

    /** By the receiver: the giver's appointment ends, the receiver's begins the day after. */
    async receiveHandover(actor: Actor, handover: string): Promise<ActResult> {
      const offer = await findOffer(db, handover);
      if (offer === undefined || offer.toPerson !== actor.account)
        throw new RuleViolation("organisation.not-found");
      if (offer.isReceived) throw new RuleViolation("organisation.received-already");
      const held = await appointmentsOf(db, offer.fromPerson, offer.lastDay);
      const given = held.find(({ post }) => post === offer.post);
      if (given === undefined) throw new RuleViolation("organisation.giver-left");
      const { appointment, person, post, validFrom } = given;
      const appointments = [
        { appointment, person, post, validFrom, validTo: offer.lastDay },
        {
          appointment: newId("a"),
          person: actor.account,
          post,
          validFrom: dayAfter(offer.lastDay),
          ...(given.validTo === null ? {} : { validTo: given.validTo }),
        },
      ];
      const receipt = { handover, person: actor.account };
      return appointOrAsk(actor, { appointments, handover: receipt }, offer.note ?? "工作交接");
    },
  };
}
export type OrganisationActs = ReturnType<typeof createOrganisationActs>;

interface Offer {
  readonly fromPerson: string;
  readonly toPerson: string;
  readonly post: string;
  readonly lastDay: string;
  readonly note: string | null;
  readonly isReceived: boolean;
}

async function findOffer(db: Database, handover: string): Promise<Offer | undefined> {
  const { rows } = await sql<Offer>`
    SELECT from_person AS "fromPerson", to_person AS "toPerson", post, last_day::text AS "lastDay",
      left(note, 400) AS note, handover_receipt.handover IS NOT NULL AS "isReceived"
    FROM identity.handover LEFT JOIN identity.handover_receipt USING (handover)
    WHERE handover.handover = ${handover}`.execute(db);
  return rows[0];
}

/** Leads that the person acted on last and that are not decided yet. */
async function openLeadsOf(tx: Tx, person: string): Promise<readonly HandoverItem[]> {
  const { rows } = await sql<HandoverItem>`
    SELECT lead.id AS lead, lead.number, lead.title, handling.state
    FROM casework.handling JOIN screening.lead ON lead.id = handling.lead_id
    WHERE handling.state NOT IN ('decided', 'published', 'closed') AND (
      SELECT event.payload -> 'officer' ->> 'account' FROM casework.event
      WHERE event.lead_id = handling.lead_id AND event.payload ? 'officer'
      ORDER BY event.version DESC LIMIT 1) = ${person}
    ORDER BY lead.number LIMIT 2000`.execute(tx);
  return rows;
}
