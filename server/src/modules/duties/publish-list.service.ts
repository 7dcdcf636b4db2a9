/** Publishing a version of the list decides whose matter everything is: a person of another unit approves it. */
import Type, { type Static } from "typebox";

import type { DutyChange } from "../../../../contract/src/duties.ts";
import { DutyList } from "../../../../contract/src/facts/duties.list-published.ts";
import { closed } from "../../../../contract/src/values.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type DangerousAct, defineAct } from "../../platform/approval/index.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { dropDraft, findDraft, listHeads, listItems } from "./duties.store.ts";
import { differenceOf } from "./duty.ts";
import { checkList, publishVersionIn } from "./versions.service.ts";

export const PUBLISH_LIST = "duties.publish-list";

/** The list itself and not only its draft: what is published is what the approver read. */
const Params = Type.Object(
  {
    draft: Type.String({ format: "uuid" }),
    /** Account of whoever wrote it. */
    madeBy: Type.String({ minLength: 1, maxLength: 100 }),
    list: DutyList,
  },
  closed,
);
type Params = Static<typeof Params>;

const MOST_SHOWN = 100;

const nameOf = ({ item, before, after }: DutyChange): string =>
  `${item} ${(after ?? before)?.department.name ?? ""}`;

/** One line an item: what it was, what it becomes. */
const lineOf = (change: DutyChange) => ({
  field: "item",
  as: "text" as const,
  ...(change.before === undefined ? {} : { before: nameOf({ ...change, after: change.before }) }),
  ...(change.after === undefined ? {} : { after: nameOf(change) }),
});

export const publishListAct = (registry: FactRegistry): DangerousAct =>
  defineAct<Params>({
    kind: PUBLISH_LIST,
    requestPermission: "duties.publish",
    approvePermission: "duties.publish",
    params: Params,
    async describe(db, { list }) {
      const head = (await listHeads(db))[0];
      const items = head === undefined ? [] : await listItems(db, head.number);
      const { changes } = differenceOf(items, list.items);
      const number = (value: number | undefined) =>
        value === undefined ? {} : { before: String(value) };
      return {
        subject: list.documentNo,
        lines: [
          { field: "number", as: "number", ...number(head?.number), after: String(list.number) },
          { field: "title", as: "text", after: list.title },
          { field: "validFrom", as: "day", after: list.validFrom },
          {
            field: "items",
            as: "number",
            ...number(items.length),
            after: String(list.items.length),
          },
          ...changes.slice(0, MOST_SHOWN).map(lineOf),
        ],
      };
    },
    async check(tx, { list, madeBy }, { approver, at }) {
      if (approver?.person === madeBy) throw new RuleViolation("duties.own-draft");
      checkList(list, await listHeads(tx), plainDateOf(new Date(at)));
    },
    async execute(tx, { draft, list }, { at }) {
      await publishVersionIn(tx, registry, { list, at });
      // A draft that was changed meanwhile is another list, and stays.
      const now = await findDraft(tx, draft);
      if (now !== undefined && canonicalJson(now.list) === canonicalJson(list))
        await dropDraft(tx, draft);
    },
  });
