/** Fetching pages that officers name: nothing inside is reached, nothing is waited for or read without end. */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterAll, describe, expect, test } from "vitest";

import { fetchPage, type FetchRules, isInside } from "./fetch-page.ts";

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const allowing = (...hosts: string[]): FetchRules => ({ allowed: new Set(hosts), timeoutMs: 800 });
const faultOf = (url: string, rules: FetchRules = allowing()) =>
  fetchPage(url, rules).then(
    ({ status }) => status,
    (error: { fault?: string }) => error.fault,
  );

describe("addresses", () => {
  test.each([
    "127.0.0.1",
    "10.1.2.3",
    "100.64.0.1",
    "169.254.169.254",
    "172.31.255.255",
    "192.168.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:10.0.0.1",
    "::ffff:a00:1",
    "fe80::1",
    "fd00::1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "not-an-address",
  ])("%s stands inside", (address) => expect(isInside(address)).toBe(true));

  test.each(["1.1.1.1", "172.32.0.1", "100.128.0.1", "::ffff:1.1.1.1", "2400:3200::1"])(
    "%s is public",
    (address) => expect(isInside(address)).toBe(false),
  );
});

describe("what is refused before anything is sent", () => {
  test("loopback, private and link-local addresses, however they are written, and names that stand for them", async () => {
    const asked: string[] = [];
    const host = await serve(({ url }, response) => {
      asked.push(url ?? "");
      response.end("inside");
    });
    const port = host.split(":")[1] ?? "";
    for (const name of [
      "127.0.0.1",
      "localhost",
      "2130706433",
      "0x7f.1",
      "017700000001",
      "[::ffff:127.0.0.1]",
    ])
      expect(await faultOf(`http://${name}:${port}/`), name).toBe("insideAddress");
    for (const name of ["169.254.169.254", "10.0.0.1", "[::1]", "[fd00::1]"])
      expect(await faultOf(`http://${name}/`), name).toBe("insideAddress");
    expect(asked).toEqual([]);
  });

  test.each([
    "file:///etc/passwd",
    "ftp://example.cn/",
    "gopher://x/",
    "http://user:key@example.cn/",
    "x",
  ])("%s", async (url) => expect(await faultOf(url)).toBe("badAddress"));

  test("an allowed host does not open its other ports when a port was named", async () => {
    const host = await serve((_, response) => response.end("a"));
    const other = await serve((_, response) => response.end("b"));
    expect(await faultOf(`http://${host}/`, allowing(host))).toBe(200);
    expect(await faultOf(`http://${other}/`, allowing(host))).toBe("insideAddress");
  });
});

describe("limits", () => {
  test("a redirect to an address inside is not followed", async () => {
    const secret = await serve((_, response) => response.end("secret"));
    const host = await serve((_, response) =>
      response.writeHead(302, { location: `http://${secret}/` }).end(),
    );
    expect(await faultOf(`http://${host}/`, allowing(host))).toBe("insideAddress");
  });

  test("redirects end after three", async () => {
    const host = await serve(({ url = "" }, response) => {
      const left = Number(url.slice(1));
      if (left === 0) response.end("here");
      else response.writeHead(301, { location: `/${left - 1}` }).end();
    });
    expect(await faultOf(`http://${host}/3`, allowing(host))).toBe(200);
    expect(await faultOf(`http://${host}/4`, allowing(host))).toBe("tooManyRedirects");
  });

  test("a page of more than the limit is cut off", async () => {
    const host = await serve((_, response) => response.end("x".repeat(2000)));
    const rules = { ...allowing(host), mostBytes: 1999 };
    expect(await faultOf(`http://${host}/`, rules)).toBe("tooLarge");
    expect(await faultOf(`http://${host}/`, { ...rules, mostBytes: 2000 })).toBe(200);
  });

  test("a site that says nothing, or trickles, is not waited for", async () => {
    const silent = await serve(() => undefined);
    const trickling = await serve((_, response) => {
      response.write("x");
    });
    for (const host of [silent, trickling])
      expect(await faultOf(`http://${host}/`, allowing(host))).toBe("timeOut");
    expect(await faultOf("http://127.0.0.1:1/", allowing("127.0.0.1"))).toBe("unreachable");
  });
});

test("pages in GB 18030 are read as such", async () => {
  const host = await serve((_, response) =>
    response
      .writeHead(200, { "content-type": "text/html; charset=gb2312" })
      .end(Buffer.from([0xb9, 0xab, 0xca, 0xbe])),
  );
  expect(await fetchPage(`http://${host}/`, allowing(host))).toEqual({ status: 200, text: "公示" });
});
