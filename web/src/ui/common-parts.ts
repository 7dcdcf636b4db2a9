/** Which parts two texts share, so that both sides of a comparison can mark them alike. */
export interface Part {
  readonly text: string;
  readonly same: boolean;
}

/** Longer texts are compared as a whole only: the table below grows with the product of the lengths. */
const MOST_TOKENS = 400;

function tokensOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}]+|[^\p{L}\p{N}]+/gu) ?? [];
}

const isWord = (token: string | undefined) => token !== undefined && /[\p{L}\p{N}]/u.test(token);

/** Lengths of the longest common subsequence of every pair of tails. */
function tailLengths(left: readonly string[], right: readonly string[]): readonly Uint16Array[] {
  const table = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      const diagonal = (table[i + 1]?.[j + 1] ?? 0) + 1;
      const skip = Math.max(table[i + 1]?.[j] ?? 0, table[i]?.[j + 1] ?? 0);
      const row = table[i];
      if (row !== undefined) row[j] = left[i] === right[j] ? diagonal : skip;
    }
  }
  return table;
}

function sharedIndexes(left: readonly string[], right: readonly string[]) {
  const table = tailLengths(left, right);
  const inLeft = new Set<number>();
  const inRight = new Set<number>();
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    if (left[i] === right[j]) {
      if (isWord(left[i])) {
        inLeft.add(i);
        inRight.add(j);
      }
      i += 1;
      j += 1;
    } else if ((table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0)) i += 1;
    else j += 1;
  }
  return { inLeft, inRight };
}

/** Neighbouring parts of one kind become one; a separator between two shared words is shared too. */
function joined(tokens: readonly string[], shared: ReadonlySet<number>): readonly Part[] {
  const parts: { text: string; same: boolean }[] = [];
  for (const [index, token] of tokens.entries()) {
    const between = !isWord(token) && shared.has(index - 1) && shared.has(index + 1);
    const same = shared.has(index) || between;
    const last = parts.at(-1);
    if (last?.same === same) last.text += token;
    else parts.push({ text: token, same });
  }
  return parts;
}

/** Both texts cut into shared and own parts; equal texts are one shared part each. */
export function commonParts(
  left: string,
  right: string,
): readonly [readonly Part[], readonly Part[]] {
  if (left === right) return [[{ text: left, same: true }], [{ text: right, same: true }]];
  const leftTokens = tokensOf(left);
  const rightTokens = tokensOf(right);
  if (leftTokens.length > MOST_TOKENS || rightTokens.length > MOST_TOKENS) {
    return [[{ text: left, same: false }], [{ text: right, same: false }]];
  }
  const { inLeft, inRight } = sharedIndexes(leftTokens, rightTokens);
  return [joined(leftTokens, inLeft), joined(rightTokens, inRight)];
}
