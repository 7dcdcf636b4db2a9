/** The public portal in a real browser, with the policy it is served under: no inline script, no inline style. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { latinWords, NARROW, overflow, seriousFindings, WIDE } from "./page-checks.ts";
import { CERTIFICATE } from "./portal-fixtures.ts";
import { openPortal, PAGES } from "./portal-harness.ts";

let portal: Awaited<ReturnType<typeof openPortal>>;
beforeAll(async () => {
  portal = await openPortal();
});
afterAll(async () => {
  await portal.close();
});

const PATHS = Object.keys(PAGES);

async function choose(page: Page, text: string): Promise<void> {
  await page.setInputFiles('input[type="file"]', {
    name: "certificate.mjcert.json",
    mimeType: "application/json",
    buffer: Buffer.from(text),
  });
  await page.locator("#verdict").waitFor();
}

/** Words that are codes: of the verifier file names, keys, numbers of facts; of the column the formats it is taken in. */
const isWord = (word: string): boolean =>
  !/^(log|mingjing|example|certificate|mjcert|json|MJ|[0-9A-Fa-f]+|Base|UTF|RSS|CSV|JSON)$/u.test(
    word,
  );

describe.each(PATHS)("%s", (path) => {
  test("fits the windows of a phone and a desk, also in large print", async () => {
    const page = await portal.openPage(path);
    for (const mode of ["", "?mode=elder"]) {
      await page.goto(portal.server.url + path + mode);
      for (const viewport of [WIDE, NARROW]) {
        await page.setViewportSize(viewport);
        expect(await overflow(page), `${mode} ${viewport.width}`).toBeLessThanOrEqual(0);
      }
    }
  });

  test("has no serious finding and no Latin word in Chinese", async () => {
    const page = await portal.openPage(path, { viewport: NARROW });
    expect(await seriousFindings(page)).toEqual([]);
    expect((await latinWords(page)).filter(isWord)).toEqual([]);
  });

  test("reads without scripts", async () => {
    const page = await portal.openPage(path, { javaScriptEnabled: false });
    expect(await page.locator("main h1").innerText()).toMatch(/[\u4e00-\u9fff]/u);
  });
});

describe.each(["/", "/process/evaluated", "/verify"])("%s in other modes", (path) => {
  test.each(["?mode=elder", "?theme=dark", "?lang=en"])(
    "has no serious finding (%s)",
    async (mode) => {
      const page = await portal.openPage(path + mode);
      expect(await seriousFindings(page)).toEqual([]);
    },
  );
});

describe("without scripts", () => {
  test("the search is a form, and language and large print are links that are remembered", async () => {
    const page = await portal.openPage("/", { javaScriptEnabled: false });
    await page.getByRole("searchbox").fill("水库");
    await page.getByRole("button", { name: "查询" }).click();
    expect(new URL(page.url()).searchParams.get("q")).toBe("水库");
    await page.getByRole("link", { name: "English" }).click();
    await page.getByRole("link", { name: "Large print" }).click();
    await page.goto(`${portal.server.url}/about`);
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    expect(await page.locator("html").getAttribute("data-mode")).toBe("elder");
  });

  test("the verifier says how to check instead of offering a form that does nothing", async () => {
    const page = await portal.openPage("/verify", { javaScriptEnabled: false });
    expect(await page.locator("#verifier").isVisible()).toBe(false);
    expect(await page.getByText("需要打开浏览器的脚本功能").isVisible()).toBe(true);
  });

  test("the menu of a phone opens", async () => {
    const page = await portal.openPage("/", { javaScriptEnabled: false, viewport: NARROW });
    await page.getByText("菜单").click();
    await page.locator(".menu").getByRole("link", { name: "公示专栏" }).click();
    expect(new URL(page.url()).pathname).toBe("/column");
  });
});

