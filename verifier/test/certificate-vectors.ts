/** The public vectors of certificates, made anew: one that is valid, and the forgeries that must be told apart. */
import {
  buildCertificate,
  certificateText,
  numberCertificate,
  sealTestFact,
  signatureLine,
  type TestCertificateObject,
  testKey,
  vkeyOf,
} from "./build-certificate.ts";

export interface CertificateVector {
  readonly name: string;
  readonly source: string;
  readonly input: { readonly text: string; readonly trustedKeys?: readonly string[] };
  readonly expected: { readonly verdict: string; readonly code: string };
}

const SOURCE = "verifier/test/certificate-vectors.ts";

const { certificate: genuine, text: genuineText, vkey } = buildCertificate();
const stranger = vkeyOf("log.mingjing.example/2026", testKey("somebody else")).vkey;

interface Expectation {
  readonly verdict: "valid" | "refused" | "unreadable";
  readonly code: string;
  readonly trustedKeys?: readonly string[];
}

function vector(name: string, text: string, expectation: Expectation): CertificateVector {
  const { verdict, code, trustedKeys } = expectation;
  const input = trustedKeys === undefined ? { text } : { text, trustedKeys };
  return { name, source: SOURCE, input, expected: { verdict, code } };
}

const refused = (code: string): Expectation => ({ verdict: "refused", code });
const unreadable = (code: string): Expectation => ({ verdict: "unreadable", code });
const valid: Expectation = { verdict: "valid", code: "certificate.valid" };

type Change = (certificate: TestCertificateObject) => void;

/** The genuine certificate, changed, and numbered anew by the forger. */
function forged(change: Change): string {
  const copy = structuredClone(genuine);
  change(copy);
  return certificateText(numberCertificate(copy));
}

/** The genuine certificate, changed, under its old number. */
function tampered(change: Change): string {
  const copy = structuredClone(genuine);
  change(copy);
  return certificateText(copy);
}

const entryOf = (certificate: TestCertificateObject, position: number) => {
  const entry = certificate.facts[position];
  if (entry === undefined) throw new Error(`no fact ${position} in the test certificate`);
  return entry;
};

const setPayload = (value: Record<string, unknown>): Change => {
  return (certificate) => {
    entryOf(certificate, 1).fact["payload"] = value;
  };
};

const resealed: Change = (certificate) => {
  const entry = entryOf(certificate, 1);
  entry.fact = sealTestFact({ ...entry.fact, payload: { lot: "2" } });
};

const otherSubject: Change = (certificate) => {
  certificate.subject = "ocds-mj0001-TEST-0002";
};

const repeated: Change = (certificate) => {
  certificate.facts.push(structuredClone(entryOf(certificate, 0)));
};

const sameLeaf: Change = (certificate) => {
  entryOf(certificate, 1).leafIndex = entryOf(certificate, 0).leafIndex;
};

const signedByStranger: Change = (certificate) => {
  const text = certificate.checkpoint.split("\n\n")[0] ?? "";
  const line = signatureLine(`${text}\n`, certificate.log.origin, testKey("somebody else"));
  certificate.checkpoint = `${text}\n\n${line}`;
};

const biggerTree: Change = (certificate) => {
  certificate.checkpoint = certificate.checkpoint.replace("\n9\n", "\n90\n");
};

/** Forgeries of what the log covers, each with a number that fits. */
function forgeries(): CertificateVector[] {
  return [
    vector("payload changed, number fits", forged(setPayload({ lot: "2" })), {
      ...refused("fact.content-hash-mismatch"),
    }),
    vector("payload and content hash changed", forged(resealed), refused("fact.not-in-log")),
    vector("facts of another matter", forged(otherSubject), {
      ...refused("certificate.subject-mismatch"),
    }),
    vector("the same fact twice", forged(repeated), refused("certificate.duplicate-fact")),
    vector("two facts, one leaf", forged(sameLeaf), refused("certificate.duplicate-leaf")),
    vector("checkpoint signed by somebody else", forged(signedByStranger), {
      ...refused("note.no-signature-of-key"),
    }),
    vector("size of the tree changed", forged(biggerTree), refused("note.signature-invalid")),
    vector(
      "salt changed",
      forged((certificate) => {
        entryOf(certificate, 0).salt = "00".repeat(16);
      }),
      refused("fact.not-in-log"),
    ),
    vector(
      "leaf index beyond the tree",
      forged((certificate) => {
        entryOf(certificate, 2).leafIndex = 9;
      }),
      refused("fact.index-beyond-tree"),
    ),
    vector(
      "origin of another log",
      forged((certificate) => {
        certificate.log.origin = "log.other.example/2026";
      }),
      refused("certificate.origin-mismatch"),
    ),
  ];
}

