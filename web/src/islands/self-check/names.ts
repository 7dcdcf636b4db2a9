/** Names of other organisations that stand in a file: most are partners and clients, one may be left over from another bid. */

export interface NameFound {
  readonly name: string;
  readonly times: number;
  /** Where it stands first. */
  readonly context: string;
}

const NAME =
  /[\p{Script=Han}（）()]{2,24}?(?:股份有限公司|有限责任公司|集团有限公司|有限公司|设计院|研究院|事务所)/gu;
/** Words that stand before a name and are no part of it. */
const BEFORE =
  /^.*?(?:投标人|招标人|采购人|供应商|单位|名称|甲方|乙方|致|由|与|和|及|为|向|是|系|在|的|：|:)(?=[\p{Script=Han}]{4,})/u;
const AROUND = 16;

const bare = (name: string): string => name.normalize("NFKC").replaceAll(/\s/gu, "");

/** Names other than the bidder's own, most frequent last: what stands once is most likely left over. */
export function otherNames(texts: readonly string[], own: string): NameFound[] {
  const found = new Map<string, { times: number; context: string }>();
  const mine = bare(own);
  for (const text of texts) {
    const flat = bare(text);
    for (const match of flat.matchAll(NAME)) {
      const name = withoutLead(match[0]);
      if (name === mine || (mine !== "" && name.endsWith(mine)) || name.length < 6) continue;
      const known = found.get(name);
      if (known !== undefined) known.times += 1;
      else found.set(name, { times: 1, context: contextOf(flat, match.index, match[0].length) });
    }
  }
  return [...found]
    .map(([name, rest]) => ({ name, ...rest }))
    .toSorted(
      (left, right) => left.times - right.times || left.name.localeCompare(right.name, "zh"),
    );
}

/** What stands before a name may itself be several words: 我单位与…. */
function withoutLead(text: string): string {
  const shorter = text.replace(BEFORE, "");
  return shorter === text ? text : withoutLead(shorter);
}

const contextOf = (text: string, at: number, length: number): string =>
  text.slice(Math.max(0, at - AROUND), at + length + AROUND);
