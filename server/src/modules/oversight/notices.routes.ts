/** Notices over HTTP: signed by those who watch, answered by the unit, closed by those who watch. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";
import type { Static } from "typebox";

import {
  AnswerNotice,
  CloseNotice,
  NoticeList,
  NoticeView,
  ReceiveNotice,
  SignNotice,
} from "../../../../contract/src/oversight.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import {
  answerNotice,
  closeNotice,
  type OversightAct,
  receiveNotice,
  signNotice,
} from "./notice.service.ts";
import { getNotice, listDrafts, listNotices, readHistory, seesCase } from "./notice.store.ts";
import { mayAct, type NoticeAct } from "./notice.ts";
import { countingOf, type OversightDeps } from "./oversight.routes.ts";
import { ANSWERERS, WATCHERS } from "./roles.ts";
import { ANSWER_DAYS } from "./settings.ts";

const Params = Type.Object({ number: Type.String({ pattern: "^(TX|DC|JZ)-\\d{4}-\\d{3,6}$" }) });
type Params = Static<typeof Params>;
const AUDIT = { object: "oversight", sensitive: true } as const;

const isOne = (roles: readonly string[], { role }: Actor): boolean => roles.includes(role);

function actOf({ db, registry, clock }: OversightDeps, actor: Actor): OversightAct {
  const { account, name, department } = actor;
  return { db, registry, officer: { account, name, department }, at: clock.now().toISOString() };
}

async function readView(
  tx: Tx,
  number: string,
  { actor, now }: { readonly actor: Actor; readonly now: Date },
): Promise<NoticeView> {
  const notice = await getNotice(tx, number, {
    scope: actor.scope,
    counting: await countingOf(tx, now),
  });
  const { content, answerDays, history } = await readHistory(tx, number);
  const isAddressee = isOne(ANSWERERS, actor) && actor.department.id === notice.unit.id;
  const may = (act: NoticeAct, isAllowed: boolean) => isAllowed && mayAct(notice.state, act);
  return {
    notice,
    content,
    answerDays,
    history,
    may: {
      receive: may("receive", isAddressee),
      answer: may("answer", isAddressee),
      close: may("close", isOne(WATCHERS, actor)),
    },
  };
}

export function addNoticeRoutes(app: FastifyInstance, deps: OversightDeps): void {
  const { reader, clock } = deps;
  const view: View = (request, number) => {
    const actor = actorOf(request);
    return reader.read(actor.scope, (tx) => readView(tx, number, { actor, now: clock.now() }));
  };
  addReads(app, deps, view);
  addSigning(app, deps, view);
  addActs(app, deps, view);
}

type View = (request: FastifyRequest, number: string) => Promise<NoticeView>;

function addReads(app: FastifyInstance, { reader, clock }: OversightDeps, view: View): void {
  app.get(
    "/api/oversight/notices",
    {
      config: { permission: "oversight.notices", audit: AUDIT },
      schema: { response: { 200: NoticeList } },
    },
    (request) => {
      const actor = actorOf(request);
      const now = clock.now();
      return reader.read(actor.scope, async (tx) => {
        const rows = await listNotices(tx, actor.scope, await countingOf(tx, now));
        const drafts = isOne(WATCHERS, actor) ? await listDrafts(tx, actor.scope, now) : [];
        return {
          rows: rows.map(({ indicator: _indicator, answerText: _text, ...row }) => row),
          drafts: drafts.map((draft) => ({
            ...draft,
            answerDays: ANSWER_DAYS[draft.content.kind],
          })),
        };
      });
    },
  );

  app.get<{ Params: Params }>(
    "/api/oversight/notices/:number",
    {
      config: { permission: "oversight.notices", audit: AUDIT },
      schema: { params: Params, response: { 200: NoticeView } },
    },
    (request) => view(request, request.params.number),
  );
}

function addSigning(app: FastifyInstance, deps: OversightDeps, view: View): void {
  app.post<{ Body: SignNotice }>(
    "/api/oversight/notices",
    {
      config: { permission: "oversight.sign", audit: { object: "oversight" } },
      schema: { body: SignNotice, response: { 200: NoticeView } },
    },
    async (request) => {
      const actor = actorOf(request);
      const { subject } = request.body.content;
      const isSeen =
        subject === undefined ||
        (await deps.reader.read(actor.scope, (tx) => seesCase(tx, subject)));
      if (!isSeen)
        throw new RuleViolation(
          "oversight.unknown-case",
          { subject: subject ?? "" },
          { status: 404 },
        );
      return view(request, await signNotice(actOf(deps, actor), request.body));
    },
  );
}

function addActs(app: FastifyInstance, deps: OversightDeps, view: View): void {
  const audit = { object: "oversight" } as const;
  const schema = { params: Params, response: { 200: NoticeView } };
  // Both walls before an act: what the reader's login cannot see answers as absent.
  const contextOf = async (request: FastifyRequest, number: string): Promise<OversightAct> => {
    await view(request, number);
    return actOf(deps, actorOf(request));
  };

  app.post<{ Params: Params; Body: { version: number } }>(
    "/api/oversight/notices/:number/receipt",
    {
      config: { permission: "oversight.answer", audit },
      schema: { ...schema, body: ReceiveNotice },
    },
    async (request) => {
      const { number } = request.params;
      await receiveNotice(await contextOf(request, number), { number, ...request.body });
      return view(request, number);
    },
  );

  app.post<{ Params: Params; Body: AnswerNotice }>(
    "/api/oversight/notices/:number/answer",
    {
      config: { permission: "oversight.answer", audit },
      schema: { ...schema, body: AnswerNotice },
    },
    async (request) => {
      const { number } = request.params;
      await answerNotice(await contextOf(request, number), number, request.body);
      return view(request, number);
    },
  );

  app.post<{ Params: Params; Body: CloseNotice }>(
    "/api/oversight/notices/:number/closing",
    { config: { permission: "oversight.sign", audit }, schema: { ...schema, body: CloseNotice } },
    async (request) => {
      const { number } = request.params;
      await closeNotice(await contextOf(request, number), number, request.body);
      return view(request, number);
    },
  );
}
