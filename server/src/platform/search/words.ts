/**
 * Words of Chinese text for full-text search. A row is indexed under every dictionary word in it and every single
 * character; a query is cut into dictionary words and single characters. So whatever is a substring is found, and
 * words may stand apart.
 */
import { Jieba } from "@node-rs/jieba";
import { dict } from "@node-rs/jieba/dict.js";

/** Words of the field that the general dictionary does not have. */
const FIELD_WORDS = [
  "不见面",
  "开标",
  "评标",
  "围标",
  "串标",
  "标段",
  "招标代理",
  "公共资源",
  "政府采购",
  "竞争性磋商",
  "竞争性谈判",
  "单一来源",
];

const HAN = /\p{Script=Han}/u;
const RUNS = /[a-z0-9]+|\p{Script=Han}+/gu;
const MOST_QUERY_WORDS = 12;

const state: { jieba: Jieba | undefined } = { jieba: undefined };

/** Loaded at the first text: 40 MB and a quarter of a second that not every process needs. */
function jieba(): Jieba {
  if (state.jieba === undefined) {
    state.jieba = Jieba.withDict(dict);
    state.jieba.loadDict(Buffer.from(FIELD_WORDS.map((word) => `${word} 100000 n`).join("\n")));
  }
  return state.jieba;
}

const runsOf = (text: string): readonly string[] =>
  text.normalize("NFKC").toLowerCase().match(RUNS) ?? [];

/** Words under which a row with these texts is found; sorted, none twice. */
export function indexWords(texts: readonly (string | null | undefined)[]): readonly string[] {
  const words = new Set<string>();
  for (const run of texts.flatMap((text) => runsOf(text ?? ""))) {
    if (!HAN.test(run)) {
      words.add(run);
      continue;
    }
    for (const character of run) words.add(character);
    for (const word of jieba().cutAll(run)) words.add(word);
  }
  return [...words].toSorted();
}

const quoted = (word: string): string => `'${word}'`;

/**
 * The query as PostgreSQL's tsquery text: every word must be there, codes by their beginning.
 *
 * @returns undefined if there is nothing to look for
 */
export function searchQuery(text: string): string | undefined {
  const words = new Set<string>();
  for (const run of runsOf(text)) {
    if (HAN.test(run)) for (const word of jieba().cut(run, false)) words.add(quoted(word));
    else words.add(`${quoted(run)}:*`);
  }
  return words.size === 0 ? undefined : [...words].slice(0, MOST_QUERY_WORDS).join(" & ");
}
