/** Opening accounts: by one person for ordinary posts, under four eyes where somebody holds a privileged one. */
import type {
  AccountRow,
  Founder,
  Invite,
  Invited,
  Letter,
} from "../../../../../contract/src/accounts.ts";
import { MOST_INVITED } from "../../../../../contract/src/accounts.ts";
import { plainDateOf } from "../../../kernel/plain-date.ts";
import { RuleViolation } from "../../../kernel/rule-violation.ts";
import { inTransaction, type Tx } from "../../database.ts";
import { recordFact } from "../../facts/record.ts";
import type { FactRegistry } from "../../facts/registry.ts";
import { nextUuid } from "../../facts/uuid.ts";
import type { ActDeps } from "../organisation-acts.service.ts";
import { recordSeparated } from "../organisation-rules.ts";
import type { OrganisationChange } from "../organisation.service.ts";
import { findUnit } from "../organisation.store.ts";
import type { Actor } from "../session.store.ts";
import { newToken } from "../token.ts";
import {
  type AccountFilter,
  addLinks,
  hasActiveHolder,
  listAccounts,
  lockLetters,
  openAccounts,
  type PersonAccount,
  removeLinks,
} from "./account-letter.store.ts";

/** Nobody has come in yet: a letter is the way. Later a lost password is a reset by two persons. */
const INVITABLE: ReadonlySet<string> = new Set(["none", "invited", "lapsed"]);
const isInvitable = ({ state }: PersonAccount): boolean => INVITABLE.has(state);

/** The security administrator for anybody, a chief for the people of his own unit; nobody for himself. */
const isTheirs = ({ role, account, department }: Actor, person: PersonAccount): boolean =>
  person.account !== account &&
  (role === "securityAdmin" || (role === "chief" && person.units.includes(department.id)));

/** To a chief, a person of another unit is like nobody. */
const maySee = ({ role, department }: Actor, { units }: PersonAccount): boolean =>
  role !== "chief" || units.includes(department.id);

export const rowOf = (actor: Actor, person: PersonAccount): AccountRow => {
  const { lastSignInAt, linkExpiresAt, posts, units: _units, ...row } = person;
  return {
    ...row,
    posts: [...posts],
    ...(lastSignInAt === null ? {} : { lastSignInAt: lastSignInAt.toISOString() }),
    ...(linkExpiresAt === null ? {} : { linkExpiresAt: linkExpiresAt.toISOString() }),
    mayInvite: isInvitable(person) && isTheirs(actor, person),
  };
};

/** Facts name at most this many accounts each. */
const MOST_IN_FACT = 500;

export interface Opening {
  readonly accounts: readonly { readonly account: string; readonly name: string }[];
  readonly by: string;
  readonly unit: string;
  readonly reason?: string;
  readonly at: string;
}

/** Opens and records it, in the transaction of the act. */
export async function openAndRecord(
  tx: Tx,
  registry: FactRegistry,
  { accounts, by, unit, reason, at }: Opening,
): Promise<void> {
  await lockLetters(tx);
  await openAccounts(tx, accounts);
  for (let begin = 0; begin < accounts.length; begin += MOST_IN_FACT) {
    const part = accounts.slice(begin, begin + MOST_IN_FACT).map(({ account }) => account);
    await recordFact(tx, registry, {
      kind: "identity.accounts-opened",
      source: "mingjing",
      sourceId: `accounts-opened/${nextUuid(Date.parse(at))}`,
      subject: `unit:${unit}`,
      occurredAt: at,
      payload: { accounts: part, by, unit, ...(reason === undefined ? {} : { reason }) },
    });
  }
}

/** @throws RuleViolation naming the person and what to do instead */
export function requireInvitable(
  persons: readonly string[],
  found: readonly PersonAccount[],
): void {
  const known = new Map(found.map((one) => [one.account, one]));
  for (const person of persons) {
    const row = known.get(person);
    if (row === undefined)
      throw new RuleViolation(
        "accounts.unknown-person",
        { field: "persons", person },
        { status: 404 },
      );
    const { name } = row;
    if (row.state === "closed")
      throw new RuleViolation("accounts.closed", { field: "persons", person, name });
    if (row.state === "active")
      throw new RuleViolation("accounts.in-use", { field: "persons", person, name });
  }
}

const TITLES = { securityAdmin: "安全管理员", auditor: "审计管理员" } as const;

/** Unit, post, person and appointment of the first one of a role. */
function founding(
  { account, name, role, unit }: Founder,
  { day: validFrom, isKnown }: { readonly day: string; readonly isKnown: boolean },
): readonly OrganisationChange[] {
  const post = role === "auditor" ? "first-auditor" : "first-security-admin";
  const appointment = `${post}-a`;
  return [
    ...(isKnown
      ? []
      : [
          {
            kind: "unit-registered" as const,
            payload: { ...unit, unitKind: "coordinator" as const, validFrom },
          },
        ]),
    {
      kind: "post-defined",
      payload: { post, unit: unit.unit, title: TITLES[role], role, jurisdiction: [], validFrom },
    },
    { kind: "person-registered", payload: { person: account, name, validFrom } },
    {
      kind: "appointment-made",
      payload: { appointment, person: account, post, validFrom },
    },
  ];
}

export interface AccountDeps extends ActDeps {
  /** Address that people use; absent: the one a request came to. */
  readonly publicUrl?: string | undefined;
}

