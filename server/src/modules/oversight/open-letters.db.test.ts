/** What an article that is entered would touch: letters of cases that are not over, of departments and of the watch. */
import { afterAll, beforeAll, expect, test } from "vitest";

import { articleEntered } from "../../../../contract/src/facts/statutes.article-entered.ts";
import type { NoticeContent } from "../../../../contract/src/oversight-values.ts";
import type { StatuteDraft, StatutePreview } from "../../../../contract/src/statutes.ts";
import { aDuty, aNotice, firm, ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { decideAcceptance, receiveVoice, takeVoice } from "../complaints/index.ts";
import { closeNotice, answerNotice, signNotice } from "./notice.service.ts";
import { keepDraft } from "./notice.store.ts";

const HOUSING = { id: "housing", name: "云澜市住房和城乡建设局" };
const OFFICER = { account: "housing-1", name: "陈岚", department: HOUSING };
const AT = "2026-06-01T08:00:00.000Z";

let app: TestApp;
let coordinator: Record<string, string>;
const context = (account = OFFICER) => ({
  db: app.database.app.db,
  registry: app.application.registry,
  officer: account,
  scope: undefined,
  at: AT,
});
const COORDINATOR = {
  account: "coordinator-1",
  name: "江予安",
  department: { id: "coordinator", name: "公管办" },
};

async function aCase(outcome: "accepted" | "refused", letterNo: string): Promise<string> {
  const { number: id } = await inTransaction(app.database.app.db, (tx) =>
    receiveVoice(tx, app.application.registry, {
      content: {
        kind: "complaint",
        regime: "works",
        matter: "result",
        ocid: ocidOf("C1"),
        title: "对评标结果的投诉",
        claims: ["评标结果有误。"],
        writer: { party: firm(3) },
      },
      channel: "web",
      at: "2026-06-01T02:00:00.000Z",
    }),
  );
  await takeVoice(context(), { id, version: 0 });
  const ground = outcome === "refused" ? { ground: "tooLate" as const, text: "已过十日。" } : {};
  await decideAcceptance(context(), { id, version: 1 }, { outcome, letterNo, ...ground });
  return id;
}

const content = (articles: string[]): NoticeContent => ({
  kind: "urge",
  unit: HOUSING,
  title: "TS-2026-0001 已过法定期限",
  ground: "法定期限届满，至今未作出处理决定。",
  demand: "依法作出处理决定。",
  articles,
});

const ARTICLE_61 = "招标投标法实施条例第61条";

let open = "";
beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  await app.send(key, [aDuty({ matter: "complaint" }), aNotice("C1")]);
  await app.settle();
  await app.signIn({ ...OFFICER, departmentId: HOUSING.id, departmentName: HOUSING.name });
  coordinator = await app.signIn({
    ...COORDINATOR,
    departmentId: "coordinator",
    departmentName: "公管办",
    role: "coordinator",
  });
  open = await aCase("accepted", "云建受〔2026〕3号");
  await aCase("refused", "云建不受〔2026〕1号");
});
afterAll(() => app.close());

async function lettersFor(replaces: string): Promise<StatutePreview> {
  const { version: _version, ...example } = articleEntered.example;
  const made = await app.inject({
    method: "POST",
    url: "/api/statutes/article-drafts",
    headers: coordinator,
    payload: {
      ...example,
      id: `${replaces}@2027`,
      replaces,
      validFrom: "2027-01-01",
      clocks: [],
    },
  });
  const { id, errors } = made.json<StatuteDraft>();
  expect(errors).toEqual([]);
  const url = `/api/statutes/drafts/${id}/preview`;
  return (await app.inject({ url, headers: coordinator })).json<StatutePreview>();
}

test("letters sent in open cases and notices that are not closed are listed with number, day and link; drafts too", async () => {
  const urged = await signNotice(context(COORDINATOR), {
    content: content([`${ARTICLE_61}第一款`]),
  });
  await signNotice(context(COORDINATOR), { content: content(["招标投标法实施条例第79条"]) });
  const closed = await signNotice(context(COORDINATOR), { content: content([ARTICLE_61]) });
  await answerNotice(context(), closed, { version: 0, answer: "explained", text: "已作出决定。" });
  await closeNotice(context(COORDINATOR), closed, { version: 1, text: "已办结。" });
  await inTransaction(app.database.app.db, (tx) =>
    keepDraft(tx, { id: "draft-1", madeAt: AT, cause: "T0", content: content([ARTICLE_61]) }),
  );

  const { letters, quotingLetters } = await lettersFor("ZTB-T-61");
  expect(quotingLetters).toBe(3);
  expect(letters).toEqual([
    {
      kind: "acceptance",
      state: "issued",
      number: "云建受〔2026〕3号",
      on: "2026-06-01",
      case: open,
      link: `/voices/${open}`,
    },
    {
      kind: "urge",
      state: "issued",
      number: urged,
      on: "2026-06-01",
      link: `/oversight/notices/${urged}`,
    },
    { kind: "urge", state: "drafted", on: "2026-06-01", link: "/oversight" },
  ]);
});

test("an article that no open letter quotes lists none", async () => {
  expect(await lettersFor("CG-56")).toMatchObject({ quotingLetters: 0, letters: [] });
});
