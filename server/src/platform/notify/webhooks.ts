/**
 * Gateways over HTTPS: an SMS gateway and the group robots of WeCom (企业微信) and DingTalk (钉钉). Their addresses come
 * from the operator's configuration only, never from a request.
 *
 * Sources: developer.work.weixin.qq.com/document/path/91770; open.dingtalk.com, "custom robot security settings"
 * (加签: base64(HmacSHA256(secret, timestamp + "\n" + secret)) as a parameter of the address).
 */
import { createHmac } from "node:crypto";

import type { Clock } from "../clock.ts";
import { DeliveryError, type Message, networkReason, type Sender } from "./channel.ts";

const LIMIT_MS = 10_000;
const MOST_REPLY = 64 * 1024;

interface Outgoing {
  readonly url: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Gateway {
  /** Prefix of failure codes. */
  readonly name: string;
  build(address: string, message: Message, now: Date): Outgoing;
  /** Code of a refusal inside a reply of status 200. */
  refusalOf(reply: unknown): string | undefined;
}

const errcodeOf = (reply: unknown): string | undefined => {
  const { errcode } = (reply ?? {}) as { errcode?: unknown };
  if (errcode === 0) return undefined;
  return typeof errcode === "number" ? String(errcode) : "unreadable";
};

/** `POST {to, text}`, signed: hex(HmacSHA256(secret, timestamp + "\n" + body)) in x-mingjing-signature. */
export const smsGateway = (url: string, secret: string): Gateway => ({
  name: "sms",
  build(address, { text }, now) {
    const body = JSON.stringify({ to: address, text });
    const timestamp = String(now.getTime());
    const signature = createHmac("sha256", secret).update(`${timestamp}\n${body}`).digest("hex");
    return {
      url,
      body,
      headers: { "x-mingjing-timestamp": timestamp, "x-mingjing-signature": signature },
    };
  },
  refusalOf: () => undefined,
});

/** The robot's address holds its key. The address of a person is the mobile number that the robot mentions. */
export const wecomRobot = (url: string): Gateway => ({
  name: "wecom",
  build: (address, { text }) => ({
    url,
    body: JSON.stringify({
      msgtype: "text",
      text: { content: text, mentioned_mobile_list: [address] },
    }),
  }),
  refusalOf: errcodeOf,
});

/** Signature of DingTalk's robots, not yet encoded for an address. */
export const dingtalkSignature = (secret: string, timestamp: number): string =>
  createHmac("sha256", secret).update(`${timestamp}\n${secret}`).digest("base64");

export const dingtalkRobot = (url: string, secret: string): Gateway => ({
  name: "dingtalk",
  build(address, { text }, now) {
    const signed = new URL(url);
    const timestamp = now.getTime();
    signed.searchParams.set("timestamp", String(timestamp));
    signed.searchParams.set("sign", dingtalkSignature(secret, timestamp));
    return {
      url: signed.href,
      body: JSON.stringify({
        msgtype: "text",
        text: { content: `@${address} ${text}` },
        at: { atMobiles: [address], isAtAll: false },
      }),
    };
  },
  refusalOf: errcodeOf,
});

/** Sends by a gateway. A redirect is a failure: it could lead anywhere. */
export const webhookSender = (gateway: Gateway, clock: Clock): Sender => ({
  async send(address, message) {
    const { url, body, headers } = gateway.build(address, message, clock.now());
    const response = await post(url, body, headers);
    if (!response.ok) {
      await response.body?.cancel();
      const { status } = response;
      const isFinal = status >= 400 && status < 500 && status !== 408 && status !== 429;
      throw new DeliveryError(`${gateway.name} http ${status}`, { isFinal });
    }
    const text = await response.text().catch(() => "");
    const refusal = gateway.refusalOf(parsed(text.slice(0, MOST_REPLY)));
    if (refusal !== undefined) throw new DeliveryError(`${gateway.name} errcode ${refusal}`);
  },
});

async function post(
  url: string,
  body: string,
  headers: Outgoing["headers"] = {},
): Promise<Response> {
  try {
    return await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8", ...headers },
      body,
      redirect: "error",
      signal: AbortSignal.timeout(LIMIT_MS),
    });
  } catch (error) {
    throw new DeliveryError(networkReason(error), { cause: error });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
