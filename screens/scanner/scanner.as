/**
 * Reads one line of JSON text (RFC 8259) and tells, in the order of the line, the values of a compiled release (OCDS 1.1) that the
 * indicators need. AssemblyScript, compiled to WebAssembly: strings are passed over 16 bytes at a time, so a wide record
 * costs a fraction of building its values. Built by `npm run scanner`; the program runs the copy in ../src/ocds/scanner-code.ts.
 *
 * Strict as the reference is: unpaired surrogates and more than 127 levels are refused. Bytes that are not UTF-8 are the
 * caller's to find. Events are four numbers of 32 bits: code, from, to, 0; of an amount: code, 0, the double.
 */

/** Resolves the escapes of a string in place; returns where it then ends. */
@external("host", "resolve")
declare function resolve(from: i32, to: i32): i32;

/** The double of a number that the short way cannot give; NaN where there is none. */
@external("host", "numberOf")
declare function numberOf(from: i32, to: i32): f64;

const MAX_DEPTH: i32 = 127;

let at: i32 = 0;
let end: i32 = 0;
let depth: i32 = 0;
let tape: i32 = 0;
let isBad: bool = false;
/** The last string taken, and whether it holds escapes. */
let from: i32 = 0;
let to: i32 = 0;
let hasEscape: bool = false;

// Event codes; ../src/ocds/release.ts reads them.
const OCID: i32 = 1;
const TENDER: i32 = 2;
const TENDER_STATUS: i32 = 3;
const METHOD_DETAILS: i32 = 4;
const METHOD: i32 = 5;
const TENDERERS_NUMBER: i32 = 6;
const PERIOD: i32 = 7;
const START: i32 = 8;
const END_DATE: i32 = 9;
const ENTITY: i32 = 10;
const BUYER: i32 = 11;
const BIDS: i32 = 12;
const DETAILS: i32 = 13;
const BID: i32 = 14;
const BID_STATUS: i32 = 15;
const BID_DATE: i32 = 16;
const BID_VALUE: i32 = 17;
const BID_AMOUNT: i32 = 18;
const BID_CURRENCY: i32 = 19;
const BID_TENDERERS: i32 = 20;
const BID_TENDERER: i32 = 21;
const AWARDS: i32 = 22;
const AWARD: i32 = 23;
const AWARD_STATUS: i32 = 24;
const AWARD_SUPPLIERS: i32 = 25;
const AWARD_SUPPLIER: i32 = 26;
const AWARD_ITEMS: i32 = 27;
const ITEM: i32 = 28;

/** `to` of an event whose value is absent or of another type. */
const ABSENT: i32 = -1;

/**
 * Reads the text between two addresses and writes its events from `events` on. Returns where they end; 0 where the text is no
 * JSON; -1 where it is JSON but no object.
 */
export function scan(begin: i32, finish: i32, events: i32): i32 {
  at = begin;
  end = finish;
  depth = 0;
  tape = events;
  isBad = false;
  space();
  const isObject = peek() == 0x7b;
  if (isObject) release();
  else skipValue();
  space();
  if (isBad || at != end) return 0;
  return isObject ? tape : -1;
}

@inline
function peek(): i32 {
  return at < end ? <i32>load<u8>(at) : -1;
}

@inline
function fail(): void {
  isBad = true;
  at = end;
}

@inline
function space(): void {
  while (at < end) {
    const byte = load<u8>(at);
    if (byte > 0x20 || (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09)) return;
    at++;
  }
}

@inline
function emit(code: i32, first: i32, last: i32): void {
  store<i32>(tape, code);
  store<i32>(tape, first, 4);
  store<i32>(tape, last, 8);
  tape += 16;
}