// oxlint-disable-next-line max-lines-per-function -- one closure over a list of short acts
export function createAccounts({ db, registry, clock, approvals }: AccountDeps) {
  const today = () => plainDateOf(clock.now());

  /** Those whom the reader sees. */
  async function list(actor: Actor, filter: Omit<AccountFilter, "day">) {
    const found = await listAccounts(db, { ...filter, day: today() });
    return found.filter((person) => maySee(actor, person));
  }

  async function whomOf(actor: Actor, { persons, all }: Invite): Promise<readonly PersonAccount[]> {
    if ((persons === undefined) === (all === undefined))
      throw new RuleViolation("accounts.whom", { field: "persons" }, { status: 400 });
    const found = await list(actor, persons === undefined ? { ...all } : { persons });
    if (persons === undefined) {
      const whom = found.filter((person) => isInvitable(person) && isTheirs(actor, person));
      if (whom.length === 0) throw new RuleViolation("accounts.nobody", { field: "all" });
      return whom.slice(0, MOST_INVITED);
    }
    requireInvitable(persons, found);
    const foreign = found.find((person) => !isTheirs(actor, person));
    if (foreign !== undefined)
      throw new RuleViolation(
        "accounts.not-yours",
        { field: "persons", person: foreign.account, name: foreign.name },
        { status: 403 },
      );
    return found;
  }

  async function lettersFor(
    tx: Tx,
    persons: readonly PersonAccount[],
    base: string,
  ): Promise<Letter[]> {
    const links = persons.map(({ account }) => ({ account, token: newToken() }));
    const until = (await addLinks(tx, links)).toISOString();
    return persons.map(({ account, name, posts }, index) => ({
      account,
      name,
      posts: [...posts],
      // After #: the token is in no log of a proxy and in no referrer.
      link: new URL(`/console/activate#${links[index]?.token ?? ""}`, base).href,
      expiresAt: until,
    }));
  }

  return {
    list,

    async invite(actor: Actor, wish: Invite, base: string): Promise<Invited> {
      const whom = await whomOf(actor, wish);
      const waiting = whom.filter(({ isPrivileged }) => isPrivileged);
      const direct = whom.filter(({ isPrivileged }) => !isPrivileged);
      const approval =
        waiting.length === 0
          ? undefined
          : await approvals.request(actor, {
              act: "accounts.open",
              params: { persons: waiting.map(({ account }) => account) },
              reason: wish.reason,
            });
      const letters =
        direct.length === 0
          ? []
          : await inTransaction(db, async (tx) => {
              await openAndRecord(tx, registry, {
                accounts: direct.map(({ account, name }) => ({ account, name })),
                by: actor.account,
                unit: actor.department.id,
                reason: wish.reason,
                at: clock.now().toISOString(),
              });
              return lettersFor(tx, direct, base);
            });
      return {
        letters,
        ...(approval === undefined ? {} : { approval }),
        waiting: waiting.length,
      };
    },

    /** The letters of an approved request, once; who came in or was closed meanwhile gets none. */
    async collect(actor: Actor, approval: string, base: string): Promise<Invited> {
      const params = await approvals.collect(actor, approval, "accounts.open");
      const { persons } = params as { persons: readonly string[] };
      const letters = await inTransaction(db, async (tx) => {
        await lockLetters(tx);
        const found = await listAccounts(tx, { persons, day: today() });
        return lettersFor(tx, found.filter(isInvitable), base);
      });
      return { letters, waiting: 0 };
    },

    /**
     * The first security administrator or auditor, by the operator of the host: with one account nobody could approve
     * anything. Shut for a role as soon as somebody of it has come in.
     */
    async found({ account, name, role, unit }: Founder, base: string): Promise<Invited> {
      const day = today();
      const at = clock.now().toISOString();
      const letters = await inTransaction(db, async (tx) => {
        await lockLetters(tx);
        if (await hasActiveHolder(tx, role, day))
          throw new RuleViolation("accounts.founded", { field: "role", role });
        const isKnown = (await findUnit(tx, unit.unit, day)) !== undefined;
        const changes = founding({ account, name, role, unit }, { day, isKnown });
        await recordSeparated(tx, registry, { at, changes });
        const found = await listAccounts(tx, { persons: [account], day });
        requireInvitable([account], found);
        await openAndRecord(tx, registry, {
          accounts: found.map((one) => ({ account: one.account, name: one.name })),
          by: "operator",
          unit: unit.unit,
          at,
        });
        return lettersFor(tx, found, base);
      });
      return { letters, waiting: 0 };
    },

    async revoke(actor: Actor, account: string): Promise<void> {
      const [person] = await list(actor, { persons: [account] });
      if (person === undefined)
        throw new RuleViolation(
          "accounts.unknown-person",
          { field: "id", person: account },
          { status: 404 },
        );
      if (!isTheirs(actor, person))
        throw new RuleViolation(
          "accounts.not-yours",
          { field: "id", person: account, name: person.name },
          { status: 403 },
        );
      const at = clock.now();
      await inTransaction(db, async (tx) => {
        await lockLetters(tx);
        if ((await removeLinks(tx, [account])) === 0)
          throw new RuleViolation("accounts.no-link", { field: "id", person: account });
        await recordFact(tx, registry, {
          kind: "identity.account-link-revoked",
          source: "mingjing",
          sourceId: `account-link-revoked/${nextUuid(at.getTime())}`,
          subject: `account:${account}`,
          occurredAt: at.toISOString(),
          payload: { account, by: actor.account, unit: actor.department.id },
        });
      });
    },
  };
}
