/** Files that are full of what tells who made them, drawn by a number. Every mark begins with `CANARY`. */
import { zipSync, zlibSync } from "fflate";

import { concat, utf8 } from "../src/bytes.ts";

export const CANARY = "CANARY";

export interface MarkedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly kind: "jpeg" | "png" | "pdf" | "office";
  /** What must be in it before, so that its absence after says something. */
  readonly marks: readonly string[];
}

const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const uint16 = (value: number) => Uint8Array.of(value >> 8, value & 255);
const uint32 = (value: number) => concat(uint16(value >>> 16), uint16(value & 0xffff));

const segment = (marker: number, body: Uint8Array) =>
  concat(Uint8Array.of(0xff, marker), uint16(body.length + 2), body);

/** TIFF with model, artist, GPS and orientation, in either byte order. */
export function exif(mark: string, orientation: number, little: boolean): Uint8Array {
  const order = (bytes: Uint8Array) => (little ? bytes.toReversed() : bytes);
  const [b2, b4] = [(n: number) => order(uint16(n)), (n: number) => order(uint32(n))];
  const text = latin(`${mark}-model\0${mark}-artist\0N31.2304 E121.4737 ${mark}-gps\0`);
  const count = 4;
  const start = 8 + 2 + count * 12 + 4;
  const entry = (tag: number, length: number, offset: number) =>
    concat(b2(tag), b2(2), b4(length), b4(offset));
  return concat(
    latin("Exif\0\0"),
    latin(little ? "II" : "MM"),
    b2(42),
    b4(8),
    b2(count),
    entry(0x010f, mark.length + 7, start),
    concat(b2(0x0112), b2(3), b4(1), b2(orientation), b2(0)),
    entry(0x013b, mark.length + 8, start),
    entry(0x8825, 20, start),
    b4(0),
    text,
  );
}

/** Coded data with stuffed bytes and restarts in it, as real ones have. */
export const SCAN = Uint8Array.of(0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56, 0xff, 0xd7, 0x78);

export function markedJpeg(mark: string, orientation = 6, little = false): Uint8Array {
  return concat(
    Uint8Array.of(0xff, 0xd8),
    segment(0xe0, concat(latin("JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01"), latin(mark.slice(0, 3)))),
    segment(0xe1, exif(mark, orientation, little)),
    segment(0xe1, latin(`http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>${mark}-xmp</x:xmpmeta>`)),
    segment(0xe2, latin(`ICC_PROFILE\0${mark}-device`)),
    segment(0xed, latin(`Photoshop 3.0\0${mark}-iptc`)),
    segment(0xee, latin("Adobe\0\x64\0\0\0\0\x01")),
    segment(0xfe, latin(`${mark}-comment`)),
    segment(0xdb, new Uint8Array(65)),
    segment(0xc0, Uint8Array.of(8, 0, 8, 0, 8, 1, 1, 0x11, 0)),
    segment(0xc4, new Uint8Array(18)),
    segment(0xda, Uint8Array.of(1, 1, 0, 0, 63, 0)),
    SCAN,
    Uint8Array.of(0xff, 0xd9),
    latin(`${mark}-trailer with another picture`),
  );
}

function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (-(sum & 1) & 0xedb88320);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

const chunk = (name: string, body: Uint8Array) => {
  const named = concat(latin(name), body);
  return concat(uint32(body.length), named, uint32(crc(named)));
};

export const markedPng = (mark: string): Uint8Array =>
  concat(
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", concat(uint32(2), uint32(2), Uint8Array.of(8, 0, 0, 0, 0))),
    chunk("tEXt", latin(`Author\0${mark}-author`)),
    chunk("iTXt", latin(`XML:com.adobe.xmp\0\0\0\0\0${mark}-xmp`)),
    chunk("zTXt", concat(latin("Comment\0\0"), zlibSync(latin(`${mark}-hidden`)))),
    chunk("eXIf", exif(mark, 1, true).subarray(6)),
    chunk("iCCP", concat(latin(`${mark}-profile\0\0`), zlibSync(latin(mark)))),
    chunk("tIME", Uint8Array.of(7, 0xe8, 1, 2, 3, 4, 5)),
    chunk("IDAT", zlibSync(Uint8Array.of(0, 10, 20, 0, 30, 40))),
    chunk("IEND", new Uint8Array(0)),
    latin(`${mark}-trailer`),
  );

