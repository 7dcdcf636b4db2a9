/** Calendar and law of the demo city: one correction that was approved, one change that waits for a second person. */
import { publishedYears } from "../../clocks/src/index.ts";
import type { Application, AppOptions } from "./app.ts";
import { plainDateOf } from "./kernel/plain-date.ts";
import { askForEntry, type Entry, readCalendar } from "./modules/statutes/index.ts";
import { createApprovals } from "./platform/approval/index.ts";
import type { Permissions } from "./platform/module.ts";

const DAY_MS = 86_400_000;
const CORRECTED_DAYS_AGO = 20;
const APPROVED_AFTER_MS = 3_600_000;
const YEAR = 2026;
/** New Year's Eve, a public holiday since the rules of 2024: its name alone is added, no day changes. */
const EVE = "2026-02-16";

async function actorFor({ sessions }: Application, account: string) {
  const token = await sessions.open({ account, methods: ["demo"] });
  const actor = await sessions.findActor(token);
  await sessions.close(token);
  if (actor === undefined) throw new Error(`the demo has no account ${account}`);
  return actor;
}

/** Once: where the year was corrected, both were done. */
export async function enterDemoStatutes(
  application: Application,
  options: AppOptions,
): Promise<void> {
  const { clock, app, log } = options;
  const { db } = app;
  if ((await readCalendar(db)).versionOf(YEAR) !== `${YEAR}/published`) return;
  const coordinator = await actorFor(application, "coordinator-1");
  const security = await actorFor(application, "security-2");
  const { modules, registry } = application;
  const now = clock.now();
  const then = { at: new Date(now.getTime() - CORRECTED_DAYS_AGO * DAY_MS) };
  const approvals = createApprovals({ db, registry, log, clock: { now: () => then.at } });
  approvals.start(
    modules.flatMap((module) => module.dangerousActs ?? []),
    Object.assign({}, ...modules.map((module) => module.permissions)) as Permissions,
  );
  const request = await askForEntry({ db, approvals }, coordinator, {
    entry: namedEve(),
    reason: "与《全国年节及纪念日放假办法》的名称一致",
    at: then.at,
  });
  then.at = new Date(then.at.getTime() + APPROVED_AFTER_MS);
  await approvals.approve(security, request, String(YEAR));
  await askForEntry({ db, approvals: application.approvals }, coordinator, {
    entry: shorterPromise(now),
    reason: "市公管委会议议定，缩短投诉办结的承诺时限",
    at: now,
  });
}

function namedEve(): Entry {
  const year = publishedYears.find((one) => one.year === YEAR);
  if (year === undefined) throw new Error(`the calendar of ${YEAR} is not published`);
  return {
    kind: "calendarYear",
    content: {
      year: YEAR,
      notices: [...year.notices],
      off: { ...year.off, [EVE]: "春节（除夕）" },
      makeUp: [...year.makeUp],
      ground: "补注除夕名称，放假和调休的日子不变",
    },
  };
}

/** The city shortens its promise from the first day of the month after the next. */
function shorterPromise(now: Date): Entry {
  const [year = 0, month = 1] = plainDateOf(now).split("-").map(Number);
  const validFrom = new Date(Date.UTC(year, month + 1, 1)).toISOString().slice(0, 10);
  return {
    kind: "article",
    content: {
      id: `LOCAL-T12@${validFrom.slice(0, 4)}`,
      instrument: "云澜市公共资源交易服务承诺（演示）",
      article: "投诉",
      level: "local",
      place: "demo city",
      validFrom,
      validTo: null,
      subject: "Local: complaint finished in 12 working days of acceptance",
      summaryZh: "投诉自受理起十二个工作日内办结并书面答复。",
      verified: "text-read",
      source: "演示数据",
      note: null,
      replaces: "LOCAL-T15",
      clocks: [
        {
          clock: "local.complaint",
          regimes: ["works", "procurement", "land", "mineral", "property", "other"],
          unit: "workingDay",
          length: 12,
          startsFrom: "acceptance",
          pausesOn: {
            works: ["inspection", "testing", "appraisal", "expert-review"],
            procurement: ["inspection", "testing", "appraisal", "expert-review", "correction"],
          },
        },
      ],
    },
  };
}
