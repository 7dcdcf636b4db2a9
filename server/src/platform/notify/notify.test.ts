/** Quiet hours, digests, retries, signatures, and messages without anything of a case (T30). */
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { networkReason } from "./channel.ts";
import { codeMessage, waitingMessage } from "./message.ts";
import { createOutbox, outboxPage } from "./outbox.ts";
import { FIRST_RULES } from "./rule.ts";
import { afterQuiet, dueAt, minutesOf, retryAt, timeOfDay } from "./schedule.ts";
import { dingtalkRobot, dingtalkSignature, smsGateway, wecomRobot } from "./webhooks.ts";

const ANY_TIME = { quietFrom: null, quietTo: null, digestAt: null };
const NIGHT = { ...ANY_TIME, quietFrom: minutesOf("22:00"), quietTo: minutesOf("07:30") };
/** An instant at this time of the day in Asia/Shanghai. */
const at = (time: string, day = "2026-06-01") => new Date(`${day}T${time}:00+08:00`);

describe("when a message leaves", () => {
  test("within a minute, if nothing else was chosen", () => {
    expect(dueAt(at("10:00"), ANY_TIME)).toEqual(at("10:01"));
  });
  test.each<[string, string, string?]>([
    ["21:58", "21:59"],
    ["21:59", "07:30", "2026-06-02"],
    ["22:00", "07:30", "2026-06-02"],
    ["03:00", "07:30"],
    ["07:28", "07:30"],
    ["07:30", "07:31"],
  ])("quiet from 22:00 to 07:30: what happens at %s leaves at %s", (time, expected, day) => {
    expect(dueAt(at(time), NIGHT)).toEqual(at(expected, day));
  });
  test.each<[string, string, string?]>([
    ["08:29", "08:30"],
    ["08:30", "08:30"],
    ["08:31", "08:30", "2026-06-02"],
  ])("one message a day at 08:30: what happens at %s leaves at %s", (time, expected, day) => {
    expect(dueAt(at(time), { ...ANY_TIME, digestAt: minutesOf("08:30") })).toEqual(
      at(expected, day),
    );
  });
  test("a digest inside the quiet hours waits for their end", () => {
    expect(dueAt(at("12:00"), { ...NIGHT, digestAt: minutesOf("23:00") })).toEqual(
      at("07:30", "2026-06-02"),
    );
  });
  test("never before it happened, never in the quiet hours, never more than two days later", () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    const schedule = fc.record({ quietFrom: minute, quietTo: minute, digestAt: fc.option(minute) });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), schedule, (now, chosen) => {
        const due = dueAt(new Date(now), chosen);
        expect(afterQuiet(due, chosen)).toEqual(due);
        expect(due.getTime()).toBeGreaterThanOrEqual(now);
        expect(due.getTime() - now).toBeLessThanOrEqual(2 * 86_400_000);
      }),
    );
  });
  test("five retries, each later, then never", () => {
    const waits = [1, 2, 3, 4, 5].map((tries) => retryAt(at("10:00"), tries)?.getTime() ?? 0);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(retryAt(at("10:00"), 6)).toBeUndefined();
    expect(timeOfDay(minutesOf("07:05"))).toBe("07:05");
  });
});

describe("T30: what leaves the console holds nothing of a case", () => {
  const URL = "https://jg.example.cn/console";
  const facts = (language: "zh-CN" | "en") => ({ language, url: URL });

  test.each(["zh-CN", "en"] as const)(
    "%s: the sentence is the same for every case but for the count",
    (language) => {
      const one = waitingMessage(facts(language), 3);
      expect(one.text).toContain("3");
      expect(one.text).toContain(URL);
      expect(waitingMessage(facts(language), 4).text.replace("4", "3")).toBe(one.text);
      expect(`${one.subject}${one.text}`).not.toMatch(/\{\{|undefined/);
      expect(codeMessage(facts(language), "012345").text).toContain("012345");
    },
  );

  test("bodies of every gateway hold the address and the sentence only", () => {
    const message = waitingMessage(facts("zh-CN"), 2);
    const now = at("10:00");
    const phone = "13800000000";
    const bodies = [
      smsGateway("https://sms.example.cn/send", "secret").build(phone, message, now),
      wecomRobot("https://wecom.example.cn/send?key=k").build(phone, message, now),
      dingtalkRobot("https://ding.example.cn/send?access_token=t", "SECx").build(
        phone,
        message,
        now,
      ),
    ].map(({ body }) => JSON.parse(body) as unknown);
    expect(bodies).toEqual([
      { to: phone, text: message.text },
      { msgtype: "text", text: { content: message.text, mentioned_mobile_list: [phone] } },
      {
        msgtype: "text",
        text: { content: `@${phone} ${message.text}` },
        at: { atMobiles: [phone], isAtAll: false },
      },
    ]);
  });
});

describe("gateways", () => {
  test("DingTalk: base64(HmacSHA256(secret, timestamp \\n secret)), computed with openssl", () => {
    // printf '1748743200000\nSECtest' | openssl dgst -sha256 -hmac SECtest -binary | base64
    expect(dingtalkSignature("SECtest", 1_748_743_200_000)).toBe(
      "TVu3Yhnjgh2SEoNLHjlW7iP0GNhmByWXiDaZW6ZXums=",
    );
    const { url } = dingtalkRobot(
      "https://oapi.example.cn/robot/send?access_token=t",
      "SECtest",
    ).build("13800000000", { subject: "", text: "" }, new Date(1_748_743_200_000));
    const query = new URL(url).searchParams;
    expect(query.get("access_token")).toBe("t");
    expect(query.get("timestamp")).toBe("1748743200000");
    expect(query.get("sign")).toBe("TVu3Yhnjgh2SEoNLHjlW7iP0GNhmByWXiDaZW6ZXums=");
    expect(url).not.toMatch(/sign=[^&]*[+/]/);
  });
  test.each([
    [{ errcode: 0, errmsg: "ok" }, undefined],
    [{ errcode: 45_009, errmsg: "api freq out of limit" }, "45009"],
    [undefined, "unreadable"],
    [{ errcode: "<script>" }, "unreadable"],
  ])("a robot's reply %j is the refusal %s", (reply, expected) => {
    expect(wecomRobot("https://x.example").refusalOf(reply)).toBe(expected);
  });
  test("a failure is a code, never an address or a key", () => {
    const cause = Object.assign(new Error("connect 10.0.0.1 key=secret"), { code: "ECONNREFUSED" });
    expect(networkReason(new TypeError("fetch failed", { cause }))).toBe("network ECONNREFUSED");
    expect(networkReason(new Error("https://x.example/?key=secret"))).toBe("network");
  });
});

test("the demonstration keeps what it would send, and its page is harmless", async () => {
  const outbox = createOutbox({ now: () => at("10:00") });
  for (let n = 0; n < 205; n++)
    await outbox.senders.sms?.send("13800000000", { subject: "", text: `<b>${n}</b>` });
  expect(outbox.list()).toHaveLength(200);
  expect(outbox.list()[0]?.text).toBe("<b>204</b>");
  expect(outboxPage(outbox.list())).not.toContain("<b>");
});

test("no two rules read the same fact", () => {
  expect(new Set(FIRST_RULES.map(({ fact }) => fact)).size).toBe(FIRST_RULES.length);
});
