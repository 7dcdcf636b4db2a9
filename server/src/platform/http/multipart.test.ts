import { array, assert, asyncProperty, constantFrom, string, tuple, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";

import { boundaryOf, readMultipart } from "./multipart.ts";

/** As the platform's own encoder, which follows the standard of browsers, writes it. */
async function encoded(form: FormData) {
  const response = new Response(form);
  const boundary = boundaryOf(response.headers.get("content-type") ?? "") ?? "";
  return { boundary, body: Buffer.from(await response.arrayBuffer()) };
}

describe("forms with files", () => {
  test("whatever fields and files hold comes back as it was", async () => {
    const field = tuple(constantFrom("claim", "标题", 'quo"te'), string({ maxLength: 40 }));
    const file = tuple(constantFrom("一.pdf", 'a"b.png', "x.zip"), uint8Array({ maxLength: 60 }));
    await assert(
      asyncProperty(
        array(field, { maxLength: 6 }),
        array(file, { maxLength: 4 }),
        async (fields, files) => {
          const form = new FormData();
          for (const [name, value] of fields) form.append(name, value);
          for (const [name, bytes] of files) form.append("files", new File([bytes], name));
          const { boundary, body } = await encoded(form);
          const found = readMultipart(body, boundary);
          const own: Record<string, string[]> = {};
          // The standard writes line breaks in one way and text as well-formed.
          for (const [name, value] of fields)
            (own[name] ??= []).push(value.toWellFormed().replaceAll(/\r\n|\r|\n/g, "\r\n"));
          expect({ ...found?.fields }).toEqual(own);
          expect(found?.files.map(({ name, content }) => [name, Uint8Array.from(content)])).toEqual(
            files.map(([name, bytes]) => [name, Uint8Array.from(bytes)]),
          );
        },
      ),
    );
  });

  test("no file chosen is no file; a content may hold what looks like a boundary", () => {
    const head = (rest: string) => `--b\r\nContent-Disposition: form-data; ${rest}\r\n\r\n`;
    const body = `${head('name="f"; filename=""')}\r\n${head('name="t"')}--b without line\r\n--b--\r\n`;
    expect(readMultipart(Buffer.from(body), "b")).toMatchObject({
      fields: { t: ["--b without line"] },
      files: [],
    });
  });

  test.each([
    ["nothing", ""],
    ["another boundary", "--c\r\n\r\n--c--"],
    ["no end", '--b\r\nContent-Disposition: form-data; name="t"\r\n\r\nx'],
    ["a part without name", "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--"],
    ["a part without head", "--b\r\nx\r\n--b--"],
    [
      "too many parts",
      `${'--b\r\nContent-Disposition: form-data; name="t"\r\n\r\nx\r\n'.repeat(202)}--b--`,
    ],
  ])("%s is refused", (_name, body) => {
    expect(readMultipart(Buffer.from(body), "b")).toBeUndefined();
  });

  test("the boundary, bare and quoted, of this media type only", () => {
    expect(boundaryOf("multipart/form-data; boundary=----WebKit1")).toBe("----WebKit1");
    expect(boundaryOf('multipart/form-data; charset=utf-8; boundary="a b"')).toBe("a b");
    expect(boundaryOf("application/json; boundary=x")).toBeUndefined();
  });

  test("a field called __proto__ is a field", () => {
    const body = '--b\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\nx\r\n--b--';
    expect(Object.keys(readMultipart(Buffer.from(body), "b")?.fields ?? {})).toEqual(["__proto__"]);
  });
});
