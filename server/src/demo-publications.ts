/** Published items of the demo city over a year: penalties, inspections, results of court and police; their sites. */
import type { FastifyInstance } from "fastify";
import { sql } from "kysely";

import type { Officer } from "../../contract/src/casework.ts";
import type { Role } from "../../contract/src/organisation.ts";
import type { PublishItem } from "../../contract/src/publications.ts";
import { noticePage, type SiteNotice } from "../../simulate/src/index.ts";
import type { Application, AppOptions } from "./app.ts";
import { plainDateOf } from "./kernel/plain-date.ts";
import {
  type ItemActContext,
  newItemId,
  publishItem,
  requireWithdrawal,
  signCopy,
  withdrawItem,
} from "./modules/publication/index.ts";
import type { Database } from "./platform/database.ts";

const DAY_MS = 86_400_000;
const ITEMS = 60;
const SITES = "/demo/sites";

interface DemoAccount {
  readonly account: string;
  readonly name: string;
  readonly unit: string;
  readonly role: Role;
}

interface Demo {
  readonly application: Application;
  readonly options: AppOptions;
}

interface Process {
  readonly ocid: string;
  readonly title: string;
  readonly regime: NonNullable<PublishItem["regime"]>;
  readonly firm: string;
  readonly uscc: string | null;
}

type Kind = PublishItem["kind"];

/** Who publishes the n-th item about which kind of trading: departments by turns, then courts and police. */
const PLAN: readonly (readonly [unit: string, kind: Kind, regime: Process["regime"]])[] = [
  ["housing", "penalty", "works"],
  ["housing", "inspectionResult", "works"],
  ["transport", "penalty", "works"],
  ["court", "courtResult", "works"],
  ["finance", "penalty", "procurement"],
  ["water", "inspectionResult", "works"],
  ["police", "policeResult", "works"],
  ["natural-resources", "inspectionResult", "land"],
  ["housing", "penalty", "works"],
  ["finance", "inspectionResult", "procurement"],
];

interface Words {
  readonly mark: string;
  readonly title: (process: Process) => string;
  readonly text: (process: Process) => string;
  readonly outcome: string;
  readonly legalBasis: string;
  readonly articles: readonly string[];
}

const WORDS: Readonly<Record<Kind, Words>> = {
  penalty: {
    mark: "罚",
    title: ({ firm }) => `对${firm}的行政处罚决定`,
    text: ({ firm, title }) =>
      `当事人${firm}在“${title}”投标中提供虚假业绩材料，有投标文件和业主单位的复函为证。\n以上行为违反招标投标法第三十三条。依照该法第五十四条，处罚款二万元。\n当事人不服本决定的，可以依法申请行政复议或者提起行政诉讼。`,
    outcome: "罚款二万元",
    legalBasis: "行政处罚法第48条",
    articles: ["招标投标法第33条", "招标投标法第54条"],
  },
  inspectionResult: {
    mark: "查",
    title: ({ title }) => `“${title}”双随机抽查结果`,
    text: ({ title }) =>
      `按照年度抽查计划，对“${title}”的招标公告、开标记录、评标报告和合同进行检查。\n检查发现评标报告一处汇总分与明细不一致，已责令改正，改正情况已复核。`,
    outcome: "发现问题已责令改正",
    legalBasis: "国务院关于“双随机、一公开”监管的意见；抽查任务完成后5个工作日内公示",
    articles: ["招标投标法第7条"],
  },
  courtResult: {
    mark: "判",
    title: ({ firm }) => `${firm}串通投标一案处理结果`,
    text: ({ firm, title }) =>
      `被告单位${firm}在“${title}”投标中与其他投标人相互串通投标报价，情节严重。\n以串通投标罪判处该单位罚金十万元；直接负责的主管人员林某某另行判处。判决已发生法律效力。`,
    outcome: "单位犯串通投标罪，判处罚金",
    legalBasis: "最高人民法院关于人民法院在互联网公布裁判文书的规定第3条",
    articles: ["刑法第223条", "刑法第231条"],
  },
  policeResult: {
    mark: "公",
    title: ({ title }) => `“${title}”有关线索的处理结果`,
    text: ({ title }) =>
      `根据移送，对“${title}”招标投标活动中的有关线索开展调查。\n经审查，没有犯罪事实需要追究刑事责任，决定不予立案，有关材料已退回移送单位。`,
    outcome: "不予立案",
    legalBasis: "公安机关办理刑事案件程序规定第178条",
    articles: ["刑事诉讼法第112条"],
  },
};

