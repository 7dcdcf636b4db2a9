/**
 * Texts that a browser would run if a page took them for markup, an attribute, an address or a script (T55): ways of the
 * OWASP filter-evasion list, each in many sizes and wrappings. Every one bears its number, by which it is found again.
 */

/** Marks an element that a payload made: none may ever be in a page. */
export const MARK = "data-xss";

/** What runs: the page counts it. */
const RUN = (n: number) => `alert(${n})`;

const SHAPES: readonly ((n: number) => string)[] = [
  (n) => `<script ${MARK}>${RUN(n)}</script>`,
  (n) => `<img ${MARK} src=x onerror="${RUN(n)}">`,
  (n) => `"><svg ${MARK} onload=${RUN(n)}>`,
  (n) => `'><body ${MARK} onload='${RUN(n)}'>`,
  (n) => `" autofocus onfocus="${RUN(n)}" ${MARK}="`,
  (n) => `' onmouseover='${RUN(n)}' ${MARK}='`,
  (n) => `javascript:${RUN(n)}//`,
  (n) => `</title></textarea></style><script ${MARK}>${RUN(n)}</script>`,
  (n) => `<a ${MARK} href="javascript:${RUN(n)}">x</a>`,
  (n) => `<iframe ${MARK} srcdoc="<script>parent.${RUN(n)}</script>">`,
  (n) => `<details ${MARK} open ontoggle=${RUN(n)}>`,
  (n) => `<math><mtext><table><mglyph><style><!--</style><img ${MARK} src onerror=${RUN(n)}>`,
  (n) => `<svg><animate ${MARK} onbegin=${RUN(n)} attributeName=x dur=1s>`,
  (n) => `--><img ${MARK} src onerror=${RUN(n)}><!--`,
  (n) => `]]><img ${MARK} src onerror=${RUN(n)}>`,
  (n) => `&lt;img ${MARK} src onerror=${RUN(n)}&gt;`,
  (n) => `\\u003cimg ${MARK} src onerror=${RUN(n)}\\u003e`,
  (n) => `{{constructor.constructor("${RUN(n)}")()}}\${${RUN(n)}}`,
  (n) => `";${RUN(n)};//</script><img ${MARK}>`,
  (n) => `<input ${MARK} autofocus onfocus=${RUN(n)}>`,
  (n) => `<object ${MARK} data="data:text/html,<script>${RUN(n)}</script>">`,
  (n) => `<style ${MARK}>@import'data:text/css,*{x:${n}}'</style>`,
  (n) => `<form ${MARK} action=javascript:${RUN(n)}><button>`,
  (n) => `＜script ${MARK}＞${RUN(n)}＜/script＞<img ${MARK} src onerror=${RUN(n)}>`,
  (n) => `<video ${MARK}><source onerror=${RUN(n)}></video>`,
];

const WRAPPINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replaceAll(/<(?=[a-z])/g, "<\t").replace("<\t", "<"),
  (text) => `项目${text}`,
  (text) => text.replaceAll("script", "ScRiPt").replaceAll("onerror", "OnErRoR"),
  (text) => `\u202E${text}\u202C`,
];

export interface Payload {
  readonly number: number;
  readonly text: string;
}

const COUNT = 500;

/** Found again as `xss17x`. */
const signOf = (number: number): string => `xss${number}x`;

export const PAYLOADS: readonly Payload[] = Array.from({ length: COUNT }, (_, number) => {
  const shape = SHAPES[number % SHAPES.length];
  const wrap = WRAPPINGS[Math.floor(number / SHAPES.length) % WRAPPINGS.length];
  if (shape === undefined || wrap === undefined) throw new RangeError(`no payload ${number}`);
  return { number, text: `${signOf(number)}${wrap(shape(number))}` };
});

/** Numbers of the payloads that stand in a text. */
export const numbersIn = (text: string): readonly number[] =>
  [...text.matchAll(/xss(\d{1,3})x/g)].map(([, number]) => Number(number)).filter((n) => n < COUNT);

export interface Drawer {
  /** The first payload of those due that the field takes; undefined if it takes none. */
  place(takes: (text: string) => boolean): string | undefined;
  /** The first of those due of at most so many letters. @throws RangeError if there is none */
  next(mostLetters?: number): string;
  /** Numbers of those that were handed out. */
  readonly placed: ReadonlySet<number>;
}

/** How many of those due are tried in one field. */
const TRIES = 60;

/** Hands the payloads out in turn, and then again from the first. */
export function createDrawer(): Drawer {
  let waiting = [...PAYLOADS];
  const placed = new Set<number>();
  const hand = (found: Payload): string => {
    waiting = waiting.filter((one) => one !== found);
    if (waiting.length < TRIES) waiting = [...waiting, ...PAYLOADS];
    placed.add(found.number);
    return found.text;
  };
  return {
    place(takes) {
      const found = waiting.slice(0, TRIES).find(({ text }) => takes(text));
      return found === undefined ? undefined : hand(found);
    },
    next(mostLetters = 200) {
      const fits = ({ text }: Payload) => text.length <= mostLetters;
      const found = waiting.find(fits) ?? PAYLOADS.find(fits);
      if (found === undefined) throw new RangeError(`no payload of ${mostLetters} letters`);
      return hand(found);
    },
    placed,
  };
}
