import { assert, property, string, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";

import { CatalogueCollector, readCatalogueAnswer } from "./catalogue.ts";
import { formatQuery, ManscdpMalformed, parseManscdp } from "./manscdp.ts";

/** 开标一室 in GB18030, by Python's codec. */
const ROOM = Buffer.from("bfaab1ead2bbcad2", "hex");

const answer = (items: string, total: number | string, declaration = "") =>
  `${declaration}<Response><CmdType>Catalog</CmdType><SN>7</SN><DeviceID>1</DeviceID>` +
  `<SumNum>${total}</SumNum><DeviceList Num="1">${items}</DeviceList></Response>`;

const item = (id: string, more = "") => `<Item><DeviceID>${id}</DeviceID>${more}</Item>`;

/** The error of reading, which must be ours. */
function refusalOf(bytes: Buffer): string {
  try {
    readCatalogueAnswer(parseManscdp(bytes));
  } catch (error) {
    if (error instanceof ManscdpMalformed) return error.message;
    throw error;
  }
  throw new Error("it was taken");
}

describe("the encoding", () => {
  const around = (declaration: string, name: Buffer) =>
    Buffer.concat([
      Buffer.from(`${declaration}<Notify><CmdType>Keepalive</CmdType><DeviceID>1</DeviceID><Name>`),
      name,
      Buffer.from("</Name></Notify>\0"),
    ]);
  const name = (bytes: Buffer) =>
    parseManscdp(bytes).root.children.find((child) => child.name === "Name")?.text;

  test.each(["GB2312", "gb18030", "GBK"])("%s is read as GB18030", (encoding) => {
    expect(name(around(`<?xml version="1.0" encoding="${encoding}"?>\r\n`, ROOM))).toBe("开标一室");
  });

  test.each(['<?xml version="1.0" encoding="UTF-8"?>', '<?xml version="1.0"?>', "\uFEFF", ""])(
    "%j is read as UTF-8",
    (declaration) => {
      expect(name(around(declaration, Buffer.from("开标一室")))).toBe("开标一室");
    },
  );

  test("a device that says UTF-8 and writes GB18030 is read as it writes", () => {
    expect(name(around('<?xml version="1.0" encoding="UTF-8"?>', ROOM))).toBe("开标一室");
  });
});

describe("a hostile document", () => {
  const deep = "<a>".repeat(50) + "</a>".repeat(50);
  test.each([
    ["no document", "", "root element"],
    ["a document that ends early", "<Notify><CmdType>", ""],
    ["without a command", "<Notify></Notify>", "CmdType"],
    ["an entity of its own", `<!DOCTYPE a [<!ENTITY b "c">]>${answer("&b;", 0)}`, "document type"],
    ["an unknown entity", answer("&b;", 0), ""],
    ["elements without end", answer(deep, 0), "deep"],
    ["a text without end", answer(item("1", `<Name>${"a".repeat(2000)}</Name>`), 1), "too long"],
    ["sixty thousand elements", answer("<a/>".repeat(60_000), 0), "too many"],
    ["a megabyte", answer(" ".repeat(1_100_000), 0), "too long"],
    ["no total", answer("", "many"), "SumNum"],
    ["a total without measure", answer("", 999_999), "SumNum"],
    ["a channel without a number", answer("<Item><Name>a</Name></Item>", 1), "number"],
    ["a number that is a path", answer(item("../a"), 1), "number"],
  ])("%s is refused", (_, text, why) => {
    expect(refusalOf(Buffer.from(text))).toContain(why);
  });

  test("whatever arrives, reading returns or throws ManscdpMalformed", () => {
    const read = (bytes: Buffer) => {
      try {
        parseManscdp(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(ManscdpMalformed);
      }
    };
    assert(property(uint8Array({ maxLength: 300 }), (bytes) => read(Buffer.from(bytes))));
    assert(property(string({ maxLength: 60 }), (text) => read(Buffer.from(answer(text, 1)))));
  });
});

describe("a catalogue", () => {
  const read = (text: string) => readCatalogueAnswer(parseManscdp(Buffer.from(text)));

  test("tells channels with name, maker, parent and state", () => {
    const more =
      "<Name>Hall 1</Name><Manufacturer>M</Manufacturer><ParentID>9</ParentID><Status>OFF</Status>";
    const items = item("34020000001320000001", more) + item("34020000002160000001", "<Status/>");
    expect(read(answer(items, 2)).channels).toEqual([
      {
        id: "34020000001320000001",
        name: "Hall 1",
        manufacturer: "M",
        parent: "9",
        status: "off",
        isCamera: true,
      },
      {
        id: "34020000002160000001",
        name: "34020000002160000001",
        manufacturer: undefined,
        parent: undefined,
        status: "unknown",
        isCamera: false,
      },
    ]);
  });

  test("is complete with the last of its answers, in any order", () => {
    const collector = new CatalogueCollector();
    expect(collector.add(read(answer(item("2") + item("3"), 3)))).toBe(false);
    expect(collector.progress).toBe("2 of 3 channels");
    expect(collector.add(read(answer(item("1"), 3)))).toBe(true);
    expect(collector.channels.map(({ id }) => id)).toEqual(["2", "3", "1"]);
  });

  test("of a device without channels is complete at once", () => {
    expect(new CatalogueCollector().add(read(answer("", 0)))).toBe(true);
  });

  test("a folder that is told twice and counted twice is one channel", () => {
    const collector = new CatalogueCollector();
    expect(collector.add(read(answer(item("1") + item("1"), 2)))).toBe(true);
    expect(collector.channels).toHaveLength(1);
  });
});

test("a query is ASCII and read back", () => {
  const query = formatQuery({ command: "Catalog", serial: 5, deviceId: "34020000001180000001" });
  expect(query.every((byte) => byte < 0x80)).toBe(true);
  expect(parseManscdp(query)).toMatchObject({
    kind: "Query",
    command: "Catalog",
    serial: "5",
    deviceId: "34020000001180000001",
  });
});