async function listProcesses(db: Database): Promise<readonly Process[]> {
  const { rows } = await sql<Process>`
    SELECT DISTINCT ON (process.ocid) process.ocid, process.regime, party.name AS firm, party.uscc,
      regexp_replace(process.title, '(公开招标|邀请招标|竞争性磋商|竞争性谈判|单一来源采购|询价|挂牌|拍卖|招标)?公告$', '') AS title
    FROM released.process AS process
    JOIN procurement.award AS award ON award.ocid = process.ocid
    JOIN procurement.party AS party ON party.key = award.supplier_key
    WHERE party.kind = 'organisation'
    ORDER BY process.ocid, party.name LIMIT ${ITEMS * 20}`.execute(db);
  return rows;
}

const contextOf = (
  { application, options }: Demo,
  officer: Officer,
  at: number,
): ItemActContext => ({
  db: options.app.db,
  registry: application.registry,
  officer,
  at: new Date(at).toISOString(),
});

/** Days for which the n-th is shown; some have run out by now, some have no end. */
function lastDay(index: number, publishedAt: number): string | undefined {
  if (index % 5 === 4) return undefined;
  const days = index % 7 === 3 ? 90 : 1095;
  return plainDateOf(new Date(publishedAt + days * DAY_MS));
}

function contentOf(
  index: number,
  process: Process,
  { kind, at, number }: { kind: Kind; at: number; number: string },
): PublishItem {
  const words = WORDS[kind];
  const expiresOn = lastDay(index, at);
  const namesFirm = kind === "penalty" || kind === "courtResult";
  return {
    kind,
    documentNo: number,
    decidedOn: plainDateOf(new Date(at - 2 * DAY_MS)),
    title: words.title(process).slice(0, 300),
    text: words.text(process),
    outcome: words.outcome,
    regime: process.regime,
    ocid: process.ocid,
    legalBasis: words.legalBasis,
    articles: [...words.articles],
    ...(namesFirm
      ? {
          subjects: [
            {
              kind: "organisation",
              name: process.firm,
              ...(process.uscc === null ? {} : { uscc: process.uscc }),
            },
          ],
        }
      : {}),
    ...(expiresOn === undefined ? {} : { expiresOn }),
  };
}

/** Publishes over the past year; some are withdrawn, some are due to be, most copies are signed for. Once. */
export async function publishDemoItems(
  demo: Demo,
  accounts: readonly DemoAccount[],
): Promise<void> {
  const { db } = demo.options.app;
  const { rows } = await sql`SELECT FROM publication.copy LIMIT 1`.execute(db);
  if (rows.length > 0) return;
  const processes = await listProcesses(db);
  const units = await sql<{ id: string; name: string }>`
    SELECT unit AS id, name FROM identity.unit_on(CURRENT_DATE)`.execute(db);
  const names = new Map(units.rows.map(({ id, name }) => [id, name]));
  const officerOf = (unit: string): Officer | undefined => {
    const found = accounts.find((one) => one.unit === unit && SIGNERS.has(one.role));
    const name = names.get(unit);
    if (found === undefined || name === undefined) return undefined;
    return { account: found.account, name: found.name, department: { id: unit, name } };
  };
  const now = demo.options.clock.now().getTime();
  const byRegime = Map.groupBy(processes, ({ regime }) => regime);
  for (let index = 0; index < ITEMS; index++) {
    const [unit, kind, regime] = PLAN[index % PLAN.length] ?? ["housing", "penalty", "works"];
    const officer = officerOf(unit);
    const of = byRegime.get(regime) ?? [];
    const process = of[index % of.length];
    if (officer === undefined || process === undefined) continue;
    const at = now - (360 - index * 6) * DAY_MS;
    const number = `云${unit === "police" ? "公" : unit === "court" ? "法" : "监"}${WORDS[kind].mark}〔${plainDateOf(new Date(at)).slice(0, 4)}〕${index + 11}号`;
    const id = await publishOne(demo, contentOf(index, process, { kind, at, number }), {
      officer,
      at,
    });
    await standOf(demo, { id, index, at, now, officer });
    await signAll(demo, { id, index, at, officers: [...names.keys()].map(officerOf) });
  }
}

