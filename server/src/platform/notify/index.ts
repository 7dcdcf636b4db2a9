/** Notifications: facts that concern a person, told in the console and, without their content, outside of it. */
import { ROLES } from "../../../../contract/src/organisation.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database.ts";
import type { ScopedReader } from "../identity/reader.ts";
import type { SessionStore } from "../identity/session.store.ts";
import { startListener } from "../listen.ts";
import type { Module } from "../module.ts";
import type { Log } from "../telemetry.ts";
import type { Senders } from "./channel.ts";
import { deliverDue } from "./delivery.job.ts";
import { mailSender } from "./mail.ts";
import { NOTICE_CHANNEL, sweepItems } from "./notice.store.ts";
import { noticeSubscriber } from "./notice.subscriber.ts";
import { addNotifyRoutes, NOTICE_PERMISSION } from "./notify.routes.ts";
import { createOutbox } from "./outbox.ts";
import { FIRST_RULES, type NoticeRule } from "./rule.ts";
import { createStreamHub } from "./stream.hub.ts";
import { dingtalkRobot, smsGateway, webhookSender, wecomRobot } from "./webhooks.ts";

/** Ways out of the console that the operator has set up (docs/how-to/notifications.md). */
export interface NotifyConfig {
  readonly smtpUrl?: string | undefined;
  readonly mailFrom?: string | undefined;
  readonly smsUrl?: string | undefined;
  readonly smsSecret?: string | undefined;
  readonly wecomUrl?: string | undefined;
  readonly dingtalkUrl?: string | undefined;
  readonly dingtalkSecret?: string | undefined;
  /** Address under which people open the platform. */
  readonly publicUrl?: string | undefined;
}

export interface NotifyDeps {
  readonly db: Database;
  readonly reader: ScopedReader;
  readonly clock: Clock;
  readonly log: Log;
  readonly sessions: SessionStore;
  /** Connection for LISTEN. */
  readonly url: string;
  readonly config: NotifyConfig;
  readonly isDemo: () => boolean;
  /** Rules of other modules, asked when facts are read. */
  readonly rules: () => readonly NoticeRule[];
  readonly onIdentityChange: (changed: () => void) => void;
}

const DELIVER_SECONDS = 15;
const SWEEP_SECONDS = 3600;
const KEEP_DAYS = 180;
const DAY_MS = 86_400_000;

function sendersOf(config: NotifyConfig, clock: Clock): Senders {
  const { smtpUrl, mailFrom, smsUrl, smsSecret, wecomUrl, dingtalkUrl, dingtalkSecret } = config;
  return {
    ...(smtpUrl === undefined || mailFrom === undefined
      ? {}
      : { email: mailSender({ url: smtpUrl, from: mailFrom }) }),
    ...(smsUrl === undefined || smsSecret === undefined
      ? {}
      : { sms: webhookSender(smsGateway(smsUrl, smsSecret), clock) }),
    ...(wecomUrl === undefined ? {} : { wecom: webhookSender(wecomRobot(wecomUrl), clock) }),
    ...(dingtalkUrl === undefined || dingtalkSecret === undefined
      ? {}
      : { dingtalk: webhookSender(dingtalkRobot(dingtalkUrl, dingtalkSecret), clock) }),
  };
}

export function createNotifyModule(deps: NotifyDeps): Module {
  const { db, reader, clock, log, isDemo, config } = deps;
  const hub = createStreamHub(deps);
  const outbox = createOutbox(clock);
  const configured = sendersOf(config, clock);
  // The demonstration never sends anything to the world outside.
  const senders = () => (isDemo() ? outbox.senders : configured);
  const consoleUrl = `${config.publicUrl ?? ""}/console`;
  deps.onIdentityChange(() => hub.recheck());
  return {
    name: "notify",
    permissions: { [NOTICE_PERMISSION]: ROLES },
    subscribers: [
      noticeSubscriber({
        db,
        reader,
        now: () => clock.now(),
        rules: () => [...FIRST_RULES, ...deps.rules()],
      }),
    ],
    jobs: [
      {
        name: "notice.deliver",
        everySeconds: DELIVER_SECONDS,
        run: async (now) => void (await deliverDue({ db, reader, log, senders, consoleUrl }, now)),
      },
      {
        name: "notice.sweep",
        everySeconds: SWEEP_SECONDS,
        run: (now) => sweepItems(db, new Date(now.getTime() - KEEP_DAYS * DAY_MS)),
      },
    ],
    keeps: [
      { table: "notice.item", read: "key", key: "id" },
      { table: "notice.setting", read: "whole", key: "person" },
      { table: "notice.address", read: "whole", key: "person" },
    ],
    routes: (app) =>
      addNotifyRoutes(app, {
        db,
        reader,
        clock,
        hub,
        senders,
        consoleUrl,
        outbox: () => (isDemo() ? outbox.list() : undefined),
      }),
    async startConsole() {
      const stopListening = startListener({
        url: deps.url,
        channel: NOTICE_CHANNEL,
        log,
        onNotice: (name) => hub.wake(name),
      });
      return async () => {
        hub.stop();
        await stopListening();
      };
    },
  };
}
