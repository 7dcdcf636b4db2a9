/** MANSCDP (GB/T 28181 annex A): small XML documents in MESSAGE, as devices really write them; hostile ones are refused. */
import { SaxesParser } from "saxes";

/** The body is no document we take. */
export class ManscdpMalformed extends Error {
  override name = "ManscdpMalformed";
}

export interface XmlElement {
  readonly name: string;
  /** Text directly within, trimmed. */
  text: string;
  readonly children: XmlElement[];
}

export interface Manscdp {
  /** `Query`, `Notify`, `Response` or `Control`. */
  readonly kind: string;
  /** `Keepalive`, `Catalog`, … */
  readonly command: string;
  readonly serial: string;
  readonly deviceId: string;
  readonly root: XmlElement;
}

const MOST_BYTES = 1024 * 1024;
const MOST_DEPTH = 12;
const MOST_ELEMENTS = 50_000;
const MOST_TEXT_CHARACTERS = 1024;

/** GB2312 and GBK are parts of GB18030 (2016: GB2312, 2022: GB18030). */
const CHINESE = /^(gb2312|gbk|gb18030|x-gbk|gb_2312-80)$/i;

/** UTF-8 where it says so or says nothing; a device that lies about it is read as GB18030. */
function decode(bytes: Buffer): string {
  const declared = /^\uFEFF?\s*<\?xml[^>]*encoding\s*=\s*["']([\w-]+)["']/.exec(
    bytes.toString("latin1", 0, 200).replace(/^\u00ef\u00bb\u00bf/, ""),
  )?.[1];
  if (declared !== undefined && CHINESE.test(declared))
    return new TextDecoder("gb18030").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

class TreeBuilder {
  root: XmlElement | undefined;
  readonly #open: XmlElement[] = [];
  #count = 0;

  begin(name: string): void {
    this.#count += 1;
    if (this.#count > MOST_ELEMENTS) throw new ManscdpMalformed("too many elements");
    if (this.#open.length >= MOST_DEPTH) throw new ManscdpMalformed("elements lie too deep");
    const element: XmlElement = { name, text: "", children: [] };
    this.#open.at(-1)?.children.push(element);
    this.root ??= element;
    this.#open.push(element);
  }

  text(more: string): void {
    const element = this.#open.at(-1);
    if (element === undefined) return;
    element.text += more;
    if (element.text.length > MOST_TEXT_CHARACTERS)
      throw new ManscdpMalformed("a text is too long");
  }

  end(): void {
    const element = this.#open.pop();
    if (element !== undefined) element.text = element.text.trim();
  }
}

function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({ fragment: false });
  const tree = new TreeBuilder();
  const refuse = (why: string): never => {
    throw new ManscdpMalformed(why);
  };
  parser.on("error", ({ message }) => refuse(message));
  parser.on("doctype", () => refuse("a document type is not taken"));
  parser.on("opentag", ({ name }) => tree.begin(name));
  parser.on("text", (more) => tree.text(more));
  parser.on("cdata", (more) => tree.text(more));
  parser.on("closetag", () => tree.end());
  parser.write(text).close();
  return tree.root ?? refuse("no element");
}

export const childText = (element: XmlElement, name: string): string | undefined =>
  element.children.find((child) => child.name === name)?.text;

/** @throws ManscdpMalformed and nothing else */
export function parseManscdp(bytes: Buffer): Manscdp {
  if (bytes.length > MOST_BYTES) throw new ManscdpMalformed("the body is too long");
  // The decoder has done its work: the parser must not read the old name of the encoding.
  const text = decode(bytes).replace(/^\uFEFF?\s*<\?xml[^>]*\?>/, "");
  // Some devices send the zero that ends their string.
  const root = parseXml(text.replace(/\0+$/, ""));
  const command = childText(root, "CmdType");
  const deviceId = childText(root, "DeviceID");
  if (command === undefined || deviceId === undefined)
    throw new ManscdpMalformed("CmdType or DeviceID is missing");
  return { kind: root.name, command, deviceId, serial: childText(root, "SN") ?? "", root };
}

export interface Query {
  readonly command: "Catalog";
  readonly serial: number;
  readonly deviceId: string;
}

/** Digits and ASCII alone, so that it is right in each of the encodings. */
export function formatQuery({ command, serial, deviceId }: Query): Buffer {
  const lines = [
    '<?xml version="1.0" encoding="GB2312"?>',
    "<Query>",
    `<CmdType>${command}</CmdType>`,
    `<SN>${serial}</SN>`,
    `<DeviceID>${deviceId.replaceAll(/[^\w.-]/g, "")}</DeviceID>`,
    "</Query>",
  ];
  return Buffer.from(`${lines.join("\r\n")}\r\n`, "ascii");
}