const SIGNERS: ReadonlySet<Role> = new Set([
  "officer",
  "coordinator",
  "centre",
  "inspector",
  "police",
  "court",
]);

/** Units that have a site show it there as well. */
async function publishOne(
  demo: Demo,
  content: PublishItem,
  { officer, at }: { officer: Officer; at: number },
): Promise<string> {
  const base = demo.options.sites?.publicUrl();
  const id = newItemId();
  const unit = officer.department.id;
  const hasSite = base !== undefined && (unit === "housing" || unit === "finance");
  const unitUrl = hasSite ? { unitUrl: `${base}${SITES}/${unit}/${id}` } : {};
  return publishItem(contextOf(demo, officer, at), { ...content, ...unitUrl }, id);
}

interface Standing {
  readonly id: string;
  readonly index: number;
  readonly at: number;
  readonly now: number;
  readonly officer: Officer;
}

async function standOf(demo: Demo, { id, index, at, now, officer }: Standing): Promise<void> {
  const isOver = index % 7 === 3 && at + 91 * DAY_MS < now;
  if (isOver) return;
  if (index % 15 === 8)
    await withdrawItem(contextOf(demo, officer, at + 40 * DAY_MS), id, {
      reason: index % 2 === 0 ? "reversed" : "mistaken",
      publicReason: index % 2 === 0 ? "原决定经行政复议撤销。" : "公示内容有误，核对后重新公示。",
    });
  if (index % 20 === 10)
    await requireWithdrawal(contextOf(demo, officer, now - DAY_MS), id, {
      reason: "reversed",
      since: plainDateOf(new Date(now - (index === 10 ? 9 : 1) * DAY_MS)),
      ground: "行政复议决定变更原处理决定。",
    });
}

interface Signing {
  readonly id: string;
  readonly index: number;
  readonly at: number;
  readonly officers: readonly (Officer | undefined)[];
}

/** Of the newest nobody has signed yet; of the others some units forgot. */
async function signAll(demo: Demo, { id, index, at, officers }: Signing): Promise<void> {
  if (index >= ITEMS - 6) return;
  const { rows } = await sql<{ unit: string }>`
    SELECT unit_id AS unit FROM publication.copy WHERE item = ${id} ORDER BY unit_id`.execute(
    demo.options.app.db,
  );
  for (const [place, { unit }] of rows.entries()) {
    const officer = officers.find((one) => one?.department.id === unit);
    if (officer === undefined || (place + index) % 6 === 5) continue;
    await signCopy(contextOf(demo, officer, at + (1 + place / 10) * DAY_MS), id);
  }
}

/** Pages of the simulated departments, beside the portal of the demo; the first of each unit is missing there. */
export function addDemoSites(
  app: FastifyInstance,
  { publicDb, isDemo }: { readonly publicDb: Database; readonly isDemo: () => boolean },
): void {
  app.get<{ Params: { unit: string; id: string } }>(
    `${SITES}/:unit/:id`,
    { config: { permission: "public" }, schema: { hide: true } },
    async ({ params: { unit, id } }, reply) => {
      if (!isDemo()) return reply.callNotFound();
      const { rows } = await sql<SiteNotice & { isFirst: boolean }>`
        SELECT item AS id, unit_name AS unit, view ->> 'title' AS title, view ->> 'documentNo' AS "documentNo",
          view ->> 'decidedOn' AS "decidedOn", view ->> 'text' AS text,
          item = (SELECT item FROM released.item WHERE unit_id = ${unit} AND kind = 'inspectionResult'
                  ORDER BY published_at DESC LIMIT 1) AS "isFirst"
        FROM released.item WHERE unit_id = ${unit} AND item = ${id}`.execute(publicDb);
      const { status, html } = noticePage(rows[0], rows[0]?.isFirst === true);
      return reply.code(status).type("text/html; charset=utf-8").send(html);
    },
  );
}