/** With document information in the clear or in an object stream, XMP, a picture, and a second revision. */
export function markedPdf(mark: string, isPacked: boolean): Uint8Array {
  const info = `<</Author (${mark}-author \\(x\\) \\\\) /Creator <${Buffer.from(`${mark}-creator`).toString("hex")}> /Producer(${mark}-producer (nested) end) /CreationDate (D:20260101${mark})>>`;
  const xmp = `<?xpacket begin?><dc:creator>${mark}-xmp</dc:creator><?xpacket end?>`;
  const packed = zlibSync(latin(`5 0 ${info}`), { level: 1 });
  const picture = markedJpeg(mark);
  const stream = (dictionary: string, data: Uint8Array) =>
    concat(
      latin(`<<${dictionary} /Length ${data.length}>>\nstream\n`),
      data,
      latin("\nendstream\nendobj\n"),
    );
  return concat(
    latin("%PDF-1.7\n1 0 obj <</Type /Catalog /Metadata 3 0 R>> endobj\n"),
    latin("3 0 obj "),
    stream("/Type /Metadata /Subtype /XML", latin(xmp)),
    latin("4 0 obj "),
    stream("/Subtype /Image /Filter /DCTDecode", picture),
    isPacked
      ? concat(
          latin("6 0 obj "),
          stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", packed),
        )
      : latin(`5 0 obj ${info} endobj\n`),
    latin("7 0 obj "),
    stream("/Filter /FlateDecode", zlibSync(latin("BT (what the page says) Tj ET"))),
    latin(`trailer <</Root 1 0 R /Info 5 0 R /ID [<${"AB".repeat(16)}> <${"CD".repeat(16)}>]>>\n`),
    latin(`8 0 obj <</Author (${mark}-older revision)>> endobj\n%%EOF`),
  );
}

const XML = '<?xml version="1.0" encoding="UTF-8"?>';

/** As other programs write them: the information by reference and with keys of its own, a picture packed twice. */
export function markedQuartzPdf(mark: string, isPacked: boolean): Uint8Array {
  const objects: readonly (readonly [number, string])[] = [
    [
      5,
      `<</Title 6 0 R /Author 7 0 R /Classification (${mark}-own key) /UserName <FEFF${hexOf(mark)}>>>`,
    ],
    [6, `(${mark}-title \\) of another)`],
    [7, `<${hexOf(`${mark}-author`)}>`],
  ];
  const body = objects.map(([, text]) => text);
  const offsets = body.map((_, at) =>
    body.slice(0, at).reduce((sum, text) => sum + text.length + 1, 0),
  );
  const heads = objects.map(([number], at) => `${number} ${offsets[at]}`).join(" ");
  const plain = `${heads} ${body.join(" ")}`;
  const data = zlibSync(latin(plain), { level: 1 });
  const picture = zlibSync(markedJpeg(mark), { level: 1 });
  const packed = concat(
    latin(
      `9 0 obj <</Type /ObjStm /N 3 /First ${heads.length + 1} /Filter /FlateDecode /Length ${data.length}>>\nstream\n`,
    ),
    data,
    latin("\nendstream\nendobj\n"),
  );
  return concat(
    latin("%PDF-1.5\n1 0 obj <</Type /Catalog>> endobj\n"),
    isPacked
      ? packed
      : latin(objects.map(([number, text]) => `${number} 0 obj ${text} endobj\n`).join("")),
    latin(`4 0 obj <</Filter [/FlateDecode /DCTDecode] /Length ${picture.length}>>\nstream\n`),
    picture,
    latin("\nendstream\nendobj\n2 0 obj (what the page says) endobj\n"),
    latin("trailer <</Root 1 0 R /Info 5 0 R>>\n%%EOF"),
  );
}

const hexOf = (text: string): string => Buffer.from(text, "latin1").toString("hex");

/** What a presentation, a spreadsheet with a printer, and a document out of a library say besides. */
function moreParts(mark: string): Record<string, Uint8Array> {
  return {
    "package/services/metadata/core-properties/a1.psmdcp": utf8(
      `${XML}<coreProperties><creator>${mark}</creator></coreProperties>`,
    ),
    "docMetadata/LabelInfo.xml": utf8(
      `${XML}<clbl:labelList><clbl:label siteId="{${mark}}"/></clbl:labelList>`,
    ),
    "customXml/item1.xml": utf8(
      `${XML}<p:properties xmlns:p="http://schemas.microsoft.com/office/2006/metadata/properties"><documentManagement><Author id="${mark}">${mark}-library</Author></documentManagement></p:properties>`,
    ),
    "ppt/commentAuthors.xml": utf8(
      `${XML}<p:cmAuthorLst><p:cmAuthor id="1" name="${mark}-name" initials='${mark}'/></p:cmAuthorLst>`,
    ),
    "xl/revisions/userNames.xml": utf8(
      `${XML}<users><userInfo guid="{1}" name='${mark}-name' id="-1" dateTime="2026"/></users>`,
    ),
    "xl/pivotCache/pivotCacheDefinition1.xml": utf8(
      `${XML}<pivotCacheDefinition refreshedBy="${mark}-by" refreshedDate="46000.5"/>`,
    ),
    "xl/connections.xml": utf8(
      `${XML}<connections><connection id="1" odcFile="C:\\${mark}.odc"><dbPr connection="User ID=${mark}"/></connection></connections>`,
    ),
    "xl/printerSettings/printerSettings1.bin": latin(Array.from(`\\\\server\\${mark}`).join("\0")),
    "word/settings2.xml": utf8(
      `${XML}<w:settings><w:docVars><w:docVar w:name="u" w:val="${mark}"/></w:docVars><w:mailMerge><w:query w:val="C:\\${mark}"/></w:mailMerge></w:settings>`,
    ),
  };
}

