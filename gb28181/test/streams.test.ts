import { afterEach, describe, expect, test } from "vitest";

import { findHeader, getHeader } from "../src/header-values.ts";
import type { PlatformOptions } from "../src/index.ts";
import { closeStages, DEVICE, openSender, stage, until } from "./stage.ts";

afterEach(closeStages);

describe("a stream", () => {
  const SDP = ["v=0", "c=IN IP4 127.0.0.1", "m=video 9 RTP/AVP 96", "a=rtpmap:96 PS/90000", ""];
  const begin = async (options: Partial<PlatformOptions> = {}) => {
    const set = await stage({ answerSeconds: 1, silentSeconds: 1, now: Date.now, ...options });
    const device = await set.open();
    await device.register();
    await until(() => set.devices.length > 0);
    const opening = set.devices[0]!.openStream("34020000001320000001", { transport: "udp" });
    opening.catch(() => {});
    return { ...set, device, opening };
  };

  test.each([404, 486, 503])(
    "that the device refuses with %i is refused with its number",
    async (status) => {
      const { device, opening } = await begin();
      device.answer(await device.asked("INVITE"), status);
      await expect(opening).rejects.toMatchObject({ name: "GbError", code: "refused", status });
      const ack = await device.asked("ACK");
      expect(getHeader(ack, "CSeq")).toBe("1 ACK");
    },
  );

  test("that is never answered ends in time", async () => {
    const { opening } = await begin();
    await expect(opening).rejects.toMatchObject({ code: "noAnswer" });
  });

  test("that is answered too late is confirmed and ended", async () => {
    const { device, opening } = await begin();
    const invite = await device.asked("INVITE");
    await expect(opening).rejects.toMatchObject({ code: "noAnswer" });
    device.answer(invite, 200, SDP.join("\r\n"));
    await device.asked("ACK");
    expect(getHeader(await device.asked("BYE"), "To")).toContain(";tag=d");
  });

  test("that was promised and not sent is ended with BYE", async () => {
    const { device, opening } = await begin();
    const invite = await device.asked("INVITE");
    expect(findHeader(invite, "Subject")).toMatch(
      /^34020000001320000001:02000\d{5},34020000002000000001:0$/,
    );
    device.answer(invite, 200, SDP.join("\r\n"));
    await expect(opening).rejects.toMatchObject({ code: "noMedia", message: "no picture for 1 s" });
    await device.asked("BYE");
  });

  test("of H.264 without a program stream is not taken", async () => {
    const { device, opening } = await begin();
    device.answer(await device.asked("INVITE"), 200, SDP.join("\r\n").replace("PS/", "H264/"));
    await expect(opening).rejects.toMatchObject({ code: "unsupportedMedia" });
    await device.asked("BYE");
  });

  test("has a port of its own; when all are taken it says so, and a port comes back", async () => {
    const { devices, device, opening } = await begin({ mediaPorts: { from: 39_010, to: 39_010 } });
    const invite = await device.asked("INVITE");
    expect(invite.body.toString()).toContain("m=video 39010 RTP/AVP 96");
    const open = () => devices[0]!.openStream("34020000001320000002", { transport: "udp" });
    await expect(open()).rejects.toMatchObject({ code: "noPort" });
    device.answer(invite, 486);
    await expect(opening).rejects.toMatchObject({ code: "refused" });
    const second = open();
    second.catch(() => {});
    expect((await device.asked("INVITE")).body.toString()).toContain("m=video 39010");
  });

  describe("that plays", () => {
    const playing = async () => {
      const set = await begin();
      const invite = await set.device.asked("INVITE");
      const offer = invite.body.toString();
      const port = Number(/m=video (\d+)/.exec(offer)?.[1]);
      const ssrc = Number(/y=(\d+)/.exec(offer)?.[1]);
      set.device.answer(invite, 200, SDP.join("\r\n"));
      return { ...set, invite, port, ssrc };
    };

    test("ends when the device says BYE, and then alone", async () => {
      const { device, opening, invite, port, ssrc, open } = await playing();
      const sender = await openSender();
      await sender.send({ port, ssrc, sequence: 1, payload: "picture" });
      const { stream, ended } = await opening;
      const callId = { name: "Call-ID", value: getHeader(invite, "Call-ID") };
      const copy = await open({ host: "127.0.0.2" });
      expect((await copy.request("BYE", [callId])).status).toBe(481);
      expect((await device.request("BYE", [callId])).status).toBe(200);
      expect(await ended).toBe("the device ended it");
      const pieces = await stream.toArray();
      expect(Buffer.concat(pieces).toString()).toBe("picture");
      expect((await device.request("BYE", [callId])).status).toBe(481);
    });

    test("takes packets of its own sender and SSRC alone, and tells how many were others'", async () => {
      const { opening, port, ssrc } = await playing();
      const [sender, stranger] = [await openSender(), await openSender("127.0.0.2")];
      await stranger.send({ port, ssrc, sequence: 1, payload: "false" });
      await sender.send({ port, ssrc: ssrc + 1, sequence: 1, payload: "false" });
      await sender.send({ port, ssrc, sequence: 1, payload: "false", type: 8 });
      await expect(opening).rejects.toMatchObject({
        code: "noMedia",
        message: "no picture for 1 s; 3 packets were not of this stream",
      });
    });

    test("counts what was lost, and ends when nothing more comes", async () => {
      const { opening, port, ssrc, device } = await playing();
      const sender = await openSender();
      const numbers = [65_533, 65_535, 65_534, 2, 3];
      for (const sequence of numbers)
        await sender.send({ port, ssrc, sequence, payload: `${sequence} ` });
      const opened = await opening;
      expect(await opened.ended).toBe("no picture for 1 s");
      await device.asked("BYE");
      const text = Buffer.concat(await opened.stream.toArray()).toString();
      expect(text).toBe("65533 65534 65535 2 3 ");
      expect(opened.counts()).toMatchObject({ received: 5, lost: 2, late: 0, foreign: 0 });
    });
  });

  test("that is asked for when the platform closes ends with it", async () => {
    const { device, opening, platform } = await begin();
    await device.asked("INVITE");
    await platform.close();
    await expect(opening).rejects.toMatchObject({ code: "closed" });
  });
});

test("a catalogue that stays incomplete says how far it came", async () => {
  const { open, devices } = await stage({ answerSeconds: 1 });
  const device = await open();
  await device.register();
  await until(() => devices.length > 0);
  const listing = devices[0]!.listChannels();
  listing.catch(() => {});
  const query = await device.asked("MESSAGE");
  device.answer(query, 200);
  const serial = /<SN>(\d+)</.exec(query.body.toString())?.[1];
  const items = "<DeviceList><Item><DeviceID>1</DeviceID></Item></DeviceList>";
  const known = `<SN>${serial}</SN><DeviceID>${DEVICE}</DeviceID>`;
  await device.message(
    `<Response><CmdType>Catalog</CmdType>${known}<SumNum>2</SumNum>${items}</Response>`,
  );
  await expect(listing).rejects.toMatchObject({
    code: "noAnswer",
    message: "1 of 2 channels within 1 s",
  });
});
