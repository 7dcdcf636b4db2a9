import { once } from "node:events";
import { createServer } from "node:http";

import { afterEach, describe, expect, test } from "vitest";

import { discover, ONVIF_ERRORS, readClock, readProfiles } from "../src/index.ts";
import {
  answerSearches,
  fault,
  PASSWORD,
  probeMatch,
  startTestCamera,
  type TestCameraOptions,
  USER,
} from "./onvif-camera.ts";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function begin(options: TestCameraOptions) {
  const camera = await startTestCamera(options);
  open.push(() => camera.close());
  const given = {
    host: "127.0.0.1",
    port: camera.port,
    user: USER,
    password: PASSWORD,
    seconds: 2,
  };
  return { camera, given };
}

describe.each(["soap", "http"] as const)(
  "a camera that wants its password proved by %s",
  (proof) => {
    test("tells its pictures, without a password in their addresses", async () => {
      const { given } = await begin({ proof });
      const profiles = await readProfiles(given);
      expect(profiles).toEqual([
        {
          token: "main",
          name: "主码流",
          encoding: "H264",
          width: 1920,
          height: 1080,
          uri: "rtsp://127.0.0.1:554/live/main?a=1&b=2",
        },
        {
          token: "sub",
          name: "sub",
          encoding: "H265",
          width: 640,
          height: 360,
          uri: "rtsp://127.0.0.1:554/live/sub?a=1&b=2",
        },
      ]);
      expect(JSON.stringify(profiles)).not.toMatch(/s3|factory|admin|viewer/);
    });

    test("gives addresses with the password where they are asked for", async () => {
      const { given } = await begin({ proof });
      const [main] = await readProfiles({ ...given, includesPassword: true });
      expect(main?.uri).toBe("rtsp://viewer:s3%20cret%2F%40@127.0.0.1:554/live/main?a=1&b=2");
    });

    test.each([
      ["user", { user: "other" }],
      ["password", { password: "guess" }],
    ])("refuses a wrong %s, and the error says what to do", async (_, wrong) => {
      const { given, camera } = await begin({ proof });
      const reading = readProfiles({ ...given, ...wrong });
      await expect(reading).rejects.toMatchObject({
        name: "OnvifError",
        code: "unauthorised",
        message: ONVIF_ERRORS.unauthorised,
      });
      // It does not try further doors with a password that was refused.
      expect(camera.actions).not.toContain("GetProfiles");
    });
  },
);

test("a newer device that tells its services is asked in the second media service", async () => {
  const service = (version: string, name: string) =>
    `<tds:Service><tds:Namespace>http://www.onvif.org/${version}/${name}/wsdl</tds:Namespace><tds:XAddr>http://10.0.0.1/onvif/${name}</tds:XAddr></tds:Service>`;
  const encoder =
    "<tt:VideoEncoder><tt:Encoding>H265</tt:Encoding><tt:Resolution><tt:Width>2560</tt:Width><tt:Height>1440</tt:Height></tt:Resolution></tt:VideoEncoder>";
  const profile = `<trt:Profiles token="t1"><trt:Name>Hall</trt:Name><trt:Configurations>${encoder}</trt:Configurations></trt:Profiles>`;
  const { given } = await begin({
    proof: "soap",
    answers: {
      GetServices: `<tds:GetServicesResponse>${service("ver10", "device")}${service("ver20", "media")}</tds:GetServicesResponse>`,
      GetProfiles: `<trt:GetProfilesResponse>${profile}</trt:GetProfilesResponse>`,
      GetStreamUri:
        "<trt:GetStreamUriResponse><trt:Uri>rtsp://10.0.0.1/hall</trt:Uri></trt:GetStreamUriResponse>",
    },
  });
  expect(await readProfiles(given)).toEqual([
    {
      token: "t1",
      name: "Hall",
      encoding: "H265",
      width: 2560,
      height: 1440,
      uri: "rtsp://127.0.0.1/hall",
    },
  ]);
});

