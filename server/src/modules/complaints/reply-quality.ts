/**
 * The reply-quality meter: which claims no finding answers, which findings rest on no article, which articles were not in
 * force, and how much a reply is like another of the same unit. It shows; people judge (SUP-03, SUP-04). Pure.
 */
import type { Law } from "../../../../clocks/src/index.ts";
import type { Finding, ReplyQuality } from "../../../../contract/src/voice-values.ts";

export interface ReplyText {
  readonly claims: readonly string[];
  readonly findings: readonly Finding[];
  /** Day of receipt: the act keeps the law of its day. */
  readonly on: string;
  readonly law: Law;
  /** Other replies of the unit. */
  readonly others: readonly OtherReply[];
}

export interface OtherReply {
  readonly number: string;
  readonly claims: readonly string[];
  readonly findings: readonly Finding[];
}

/** Below this many characters a sentence answers nothing. */
const SHORTEST = 8;
/** Words with which a reply says nothing of its own, whatever was claimed. */
const EMPTY =
  /(经(研究|核查|调查|审查|核实|复核)|你(单位|公司)|贵(单位|公司)|(反映|投诉|质疑|异议)(的)?(问题|事项|内容)?|不(成立|属实|存在)|符合(相关|有关)?(法律|法规|规定|要求)+|按照(相关|有关)规定|依法|予以驳回|特此(答复|回复|函复)|感谢(您|你|贵).{0,12}(支持|监督|理解)|[\s\p{P}])+/gu;

/** What is left when the fixed parts of letters are gone. */
export const substanceOf = (text: string): string => text.normalize("NFKC").replaceAll(EMPTY, "");

const isAnswer = ({ text, result }: Finding): boolean =>
  result !== "notExamined" && substanceOf(text).length >= SHORTEST;

export function measureReply({ claims, findings, on, others, law }: ReplyText): ReplyQuality {
  const byClaim = Map.groupBy(findings, ({ claim }) => claim);
  const answered = (claim: number) => (byClaim.get(claim) ?? []).some(isAnswer);
  const quotable = articlesOf(law, on);
  const quoted = [...new Set(findings.flatMap(({ articles }) => articles))];
  const like = likest({ claims, findings }, others);
  return {
    claims: claims.length,
    unanswered: [...claims.keys()].filter((claim) => !answered(claim)),
    withoutArticle: findings
      .filter((finding) => isAnswer(finding) && finding.articles.length === 0)
      .map(({ claim }) => claim),
    notInForce: quoted.filter((article) => !quotable.has(plain(article))),
    ...like,
  };
}

/** Ids and names of the articles in force on a day, in the plain form. */
const articlesOf = ({ articles }: Law, on: string): ReadonlySet<string> =>
  new Set(
    articles
      .filter(
        ({ validFrom, validTo }) =>
          (validFrom === null || validFrom <= on) && (validTo === null || on <= validTo),
      )
      .flatMap(({ id, instrument, article }) => [plain(id), plain(`${instrument}${article}`)]),
  );

function plain(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/中华人民共和国|[《》\s]|\([^)]*\)/gu, "")
    .replaceAll(/第(\d+)条/gu, "第$1条");
}

type Text = Pick<OtherReply, "claims" | "findings">;

function likest(
  text: Text,
  others: readonly OtherReply[],
): Pick<ReplyQuality, "likeness" | "likeNumber"> {
  const own = piecesOf(text);
  if (own.size === 0) return {};
  let best: { likeness: number; likeNumber: string } | undefined;
  for (const other of others) {
    const likeness = diceOf(own, piecesOf(other));
    if (best === undefined || likeness > best.likeness)
      best = { likeness, likeNumber: other.number };
  }
  return best === undefined ? {} : { ...best, likeness: Math.round(best.likeness * 1000) / 1000 };
}

const LENGTH = 4;

/** Pieces of four characters of what the findings say beyond fixed words and beyond the claims themselves. */
function piecesOf({ claims, findings }: Text): ReadonlySet<string> {
  const theirs = shingles(claims.map(substanceOf));
  const own = shingles(findings.map(({ text }) => substanceOf(text)));
  return new Set([...own].filter((piece) => !theirs.has(piece)));
}

function shingles(texts: readonly string[]): ReadonlySet<string> {
  const pieces = new Set<string>();
  for (const text of texts) {
    for (let start = 0; start + LENGTH <= text.length; start += 1)
      pieces.add(text.slice(start, start + LENGTH));
  }
  return pieces;
}

/** Dice's coefficient: twice what is common, by what both have. */
function diceOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0;
  let common = 0;
  for (const piece of a) common += Number(b.has(piece));
  return (2 * common) / (a.size + b.size);
}

/** True when there is something a signer should look at first. */
export const needsLook = ({ unanswered, withoutArticle, notInForce, likeness }: ReplyQuality) =>
  unanswered.length + withoutArticle.length + notInForce.length > 0 || (likeness ?? 0) >= COPIED;

/** SUP-04. */
export const COPIED = 0.9;