/** Passes over a string; the reader stands at its quotation mark. */
function skipString(): void {
  let p = at + 1;
  const quotes = i8x16.splat(0x22);
  const backslashes = i8x16.splat(0x5c);
  const spaces = i8x16.splat(0x20);
  for (;;) {
    const block = v128.load(p);
    const stops = v128.or(
      v128.or(i8x16.eq(block, quotes), i8x16.eq(block, backslashes)),
      i8x16.lt_u(block, spaces),
    );
    const mask = i8x16.bitmask(stops);
    if (mask == 0) {
      p += 16;
      if (p >= end) return fail();
      continue;
    }
    p += ctz(mask);
    if (p >= end) return fail();
    const byte = load<u8>(p);
    if (byte == 0x22) {
      at = p + 1;
      return;
    }
    if (byte != 0x5c) return fail();
    hasEscape = true;
    p = escapeEnd(p);
    if (p > end) return fail();
  }
}

/** Where an escape ends; beyond the end where it is none. */
function escapeEnd(p: i32): i32 {
  const beyond = end + 1;
  if (p + 1 >= end) return beyond;
  const letter = load<u8>(p, 1);
  if (
    letter == 0x22 || letter == 0x5c || letter == 0x2f || letter == 0x62 ||
    letter == 0x66 || letter == 0x6e || letter == 0x72 || letter == 0x74
  )
    return p + 2;
  if (letter != 0x75) return beyond;
  const unit = hexadecimal(p + 2);
  if (unit < 0) return beyond;
  if (unit < 0xd800 || unit > 0xdfff) return p + 6;
  if (unit > 0xdbff || p + 12 > end || load<u16>(p, 6) != 0x755c) return beyond;
  const low = hexadecimal(p + 8);
  return low >= 0xdc00 && low <= 0xdfff ? p + 12 : beyond;
}

/** Four digits; -1 where one is none. */
function hexadecimal(p: i32): i32 {
  if (p + 4 > end) return -1;
  let unit = 0;
  for (let index = 0; index < 4; index++) {
    const byte = <i32>load<u8>(p + index);
    const lower = byte | 0x20;
    if (byte >= 0x30 && byte <= 0x39) unit = unit * 16 + byte - 0x30;
    else if (lower >= 0x61 && lower <= 0x66) unit = unit * 16 + lower - 0x57;
    else return -1;
  }
  return unit;
}

/** Takes a string: true, and it stands between `from` and `to`, escapes resolved; another value is passed over. */
function takeString(): bool {
  if (peek() != 0x22) {
    skipValue();
    return false;
  }
  hasEscape = false;
  const begin = at + 1;
  skipString();
  if (isBad) return false;
  from = begin;
  to = at - 1;
  if (hasEscape) to = resolve(from, to);
  return true;
}

@inline
function isDigit(byte: i32): bool {
  return byte >= 0x30 && byte <= 0x39;
}

function skipNumber(): void {
  if (load<u8>(at) == 0x2d) at++;
  const whole = at;
  skipDigits();
  if (isBad) return;
  if (load<u8>(whole) == 0x30 && at > whole + 1) return fail();
  if (peek() == 0x2e) {
    at++;
    skipDigits();
  }
  if ((peek() | 0x20) == 0x65) {
    at++;
    if (peek() == 0x2b || peek() == 0x2d) at++;
    skipDigits();
  }
}

function skipDigits(): void {
  const begin = at;
  while (at < end && isDigit(<i32>load<u8>(at))) at++;
  if (at == begin) fail();
}

/** The word stands here; its length in bytes. */
function skipWord(word: u32, length: i32): void {
  // "false" is "fals" and an e: the first four bytes are compared at once.
  if (at + length > end || load<u32>(at) != word) return fail();
  if (length == 5 && load<u8>(at, 4) != 0x65) return fail();
  at += length;
}

function skipValue(): void {
  const byte = peek();
  if (byte == 0x22) skipString();
  else if (byte == 0x7b) skipObject();
  else if (byte == 0x5b) skipArray();
  else if (byte == 0x2d || isDigit(byte)) skipNumber();
  else if (byte == 0x74) skipWord(0x65757274, 4);
  else if (byte == 0x66) skipWord(0x736c6166, 5);
  else if (byte == 0x6e) skipWord(0x6c6c756e, 4);
  else fail();
}