describe("what is no camera", () => {
  test("a port where nobody listens", async () => {
    const { camera, given } = await begin({ proof: "soap" });
    await camera.close();
    open.pop();
    await expect(readProfiles(given)).rejects.toMatchObject({ code: "unreachable" });
  });

  test("a server that never answers", async () => {
    const server = createServer(() => {}).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const given = { host: "127.0.0.1", port: address.port, user: "a", password: "b", seconds: 0.3 };
    await expect(readProfiles(given)).rejects.toMatchObject({ code: "unreachable" });
    server.closeAllConnections();
    server.close();
  });

  test.each([
    [
      "no media service",
      {
        GetCapabilities:
          "<tds:GetCapabilitiesResponse><tds:Capabilities/></tds:GetCapabilitiesResponse>",
      },
      "noMedia",
    ],
    ["an empty answer", { GetSystemDateAndTime: "" }, "notOnvif"],
    ["an answer that is no XML", { GetSystemDateAndTime: "<" }, "notOnvif"],
    ["profiles that are none", { GetProfiles: "<trt:GetProfilesResponse/>" }, "notOnvif"],
    [
      "an address that is a file",
      {
        GetStreamUri:
          "<trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>file:///etc/passwd</tt:Uri></trt:MediaUri></trt:GetStreamUriResponse>",
      },
      "notOnvif",
    ],
    ["a fault", { GetProfiles: fault("Action", "broken") }, "notOnvif"],
  ])("%s", async (_, answers, code) => {
    const { given } = await begin({ proof: "soap", answers });
    await expect(readProfiles(given)).rejects.toMatchObject({ code });
  });
});

test("an answer of eight megabytes is not waited for", async () => {
  const answers = { GetSystemDateAndTime: "a".repeat(8 * 1024 * 1024) };
  const { given } = await begin({ proof: "soap", answers });
  await expect(readProfiles(given)).rejects.toMatchObject({
    code: "notOnvif",
    cause: { message: "the answer is too long" },
  });
});

test("a search finds who answers, and is not disturbed by who answers nonsense", async () => {
  const scopes = "onvif://www.onvif.org/name/Hall%201 onvif://www.onvif.org/hardware/X-1";
  const places =
    "http://192.0.2.64/onvif/device_service http://[2001:db8::1]:8080/o https://192.0.2.64/s";
  open.push(
    await answerSearches([
      "nonsense",
      "<a/>",
      probeMatch("urn:uuid:1", places, scopes),
      probeMatch("urn:uuid:1", places, scopes),
      probeMatch("urn:uuid:2", "file:///etc/passwd", "onvif://www.onvif.org/name/%E4"),
    ]),
  );
  const { devices, damaged } = await discover({ seconds: 1 });
  expect(damaged).toBe(2);
  expect(devices).toEqual([
    {
      id: "urn:uuid:1",
      name: "Hall 1",
      hardware: "X-1",
      services: [
        { host: "192.0.2.64", port: 80, path: "/onvif/device_service" },
        { host: "[2001:db8::1]", port: 8080, path: "/o" },
      ],
    },
    { id: "urn:uuid:2", name: "%E4", hardware: undefined, services: [] },
  ]);
});

test("a camera tells its time to whoever asks, and nothing else is told as a time", async () => {
  const { camera, given } = await begin({ proof: "soap" });
  const { host, port, seconds } = given;
  expect(await readClock({ host, port, seconds })).toEqual(new Date("2026-11-29T04:00:00Z"));
  expect(camera.actions).toEqual(["GetSystemDateAndTime"]);
  const answers = { GetSystemDateAndTime: fault("ActionNotSupported", "no clock") };
  const other = await begin({ proof: "soap", answers });
  await expect(readClock({ host, port: other.given.port, seconds })).rejects.toMatchObject({
    name: "OnvifError",
  });
});
