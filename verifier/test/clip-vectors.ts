/** The public vectors of clips, made anew: one that is valid, and the forgeries that must be told apart. */
import {
  clipCertificate,
  filesOf,
  linkTestRecord,
  packClip,
  packZip,
  type TestClip,
  testClip,
  testClipKey,
  type TestRecord,
} from "./build-clip.ts";

export interface ClipVector {
  readonly name: string;
  readonly source: string;
  readonly input: { readonly zip: string; readonly trustedKeys?: readonly string[] };
  readonly expected: { readonly verdict: string; readonly code: string; readonly number?: number };
}

const SOURCE = "verifier/test/clip-vectors.ts";

type Change = (clip: TestClip) => void;

const at = <T>(values: readonly T[], index: number): T => {
  const value = values.at(index);
  if (value === undefined) throw new Error(`no ${index} in the test clip`);
  return value;
};

const flip = (bytes: Buffer, index: number) => {
  bytes[index] = (bytes[index] ?? 0) ^ 1;
};

/** Links records anew from one on, as a forger would. */
function relink(records: readonly TestRecord[]): void {
  let previous: string | undefined;
  for (const record of records) {
    if (previous !== undefined) record.previous = previous;
    Object.assign(record, linkTestRecord(record));
    previous = record.chain;
  }
}

const all = ({ content, proof }: TestClip): TestRecord[] => [
  ...(content.days[0]?.before ? [content.days[0].before] : []),
  ...proof.parts.flatMap(({ records }) => records),
  ...at(content.days, 0).after,
];

interface Forgery {
  readonly name: string;
  readonly code: string;
  readonly number?: number;
  readonly change: Change;
}

const dropLast: Change = (clip) => {
  const part = at(clip.proof.parts, 1);
  const { bytes } = at(part.records, -1);
  part.records.pop();
  clip.films[1] = at(clip.films, 1).subarray(0, -bytes);
};

const FORGERIES: readonly Forgery[] = [
  {
    name: "a byte of segment 3 was changed",
    code: "clip.segment-changed",
    number: 3,
    change: ({ films }) => flip(at(films, 0), at(films, 0).length - 1),
  },
  {
    name: "a byte of the head of the second film was changed",
    code: "clip.segment-changed",
    number: 4,
    change: ({ films }) => flip(at(films, 1), 0),
  },
  {
    name: "bytes were added behind the last segment of a film",
    code: "clip.segment-changed",
    number: 3,
    change: (clip) => {
      clip.films[0] = Buffer.concat([at(clip.films, 0), Buffer.from("x")]);
    },
  },
  {
    name: "the last segment was taken out",
    code: "clip.segment-missing",
    number: 6,
    change: dropLast,
  },
  {
    name: "the last segment was taken out, and the record behind it",
    code: "clip.not-in-log",
    number: 4,
    change(clip) {
      dropLast(clip);
      at(clip.content.days, 0).after = [];
    },
  },
  {
    name: "the time of a segment was changed",
    code: "clip.chain-broken",
    number: 4,
    change(clip) {
      at(at(clip.proof.parts, 1).records, 0).startAt -= 20_000;
    },
  },
  {
    name: "the time of a segment was changed, and all linked anew",
    code: "clip.chain-differs",
    number: 6,
    change(clip) {
      at(at(clip.proof.parts, 1).records, 0).startAt -= 20_000;
      relink(all(clip));
    },
  },
  {
    name: "all linked anew, and certified with a key of the forger's",
    code: "certificate.key-not-trusted",
    change(clip) {
      at(at(clip.proof.parts, 1).records, 0).startAt -= 20_000;
      relink(all(clip));
      clip.certificate = clipCertificate(at(all(clip), -1), "forger").text;
    },
  },
  {
    name: "the gap is not stated",
    code: "clip.gap-not-stated",
    change: ({ content }) => content.coverage.gaps.pop(),
  },
  {
    name: "the gap is stated shorter",
    code: "clip.gap-not-stated",
    change({ content }) {
      at(content.coverage.gaps, 0).to = "2026-03-02T01:40:20.000Z";
    },
  },
  {
    name: "more is stated as recorded than there is",
    code: "clip.share-wrong",
    change({ content }) {
      content.coverage.share = 0.9999;
    },
  },
  {
    name: "the window is stated longer, so that a segment is missing in it",
    code: "clip.segment-left-out",
    number: 1,
    change({ content }) {
      content.coverage.from = "2026-03-02T01:40:01.000Z";
    },
  },
  {
    name: "another camera is named",
    code: "clip.not-in-log",
    number: 5,
    change({ content }) {
      content.channel = "evaluation-1-experts";
    },
  },
  {
    name: "the proof of the log was left out",
    code: "clip.no-certificate",
    change: (clip) => (clip.certificate = undefined),
  },
  {
    name: "the proof of the log was changed",
    code: "certificate.number-mismatch",
    change(clip) {
      clip.certificate = clip.certificate?.replace('"last":6', '"last":5');
    },
  },
  {
    name: "a file was put in",
    code: "clip.unknown-file",
    change: ({ others }) => (others["more.mp4"] = "x"),
  },
  {
    name: "a key was put in",
    code: "clip.unknown-key",
    change: ({ content }) => (content["note"] = "x"),
  },
];

const vector = (
  name: string,
  zip: Buffer,
  { trustedKeys, ...expected }: ClipVector["expected"] & { trustedKeys?: readonly string[] },
): ClipVector => ({
  name,
  source: SOURCE,
  input: { zip: zip.toString("hex"), ...(trustedKeys === undefined ? {} : { trustedKeys }) },
  expected,
});

function forged({ name, code, number, change }: Forgery): ClipVector {
  const clip = testClip();
  change(clip);
  return vector(name, packClip(clip), {
    verdict: "refused",
    code,
    ...(number === undefined ? {} : { number }),
    ...(code === "certificate.key-not-trusted" ? { trustedKeys: [testClipKey()] } : {}),
  });
}

export function clipVectors(): ClipVector[] {
  const genuine = packClip(testClip());
  const valid = { verdict: "valid", code: "clip.valid" };
  const twice = filesOf(testClip());
  const [first] = twice;
  if (first !== undefined) twice.push(first);
  const damaged = Buffer.from(genuine);
  flip(damaged, damaged.indexOf("录像片段及其证明"));
  return [
    vector("genuine", genuine, valid),
    vector("genuine, key compared", genuine, { ...valid, trustedKeys: [testClipKey()] }),
    ...FORGERIES.map(forged),
    vector("a file stands in it twice", packZip(twice), {
      verdict: "refused",
      code: "zip.duplicate-file",
    }),
    vector("a text was damaged", damaged, { verdict: "refused", code: "zip.damaged" }),
    vector("cut off", genuine.subarray(0, -40), { verdict: "refused", code: "zip.malformed" }),
    vector("no ZIP", Buffer.from("录像"), { verdict: "unreadable", code: "zip.not-a-zip" }),
    vector("another ZIP", packZip([["a.txt", Buffer.from("a")]]), {
      verdict: "unreadable",
      code: "clip.not-a-clip",
    }),
  ];
}