@inline
function enter(): void {
  if (++depth > MAX_DEPTH) return fail();
  at++;
  space();
}

function skipObject(): void {
  enter();
  if (peek() == 0x7d) {
    at++;
    depth--;
    return;
  }
  for (;;) {
    if (peek() != 0x22) return fail();
    skipString();
    colon();
    skipValue();
    space();
    const byte = peek();
    if (byte == 0x7d) break;
    if (byte != 0x2c) return fail();
    at++;
    space();
  }
  at++;
  depth--;
}

function skipArray(): void {
  enter();
  if (peek() == 0x5d) {
    at++;
    depth--;
    return;
  }
  for (;;) {
    skipValue();
    space();
    const byte = peek();
    if (byte == 0x5d) break;
    if (byte != 0x2c) return fail();
    at++;
    space();
  }
  at++;
  depth--;
}

@inline
function colon(): void {
  space();
  if (peek() != 0x3a) return fail();
  at++;
  space();
}

/** Takes the name of the first member: false where the object is empty. The reader stands at the value. */
function firstName(): bool {
  enter();
  if (peek() == 0x7d) {
    at++;
    depth--;
    return false;
  }
  return name();
}

/** After a value: the next name; false at the end. */
function nextName(): bool {
  space();
  const byte = peek();
  if (byte == 0x2c) {
    at++;
    space();
    return name();
  }
  if (byte != 0x7d) {
    fail();
    return false;
  }
  at++;
  depth--;
  return false;
}

function name(): bool {
  if (peek() != 0x22) {
    fail();
    return false;
  }
  takeString();
  colon();
  return !isBad;
}

/** Enters an array: false where it is empty. */
function firstElement(): bool {
  enter();
  if (peek() != 0x5d) return !isBad;
  at++;
  depth--;
  return false;
}

function nextElement(): bool {
  space();
  const byte = peek();
  if (byte == 0x2c) {
    at++;
    space();
    return true;
  }
  if (byte != 0x5d) {
    fail();
    return false;
  }
  at++;
  depth--;
  return false;
}

/** Whether the name taken last is this text. */
@inline
function is(text: StaticArray<u8>): bool {
  return to - from == text.length && memory.compare(from, changetype<usize>(text), text.length) == 0;
}

const N_OCID: StaticArray<u8> = [111, 99, 105, 100];
const N_TENDER: StaticArray<u8> = [116, 101, 110, 100, 101, 114];
const N_BUYER: StaticArray<u8> = [98, 117, 121, 101, 114];
const N_BIDS: StaticArray<u8> = [98, 105, 100, 115];
const N_AWARDS: StaticArray<u8> = [97, 119, 97, 114, 100, 115];
const N_STATUS: StaticArray<u8> = [115, 116, 97, 116, 117, 115];
const N_METHOD: StaticArray<u8> = [112, 114, 111, 99, 117, 114, 101, 109, 101, 110, 116, 77, 101, 116, 104, 111, 100];
const N_METHOD_DETAILS: StaticArray<u8> = [112, 114, 111, 99, 117, 114, 101, 109, 101, 110, 116, 77, 101, 116, 104, 111, 100, 68, 101, 116, 97, 105, 108, 115];
const N_TENDERERS_NUMBER: StaticArray<u8> = [110, 117, 109, 98, 101, 114, 79, 102, 84, 101, 110, 100, 101, 114, 101, 114, 115];
const N_PERIOD: StaticArray<u8> = [116, 101, 110, 100, 101, 114, 80, 101, 114, 105, 111, 100];
const N_ENTITY: StaticArray<u8> = [112, 114, 111, 99, 117, 114, 105, 110, 103, 69, 110, 116, 105, 116, 121];
const N_START: StaticArray<u8> = [115, 116, 97, 114, 116, 68, 97, 116, 101];
const N_END: StaticArray<u8> = [101, 110, 100, 68, 97, 116, 101];
const N_ID: StaticArray<u8> = [105, 100];
const N_DETAILS: StaticArray<u8> = [100, 101, 116, 97, 105, 108, 115];
const N_DATE: StaticArray<u8> = [100, 97, 116, 101];
const N_VALUE: StaticArray<u8> = [118, 97, 108, 117, 101];
const N_TENDERERS: StaticArray<u8> = [116, 101, 110, 100, 101, 114, 101, 114, 115];
const N_AMOUNT: StaticArray<u8> = [97, 109, 111, 117, 110, 116];
const N_CURRENCY: StaticArray<u8> = [99, 117, 114, 114, 101, 110, 99, 121];
const N_SUPPLIERS: StaticArray<u8> = [115, 117, 112, 112, 108, 105, 101, 114, 115];
const N_ITEMS: StaticArray<u8> = [105, 116, 101, 109, 115];
const N_CLASSIFICATION: StaticArray<u8> = [99, 108, 97, 115, 115, 105, 102, 105, 99, 97, 116, 105, 111, 110];