describe("large print", () => {
  test("nothing is smaller than 24 px, and buttons are 60 px high", async () => {
    const page = await portal.openPage("/process/evaluated?mode=elder");
    const small = await page.evaluate(() => {
      const leaves = [...document.querySelectorAll("body *")].filter(
        (element) =>
          element.closest("svg, .hidden-text, code") === null &&
          [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()),
      );
      return leaves
        .filter((element) => Number.parseFloat(getComputedStyle(element).fontSize) < 21.5)
        .map((element) => element.textContent?.trim());
    });
    expect(small).toEqual([]);
    const box = await page.locator(".box .button").first().boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(60);
  });
});

describe("hostile data", () => {
  test("a title with markup is shown as text and runs nothing", async () => {
    const page = await portal.openPage("/process/hostile");
    expect(await page.locator("main h1").innerText()).toContain("<img src=x onerror=");
    expect(await page.evaluate(() => "broken" in globalThis)).toBe(false);
    expect(await page.locator("main img").count()).toBe(0);
  });
});

describe("the verifier", () => {
  test("a genuine certificate is found true, offline, and nothing is sent", async () => {
    const page = await portal.openPage("/verify");
    await page.locator("#verifier").waitFor();
    await page.context().setOffline(true);
    const before = portal.server.asked.length;
    await choose(page, CERTIFICATE.text);
    expect(await page.locator("#verdict").innerText()).toBe("这份见证书是真的，内容没有被改动");
    expect(await page.locator(".sheet").innerText()).toContain(
      "「青芦水库除险加固工程施工」的 3 条事实",
    );
    expect(await page.locator(".both section").count()).toBe(2);
    expect(await page.locator(".both").innerText()).toContain(
      "不证明本页公布的密钥就是公布单位的密钥",
    );
    expect(await page.locator(".sheet").innerText()).not.toContain("您指定");
    expect(await page.locator(".sheet table tbody tr").count()).toBe(3);
    expect(await page.locator(".tag.fails").count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("verdict");
    await expect(page.locator(".pick").innerText()).resolves.toBe("换一个文件");
    expect(portal.server.asked.length).toBe(before);
    expect((await latinWords(page)).filter(isWord)).toEqual([]);
    expect(await seriousFindings(page)).toEqual([]);
  });

  test("one changed byte does not match, and the place is named", async () => {
    const page = await portal.openPage("/verify", { viewport: NARROW });
    const at = CERTIFICATE.text.indexOf('"amountMinor": "123456"') + 17;
    const changed = `${CERTIFICATE.text.slice(0, at)}9${CERTIFICATE.text.slice(at + 1)}`;
    expect(Buffer.from(changed)).toHaveLength(Buffer.byteLength(CERTIFICATE.text));
    await choose(page, changed);
    expect(await page.locator("#verdict").innerText()).toContain("对不上");
    expect(await page.locator(".sheet").innerText()).toContain("什么也没有证明");
    expect(await page.locator(".sheet").innerText()).not.toContain("它记录的是");
    expect(await page.locator("tbody .tag.fails").count()).toBe(1);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await seriousFindings(page)).toEqual([]);
  });

  test("every single byte counts: none of a sample of changes is found true", async () => {
    const page = await portal.openPage("/verify");
    const bytes = Buffer.from(CERTIFICATE.text);
    for (let at = 5; at < bytes.length; at += Math.ceil(bytes.length / 12)) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await choose(page, changed.toString("latin1"));
      expect(await page.locator(".sheet").getAttribute("class"), `byte ${at}`).not.toContain(
        "valid",
      );
    }
  });

  test("what is no certificate is unreadable, in words", async () => {
    const page = await portal.openPage("/verify");
    await choose(page, "这不是见证书");
    expect(await page.locator("#verdict").innerText()).toContain("读不了");
    expect(await page.locator(".both").count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
  });

  test("pasted text is checked like a file", async () => {
    const page = await portal.openPage("/verify?lang=en");
    await page.getByText("No file? Paste its text").click();
    await page.getByLabel("Whole text of the certificate").fill(CERTIFICATE.text);
    await page.getByRole("button", { name: "Check the pasted text" }).click();
    await page.locator("#verdict").waitFor();
    expect(await page.locator(".sheet").getAttribute("class")).toContain("valid");
  });

  test("a dropped file is checked", async () => {
    const page = await portal.openPage("/verify");
    await page.locator("#verifier").waitFor();
    const transfer = await page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], "dropped.mjcert.json"));
      return data;
    }, CERTIFICATE.text);
    await page.dispatchEvent('[data-role="drop"]', "drop", { dataTransfer: transfer });
    await page.locator("#verdict").waitFor();
    expect(await page.locator('[data-role="status"]').innerText()).toContain("dropped.mjcert.json");
  });

  test("coming from an event, the certificate of the project is fetched and that fact stands first", async () => {
    const leaf = CERTIFICATE.certificate.facts[1]?.leafIndex ?? -1;
    const page = await portal.openPage(`/verify?ocid=x&leaf=${leaf}`);
    await page.getByRole("button", { name: "核对这一份" }).click();
    await page.locator("#verdict").waitFor();
    expect(await page.locator("tbody tr").first().getAttribute("class")).toBe("first");
    // Rows below the fold are laid out when they come into view: they have a text, but none to be seen yet.
    expect(await page.locator("tbody tr").first().textContent()).toContain(`#${leaf + 1}`);
  });

  test("a certificate that cannot be fetched says what to do", async () => {
    const page = await portal.openPage("/verify?ocid=x");
    await page.locator("#verifier").waitFor();
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "核对这一份" }).click();
    await page.getByText("没有取到见证书").waitFor();
  });

  test("without a key to compare, the verdict says so", async () => {
    const page = await portal.openPage("/verify?unsigned=1");
    await choose(page, CERTIFICATE.text);
    expect(await page.locator("#verdict").innerText()).toContain("是谁签发的，还要比对密钥");
    expect(await page.getByText("没有比对是谁签发的").isVisible()).toBe(true);
  });

  test("a clip is checked by name, offline; a changed byte is found and its segment named", async () => {
    const { packClip, testClip } = await import("../../verifier/test/build-clip.ts");
    const page = await portal.openPage("/verify?unsigned=1", { viewport: NARROW });
    await page.locator("#verifier").waitFor();
    await page.context().setOffline(true);
    const pack = packClip(testClip());
    const drop = async (buffer: Buffer) => {
      const pick = { name: "clip-9c9c9c9c.zip", mimeType: "application/zip", buffer };
      await page.locator('[data-role="report"]').evaluate((report) => report.replaceChildren());
      await page.setInputFiles('input[type="file"]', pick);
      await page.locator("#verdict").waitFor();
      return page.locator(".sheet").innerText();
    };
    const good = await drop(pack);
    expect(good).toContain("录像前后一致，没有被改动");
    expect(good).toContain("「开标一室 主持席」2026-03-02 09:40:05 至 2026-03-02 09:40:50 的录像");
    expect(good).toContain("2026-03-02 09:40:12 至 2026-03-02 09:40:43　摄像机断开");
    expect(good).toContain("不证明镜头前发生的事属实");
    expect(await page.locator(".checks .tag.holds").count()).toBe(8);
    const changed = Buffer.from(pack);
    const at = changed.lastIndexOf("picture 5");
    changed[at] = (changed[at] ?? 0) ^ 1;
    const bad = await drop(changed);
    expect(bad).toContain(
      "第 5 分段（20260302/part-2.mp4，2026-03-02 09:40:47 起）的字节不是录制时写下的",
    );
    expect(await page.locator(".checks .tag.fails").count()).toBe(1);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await seriousFindings(page)).toEqual([]);
  });

  test("a certificate of another log is not taken for one of ours", async () => {
    const { buildCertificate } = await import("../../verifier/test/build-certificate.ts");
    const page = await portal.openPage("/verify");
    await choose(page, buildCertificate({ keyName: "forger" }).text);
    expect(await page.locator("#verdict").innerText()).toContain("对不上");
  });
});

describe("weight", () => {
  test("the island with the verifier stays under 60 KB, pages that verify nothing load no script", async () => {
    const island = await readFile(join(portal.root, "islands/verify.js"));
    expect(gzipSync(island).length).toBeLessThan(60_000);
    expect(island.toString()).not.toMatch(/\bimport\b[^(]*from/u);
    const page = await portal.openPage("/decisions");
    expect(await page.locator("script").count()).toBe(0);
  });
});