/** Files that are malformed as JSON or as a certificate. */
function malformed(): CertificateVector[] {
  const duplicate = genuineText.replace('"title":', '"title": "另一个项目",\n  "title":');
  const escaped = genuineText.replace("滨河路", String.raw`\u6ee8\u6cb3\u8def`);
  const { salt: _, ...withoutSalt } = entryOf(structuredClone(genuine), 0);
  return [
    vector("the title twice", duplicate, refused("file.duplicate-key")),
    vector("the same title, spelt otherwise", escaped, refused("file.spelling")),
    vector("half a surrogate pair", genuineText.replace("滨河路", String.raw`\ud83d`), {
      ...refused("file.lone-surrogate"),
    }),
    vector(
      "a key nobody knows",
      tampered((copy) => Object.assign(copy, { approved: true })),
      {
        ...refused("certificate.unknown-key"),
      },
    ),
    vector(
      "a key nobody knows in a fact",
      tampered((copy) => Object.assign(entryOf(copy, 0).fact, { digest: "" })),
      refused("certificate.unknown-key"),
    ),
    vector("no salt", certificateText({ ...genuine, facts: [withoutSalt] }), {
      ...refused("certificate.missing-key"),
    }),
    vector("no facts", certificateText({ ...genuine, facts: [] }), {
      ...refused("certificate.wrong-value"),
    }),
    vector("a format of the future", genuineText.replace("certificate/1", "certificate/9"), {
      ...unreadable("certificate.unknown-format"),
    }),
    vector("a text behind the certificate", `${genuineText}{}`, unreadable("file.not-json")),
    vector("half a file", genuineText.slice(0, 1000), unreadable("file.not-json")),
    vector("another JSON file", '{"name":"mingjing"}\n', {
      ...unreadable("certificate.not-a-certificate"),
    }),
    vector("nothing", "", unreadable("file.empty")),
    vector("a byte order mark", `\ufeff${genuineText}`, unreadable("file.byte-order-mark")),
    vector("brackets without end", "[".repeat(5000), unreadable("file.too-deep")),
  ];
}

export function certificateVectors(): CertificateVector[] {
  const { text: forParty } = buildCertificate({ audience: "party:91990000MA0MJ00001" });
  const { text: single } = buildCertificate({ facts: [{}], othersBefore: 0 });
  const compact = JSON.stringify(genuine);
  const retitled = tampered((copy) => {
    copy.title = "另一个项目";
  });
  return [
    vector("genuine", genuineText, valid),
    vector("genuine, without white space", compact, valid),
    vector("genuine, for a party", forParty, valid),
    vector("genuine, a log with one leaf", single, valid),
    vector("genuine, key compared", genuineText, { ...valid, trustedKeys: [stranger, vkey] }),
    vector("genuine, key of another log expected", genuineText, {
      ...refused("certificate.key-not-trusted"),
      trustedKeys: [stranger],
    }),
    vector("expected key mistyped", genuineText, {
      ...refused("certificate.trusted-key-malformed"),
      trustedKeys: [`${vkey}A`],
    }),
    vector("title changed", retitled, refused("certificate.number-mismatch")),
    vector("payload changed", tampered(setPayload({ lot: "2" })), {
      ...refused("certificate.number-mismatch"),
    }),
    ...forgeries(),
    ...malformed(),
  ];
}