/** An office file of all of these, with another one inside and pictures under names of another kind. */
export const markedPackage = (mark: string): Uint8Array =>
  zipSync({
    "[Content_Types].xml": utf8(`${XML}<Types/>`),
    ...moreParts(mark),
    "ppt/media/image1.tmp": markedJpeg(mark),
    "ppt/media/image2.dat": markedPng(mark),
    "ppt/embeddings/sheet1.xlsx": markedOffice(mark, "xlsx"),
    "ppt/slides/slide1.xml": utf8(`${XML}<p:sld><a:t>正文在此</a:t></p:sld>`),
  });

export function markedOffice(mark: string, type: "docx" | "xlsx"): Uint8Array {
  const parts: Record<string, Uint8Array> = {
    "[Content_Types].xml": utf8(`${XML}<Types/>`),
    "_rels/.rels": utf8(
      `${XML}<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="word/document.xml"/><Relationship Id="r2" Type="http://x/metadata/thumbnail" Target="docProps/thumbnail.jpeg"/></Relationships>`,
    ),
    "docProps/core.xml": utf8(
      `${XML}<cp:coreProperties><dc:creator>${mark}-creator</dc:creator><cp:lastModifiedBy>${mark}-modifier</cp:lastModifiedBy></cp:coreProperties>`,
    ),
    "docProps/app.xml": utf8(`${XML}<Properties><Company>${mark}-company</Company></Properties>`),
    "docProps/custom.xml": utf8(`${XML}<Properties><property name="${mark}"/></Properties>`),
    "docProps/thumbnail.jpeg": markedJpeg(mark),
  };
  if (type === "docx") {
    parts["word/document.xml"] = utf8(
      `${XML}<w:document><w:p w:rsidR="00${mark}"><w:ins w:author="${mark}-author" w:date="2026-01-02T03:04:05Z"><w:t>正文在此</w:t></w:ins></w:p></w:document>`,
    );
    parts["word/settings.xml"] = utf8(
      `${XML}<w:settings><w:rsids><w:rsid w:val="${mark}"/></w:rsids></w:settings>`,
    );
    parts["word/_rels/settings.xml.rels"] = utf8(
      `${XML}<Relationships><Relationship Id="r1" Target="file:///C:\\Users\\${mark}\\Normal.dotm" TargetMode="External"/></Relationships>`,
    );
    parts["word/people.xml"] = utf8(
      `${XML}<w15:people><w15:person w15:author="${mark}-author"><w15:presenceInfo w15:providerId="AD" w15:userId="${mark}"/></w15:person></w15:people>`,
    );
    parts["word/media/image1.jpeg"] = markedJpeg(mark);
    parts["word/media/image2.png"] = markedPng(mark);
  } else {
    parts["xl/workbook.xml"] = utf8(
      `${XML}<workbook><fileSharing userName="${mark}-user"/><x15ac:absPath url="C:\\Users\\${mark}\\"/></workbook>`,
    );
    parts["xl/comments1.xml"] = utf8(
      `${XML}<comments><authors><author>${mark}-author</author></authors></comments>`,
    );
    parts["xl/worksheets/sheet1.xml"] = utf8(`${XML}<worksheet><t>正文在此</t></worksheet>`);
  }
  return zipSync(parts, { comment: `${mark}-zip`, mtime: "2026-01-02T03:04:06" });
}

/** One of ten kinds, by its number. */
export function markedFile(number: number): MarkedFile {
  const mark = `${CANARY}${number}`;
  const marks = [mark];
  const made: readonly (() => Pick<MarkedFile, "kind" | "bytes">)[] = [
    () => ({ kind: "jpeg", bytes: markedJpeg(mark, (number % 8) + 1, false) }),
    () => ({ kind: "png", bytes: markedPng(mark) }),
    () => ({ kind: "pdf", bytes: markedPdf(mark, false) }),
    () => ({ kind: "office", bytes: markedOffice(mark, "docx") }),
    () => ({ kind: "jpeg", bytes: markedJpeg(mark, (number % 8) + 1, true) }),
    () => ({ kind: "pdf", bytes: markedPdf(mark, true) }),
    () => ({ kind: "office", bytes: markedOffice(mark, "xlsx") }),
    () => ({ kind: "pdf", bytes: markedQuartzPdf(mark, number % 20 < 10) }),
    () => ({ kind: "office", bytes: markedPackage(mark) }),
    () => ({ kind: "png", bytes: markedPng(mark) }),
  ];
  const make = made[number % made.length];
  if (make === undefined) throw new RangeError(`no file ${number}`);
  const { kind, bytes } = make();
  return { name: `${number}.${kind}`, kind, bytes, marks };
}

export const asText = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