/** A text, told as an event; absent where the value is of another type. */
function text(code: i32): void {
  if (takeString()) emit(code, from, to);
  else emit(code, 0, ABSENT);
}

/** `id` of an object, told as an event. */
function organisation(code: i32): void {
  let first = 0;
  let last = ABSENT;
  if (peek() != 0x7b) skipValue();
  else
    for (let isMore = firstName(); isMore; isMore = nextName()) {
      if (!is(N_ID)) skipValue();
      else if (takeString()) {
        first = from;
        last = to;
      } else last = ABSENT;
    }
  emit(code, first, last);
}

function release(): void {
  for (let isMore = firstName(); isMore; isMore = nextName()) {
    if (is(N_OCID)) text(OCID);
    else if (is(N_TENDER)) tender();
    else if (is(N_BUYER)) organisation(BUYER);
    else if (is(N_BIDS)) bids();
    else if (is(N_AWARDS)) awards();
    else skipValue();
  }
}

function tender(): void {
  emit(TENDER, 0, 0);
  if (peek() != 0x7b) return skipValue();
  for (let isMore = firstName(); isMore; isMore = nextName()) {
    if (is(N_STATUS)) text(TENDER_STATUS);
    else if (is(N_METHOD_DETAILS)) text(METHOD_DETAILS);
    else if (is(N_METHOD)) text(METHOD);
    else if (is(N_TENDERERS_NUMBER)) tenderersNumber();
    else if (is(N_PERIOD)) period();
    else if (is(N_ENTITY)) organisation(ENTITY);
    else skipValue();
  }
}

/** 1 where the value is written as 1. */
function tenderersNumber(): void {
  const begin = at;
  const byte = peek();
  skipValue();
  emit(TENDERERS_NUMBER, byte == 0x31 && at - begin == 1 ? 1 : 0, 0);
}

function period(): void {
  emit(PERIOD, 0, 0);
  if (peek() != 0x7b) return skipValue();
  for (let isMore = firstName(); isMore; isMore = nextName()) {
    if (is(N_START)) text(START);
    else if (is(N_END)) text(END_DATE);
    else skipValue();
  }
}

function bids(): void {
  emit(BIDS, 0, 0);
  if (peek() != 0x7b) return skipValue();
  for (let isMore = firstName(); isMore; isMore = nextName()) {
    if (is(N_DETAILS)) details();
    else skipValue();
  }
}

function details(): void {
  const isArray = peek() == 0x5b;
  emit(DETAILS, isArray ? 1 : 0, 0);
  if (!isArray) return skipValue();
  for (let isMore = firstElement(); isMore; isMore = nextElement()) {
    if (peek() == 0x7b) bid();
    else skipValue();
  }
}

