/** Dangerous act: an account, or another link, for somebody who holds a privileged post. */
import Type, { type Static } from "typebox";

import { MOST_INVITED } from "../../../../../contract/src/accounts.ts";
import { OrganisationId } from "../../../../../contract/src/organisation.ts";
import { closed } from "../../../../../contract/src/values.ts";
import { plainDateOf } from "../../../kernel/plain-date.ts";
import { type DangerousAct, defineAct } from "../../approval/act.ts";
import type { FactRegistry } from "../../facts/registry.ts";
import { listAccounts } from "./account-letter.store.ts";
import { openAndRecord, requireInvitable } from "./accounts.service.ts";

const Params = Type.Object(
  { persons: Type.Array(OrganisationId, { minItems: 1, maxItems: MOST_INVITED }) },
  closed,
);
type Params = Static<typeof Params>;

const MOST_NAMED = 50;
const dayOf = (at: string | Date): string => plainDateOf(new Date(at));

/** The approval lets the requester fetch the letters once; until then no link exists. */
export const openPrivilegedAccounts = (registry: FactRegistry, now: () => Date): DangerousAct =>
  defineAct<Params>({
    requestPermission: "accounts.open",
    approvePermission: "organisation.approve",
    kind: "accounts.open",
    params: Params,
    isCollected: true,
    async describe(db, { persons }) {
      const found = await listAccounts(db, { persons, day: dayOf(now()) });
      const [first] = found;
      return {
        subject: persons.length === 1 ? (first?.name ?? persons[0] ?? "") : String(persons.length),
        lines: found.slice(0, MOST_NAMED).map(({ account, name, posts }) => ({
          field: "account" as const,
          as: "text" as const,
          after: `${account} · ${name} · ${posts.join("、")}`.slice(0, 400),
        })),
      };
    },
    async check(tx, { persons }, { at }) {
      requireInvitable(persons, await listAccounts(tx, { persons, day: dayOf(at) }));
    },
    async execute(tx, { persons }, { requester, at }) {
      const accounts = await listAccounts(tx, { persons, day: dayOf(at) });
      const { person: by, unit } = requester;
      await openAndRecord(tx, registry, { accounts, by, unit, at });
    },
  });