function bid(): void {
  emit(BID, 0, 0);
  for (let isMore = firstName(); isMore; isMore = nextName()) {
    if (is(N_STATUS)) text(BID_STATUS);
    else if (is(N_VALUE)) value();
    else if (is(N_DATE)) text(BID_DATE);
    else if (is(N_TENDERERS)) list(BID_TENDERERS, BID_TENDERER);
    else skipValue();
  }
}

function value(): void {
  emit(BID_VALUE, 0, 0);
  if (peek() != 0x7b) return skipValue();
  for (let isMore = firstName(); isMore; isMore = nextName()) {
    if (is(N_AMOUNT)) amount();
    else if (is(N_CURRENCY)) text(BID_CURRENCY);
    else skipValue();
  }
}

function amount(): void {
  const begin = at;
  const byte = peek();
  skipValue();
  const isNumber = byte == 0x2d || isDigit(byte);
  store<i32>(tape, BID_AMOUNT);
  store<f64>(tape, isNumber && !isBad ? doubleOf(begin, at) : NaN, 8);
  tape += 16;
}

/** Powers of ten that a double holds exactly. */
const EXACT: StaticArray<f64> = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/** Up to 15 characters: the quotient of two exact doubles is the nearest one (Clinger 1990). */
function doubleOf(begin: i32, last: i32): f64 {
  const isNegative = load<u8>(begin) == 0x2d;
  const first = isNegative ? begin + 1 : begin;
  if (last - first > 15) return numberOf(begin, last);
  let digits: i64 = 0;
  let behind = 0;
  for (let p = first; p < last; p++) {
    const byte = <i32>load<u8>(p);
    if (byte == 0x2e) behind = last - p - 1;
    else if (isDigit(byte)) digits = digits * 10 + (byte - 0x30);
    else return numberOf(begin, last);
  }
  const size = <f64>digits / unchecked(EXACT[behind]);
  return isNegative ? -size : size;
}

/** A list of organisations: 1 where it is one, then each. */
function list(code: i32, each: i32): void {
  const isArray = peek() == 0x5b;
  emit(code, isArray ? 1 : 0, 0);
  if (!isArray) return skipValue();
  for (let isMore = firstElement(); isMore; isMore = nextElement()) organisation(each);
}

function awards(): void {
  const isArray = peek() == 0x5b;
  emit(AWARDS, isArray ? 1 : 0, 0);
  if (!isArray) return skipValue();
  for (let isMore = firstElement(); isMore; isMore = nextElement()) {
    if (peek() == 0x7b) award();
    else skipValue();
  }
}

function award(): void {
  emit(AWARD, 0, 0);
  for (let isMore = firstName(); isMore; isMore = nextName()) {
    if (is(N_STATUS)) text(AWARD_STATUS);
    else if (is(N_SUPPLIERS)) list(AWARD_SUPPLIERS, AWARD_SUPPLIER);
    else if (is(N_ITEMS)) items();
    else skipValue();
  }
}

function items(): void {
  emit(AWARD_ITEMS, 0, 0);
  if (peek() != 0x5b) return skipValue();
  for (let isMore = firstElement(); isMore; isMore = nextElement()) {
    if (peek() == 0x7b) item();
    else skipValue();
  }
}

function item(): void {
  let first = 0;
  let last = ABSENT;
  for (let isMore = firstName(); isMore; isMore = nextName()) {
    if (!is(N_CLASSIFICATION)) {
      skipValue();
      continue;
    }
    last = ABSENT;
    if (peek() != 0x7b) {
      skipValue();
      continue;
    }
    for (let isInner = firstName(); isInner; isInner = nextName()) {
      if (!is(N_ID)) skipValue();
      else if (takeString()) {
        first = from;
        last = to;
      } else last = ABSENT;
    }
  }
  if (last != ABSENT) emit(ITEM, first, last);
}
