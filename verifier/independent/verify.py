#!/usr/bin/env python3
"""The second verifier of Mingjing certificates: standard library only, no network, no clock, no secret.

Written from verifier/README.md and the public specifications, without the code of the first verifier, so that a fault of
one is not a fault of both. The sentences of the codes are in locales/*/verifier.json.

    python3 verify.py FILE... [--key VKEY]... [--policy FILE] [--json]    # exit 0 valid, 1 refused, 3 unreadable
"""
import argparse
import base64
import binascii
import functools
import hashlib
import json
import re
import sys

MAX_BYTES, MAX_DEPTH, MAX_COUNT, MAX_LINES, MAX_PROOF, MAX_ROWS = 2**25, 100, 2**53 - 1, 100, 64, 1024
CONTENT = ("kind", "source", "sourceId", "subject", "occurredAt", "payload")
PLACED = ("kind", "occurredAt", "leafIndex")
UNREADABLE = {"file.not-json", "file.empty", "file.not-utf8", "file.byte-order-mark", "file.too-large", "file.too-deep",
              "certificate.not-a-certificate", "certificate.unknown-format"}

class Fault(Exception):
    """Something that does not hold, by its code."""
    def __init__(self, code, **params):
        super().__init__(code)
        self.code, self.params = code, params

# ---- JSON in one spelling only, and RFC 8785 ----

SPACE = re.compile(r"[ \t\n\r]*")
PLAIN = r'[^"\\\x00-\x1f]*'
STRING = rf'"{PLAIN}(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{{4}}){PLAIN})*"'
NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
TOKEN = re.compile(rf"({STRING})|({NUMBER})|(true|false|null)|([\[{{])")
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
TO_ESCAPE = re.compile(r'["\\\x00-\x1f]')
SURROGATE = re.compile("[\ud800-\udfff]")
LETTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
ESCAPES = {**{character: "\\" + letter for letter, character in LETTERS.items()}, '"': '\\"', "\\": "\\\\"}
WORDS = {"true": True, "false": False, "null": None}

def quote(text):
    """A string as JSON.stringify spells it."""
    return '"' + TO_ESCAPE.sub(lambda m: ESCAPES.get(m[0]) or f"\\u{ord(m[0]):04x}", text) + '"'

def unquote(token):
    if "\\" not in token:
        return token[1:-1]
    text = ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else LETTERS.get(m[2], m[2]), token[1:-1])
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")

def number_text(value):
    """A number as ECMAScript writes it (RFC 8785 §3.2.2.3)."""
    if value == 0:
        return "0"
    mantissa, _, exponent = repr(abs(float(value))).partition("e")
    if mantissa in ("inf", "nan"):
        raise Fault("canonical-json.not-finite")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    if 0 < point <= 21:
        text = digits[:point].ljust(point, "0") + ("." + digits[point:] if len(digits) > point else "")
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        text = digits[0] + ("." + digits[1:] if len(digits) > 1 else "") + f"e{point - 1:+d}"
    return ("-" if value < 0 else "") + text

class Reader:
    """Reads JSON and stops at the first fault; `strict` refuses duplicate keys and every foreign spelling."""
    def __init__(self, text, strict):
        self.text, self.strict, self.at = text, strict, 0

    def fault(self, code, **params):
        before = self.text[: self.at].split("\n")
        return Fault(code, line=len(before), column=len(before[-1]) + 1, **params)

    def peek(self):
        """The next character that is not white space; at the end, nothing."""
        self.at = SPACE.match(self.text, self.at).end()
        return self.text[self.at : self.at + 1]

    def document(self):
        if self.peek() == "":
            raise Fault("file.empty")
        value = self.value(0)
        if self.peek() != "":
            raise self.fault("file.not-json")
        return value

    def value(self, depth, only_string=False):
        """A value that stands inside of `depth` others."""
        self.peek()
        if depth > MAX_DEPTH:
            raise self.fault("file.too-deep")
        found = TOKEN.match(self.text, self.at)
        if found is None or (only_string and not found[1]):
            raise self.fault("file.not-json")
        string, number, word, bracket = found.groups()
        if bracket:
            self.at = found.end()
            return self.members(depth, {} if bracket == "{" else [])
        value = unquote(string) if string else float(number) if number else WORDS[word]
        if self.strict and string and "\\" in string and SURROGATE.search(value):
            raise self.fault("file.lone-surrogate")
        if self.strict and string and "\\" in string and quote(value) != string:
            raise self.fault("file.spelling")
        if number and self.strict and (value in (float("inf"), -float("inf")) or number_text(value) != number):
            raise self.fault("file.spelling")
        self.at = found.end()
        return int(value) if number and abs(value) <= 2**53 and value.is_integer() else value

    def members(self, depth, result):
        end, mark = ("}" if result == {} else "]"), self.peek()
        while mark != end or result:
            self.peek()
            start = self.at
            if end == "]":
                result.append(self.value(depth + 1))
            else:
                key, after = self.value(depth, only_string=True), self.at
                if self.strict and key in result:
                    self.at = start
                    raise self.fault("file.duplicate-key", key=key)
                self.at = after
                self.expect(":")
                result[key] = self.value(depth + 1)
            mark = self.expect(",", end)
            if mark == end:
                return result
        self.at += 1
        return result

    def expect(self, *marks):
        mark = self.peek()
        if mark not in marks:
            raise self.fault("file.not-json")
        self.at += 1
        return mark

def jcs(value):
    """RFC 8785, as text."""
    if isinstance(value, str):
        if SURROGATE.search(value):
            raise Fault("canonical-json.lone-surrogate")
        return quote(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, list):
        return "[" + ",".join(map(jcs, value)) + "]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(jcs(key) + ":" + jcs(value[key]) for key in keys) + "}"

def read_json(data):
    """Bytes of a file to a value."""
    if len(data) > MAX_BYTES:
        raise Fault("file.too-large", limit=MAX_BYTES)
    if data.startswith(b"\xef\xbb\xbf"):
        raise Fault("file.byte-order-mark")
    try:
        return Reader(data.decode("utf-8"), strict=True).document()
    except UnicodeDecodeError:
        raise Fault("file.not-utf8") from None

# ---- Hashes: SHA-256 of the library, SM3 (GB/T 32905) ----

def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

MASK = 0xFFFFFFFF
SM3_IV = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)

def rotate(word, bits):
    bits %= 32
    return ((word << bits) | (word >> (32 - bits))) & MASK

SM3_T = [rotate(0x79CC4519 if j < 16 else 0x7A879D8A, j) for j in range(64)]

def sm3_block(state, block):
    w = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ rotate(w[j - 3], 15)
        w.append(x ^ rotate(x, 15) ^ rotate(x, 23) ^ rotate(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        a12 = rotate(a, 12)
        ss1 = rotate((a12 + e + SM3_T[j]) & MASK, 7)
        ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if j < 16 else (e & f) | (~e & g)
        tt1 = (ff + d + (ss1 ^ a12) + (w[j] ^ w[j + 4])) & MASK
        tt2 = (gg + h + ss1 + w[j]) & MASK
        a, b, c, d = tt1, a, rotate(b, 9), c
        e, f, g, h = tt2 ^ rotate(tt2, 9) ^ rotate(tt2, 17), e, rotate(f, 19), g
    return tuple(x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h)))

def sm3(data):
    padded = data + b"\x80" + bytes((55 - len(data)) % 64) + (8 * len(data)).to_bytes(8, "big")
    state = SM3_IV
    for start in range(0, len(padded), 64):
        state = sm3_block(state, padded[start : start + 64])
    return b"".join(word.to_bytes(4, "big") for word in state)

# ---- Ed25519 (RFC 8032 §5.1), without cofactor and strict ----

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)

def ed_add(one, two):
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = two
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * D * t1 * t2 % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)

def ed_double(one):
    x, y, z, _ = one
    a, b = x * x % P, y * y % P
    h, g = a + b, a - b
    e, f = h - (x + y) * (x + y), 2 * z * z % P + g
    return (e * f % P, g * h % P, f * g % P, e * h % P)

@functools.lru_cache(maxsize=64)
def ed_point(data):
    """The point of 32 bytes, or None: not canonical, or not on the curve."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == -u % P:
        x = x * ROOT % P
    if v * x * x % P != u or (x == 0 and sign == 1):
        return None
    x = x if x & 1 == sign else P - x
    return (x, y, 1, x * y % P)

BASE = ed_point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))

@functools.lru_cache(maxsize=4096)
def ed25519(key, message, signature):
    """Code of the check. The last answers are kept, for many certificates of one checkpoint."""
    point = ed_point(key) if len(key) == 32 else None
    if point is None or ed_double(ed_double(ed_double(point)))[0] == 0:
        return "ed25519.bad-key"  # eight times a point of small order is neutral, and only x = 0 has that
    if len(signature) != 64 or ed_point(signature[:32]) is None:
        return "ed25519.bad-signature"
    s = int.from_bytes(signature[32:], "little")
    if s >= L:
        return "ed25519.bad-signature"
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    minus = (P - point[0], point[1], 1, P - point[3])
    both, result = ed_add(BASE, minus), NEUTRAL
    for bit in range(252, -1, -1):  # s·B − k·A, both scalars at once
        result = ed_double(result)
        chosen = (s >> bit & 1) + 2 * (k >> bit & 1)
        if chosen:
            result = ed_add(result, (None, BASE, minus, both)[chosen])
    inverse = pow(result[2], -1, P)
    x, y = result[0] * inverse % P, result[1] * inverse % P
    encoded = (y | (x & 1) << 255).to_bytes(32, "little")
    return "ed25519.valid" if encoded == signature[:32] else "ed25519.mismatch"

# ---- Merkle trees (RFC 6962; RFC 9162 §2.1.3 and §2.1.4) ----

def leaf_hash(data):
    return sha256(b"\x00", data)

def node_hash(left, right):
    return sha256(b"\x01", left, right)

def tree_root(hashes):
    """Root over leaf hashes; of nothing, SHA-256 of nothing."""
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256()
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(tree_root(hashes[:split]), tree_root(hashes[split:]))

def check_proof(proof, *sizes):
    if not all(type(size) is int and size <= MAX_COUNT for size in sizes):
        raise Fault("merkle.size-out-of-range")
    if any(len(node) != 32 for node in proof):
        raise Fault("merkle.bad-hash")

def check_length(proof, expected):
    if len(proof) != expected:
        raise Fault("merkle.proof-too-short" if len(proof) < expected else "merkle.proof-too-long")

def inclusion(leaf, index, size, proof, root):
    check_proof(proof, index, size)
    if not 0 <= index < size:
        raise Fault("merkle.index-out-of-range")
    inner = (index ^ (size - 1)).bit_length()
    check_length(proof, inner + bin(index >> inner).count("1"))
    node = leaf
    for level, sibling in enumerate(proof):
        is_right = level >= inner or index >> level & 1
        node = node_hash(sibling, node) if is_right else node_hash(node, sibling)
    if node != root:
        raise Fault("merkle.root-mismatch")

def consistency(size1, root1, size2, root2, proof):
    check_proof(proof, size1, size2)
    if not 0 < size1 <= size2:
        raise Fault("merkle.size-out-of-range")
    first, last = size1 - 1, size2 - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    inner = (first ^ last).bit_length()
    steps = inner + bin(first >> inner).count("1")
    begins_whole = first == 0  # size1 is a power of two: its root is the first node
    check_length(proof, 0 if size1 == size2 else steps + (not begins_whole))
    nodes = [root1] if begins_whole else []
    nodes.extend(proof)
    old = new = root1 if size1 == size2 else nodes[0]
    for sibling in nodes[1:]:
        if first & 1 or first == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        first, last = first >> 1, last >> 1
    if old != root1 or new != root2:
        raise Fault("merkle.root-mismatch")

# ---- Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature) ----

def base64_bytes(text, code):
    """Standard base64 with padding and without stray bits."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        raise Fault(code) from None
    if base64.b64encode(data).decode() != text:
        raise Fault(code)
    return data

def is_key_name(name):
    return name != "" and not any(c.isspace() or c in "+\ufeff" for c in name)

@functools.lru_cache(maxsize=64)
def read_vkey(vkey, kind=1):
    """name+hex8+base64(kind ‖ key): the name, the id and the 32 bytes of the key."""
    name, _, rest = vkey.partition("+")
    key_id, _, encoded = rest.partition("+")
    if not is_key_name(name) or not re.fullmatch("[0-9a-f]{8}", key_id):
        raise Fault("note.bad-vkey")
    typed = base64_bytes(encoded, "note.bad-vkey")
    if typed[:1] != bytes([kind]):
        raise Fault("note.vkey-unsupported" if typed else "note.bad-vkey")
    if len(typed) != 33:
        raise Fault("note.bad-vkey")
    if sha256(name.encode() + b"\n" + typed)[:4].hex() != key_id:
        raise Fault("note.vkey-id-mismatch", keyId=key_id)
    return name, key_id, typed[1:]

def read_note(note):
    """The text and the signatures as (name, id, bytes)."""
    text, blank, tail = note.rpartition("\n\n")
    lines = tail.split("\n")
    if not blank or lines.pop() != "" or not 0 < len(lines) <= MAX_LINES or re.search(r"[\x00-\x09\x0b-\x1f]", note):
        raise Fault("note.malformed")
    signatures = []
    for line in lines:
        dash, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        data = base64_bytes(encoded, "note.malformed")
        if dash != "—" or not is_key_name(name) or len(data) < 5:
            raise Fault("note.malformed")
        signatures.append((name, data[:4].hex(), data[4:]))
    return text + "\n", signatures

def open_note(note, vkey):
    """The text, signed by the key: every line of that key must hold, lines of other keys are ignored."""
    name, key_id, key = read_vkey(vkey)
    text, signatures = read_note(note)
    own = [data for *whose, data in signatures if whose == [name, key_id]]
    if not own:
        raise Fault("note.no-signature-of-key", name=name, keyId=key_id)
    if any(ed25519(key, text.encode(), data) != "ed25519.valid" for data in own):
        raise Fault("note.signature-invalid", name=name, keyId=key_id)
    return text

def read_checkpoint(text):
    """Origin, size, root and extension lines of the text of a note."""
    lines = text.split("\n")[:-1]
    if lines[0] == "":
        raise Fault("checkpoint.bad-origin")
    if len(lines) < 3 or "" in lines:
        raise Fault("checkpoint.malformed")
    if not re.fullmatch("0|[1-9][0-9]{0,15}", lines[1]) or int(lines[1]) > MAX_COUNT:
        raise Fault("checkpoint.bad-size")
    root = base64_bytes(lines[2], "checkpoint.bad-root")
    if len(root) != 32:
        raise Fault("checkpoint.bad-root")
    return lines[0], int(lines[1]), root, lines[3:]

# ---- The form of a certificate ----

def matches(pattern):
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None

def count(least=0, most=MAX_COUNT):
    return lambda value: type(value) is int and least <= value <= most

def one_of(*allowed):
    return lambda value: type(value) is str and value in allowed

def time(pattern):
    def check(value):
        found = re.fullmatch(pattern, value) if isinstance(value, str) else None
        if found is None:
            return False
        year, month, day, hour, minute, second, ahead, past = (int(part or 0) for part in found.groups())
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
        return 1 <= month <= 12 and 1 <= day <= days[month - 1] and hour < 24 and ahead < 24 and max(minute, second, past) < 60
    return check

DATE_TIME = "([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})"
utc = time(DATE_TIME + r"\.[0-9]{3}Z()()")
rfc3339 = time(DATE_TIME + r"(?:\.[0-9]{1,9})?(?:Z|[+-]([0-9]{2}):([0-9]{2}))")
any_text, line = matches("(?s:.)+"), matches(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]{1,400}")
uuid, kind = matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), matches(r"[a-z]+\.[a-z-]+")
hex16, hex32, hex64 = matches("[0-9a-f]{32}"), matches("[0-9a-f]{64}"), matches("[0-9a-f]{128}")
number, audience = matches("MJ-[0-9A-F]{24}"), matches("public|party:[0-9A-HJ-NP-RTUWXY]{18}")

def items(spec, least=0, most=MAX_COUNT):
    return ("list", spec, least, most)

FACT = {"id": uuid, "kind": kind, "version": count(1), "source": any_text, "sourceId": any_text, "subject": line,
        "occurredAt": utc, "corrects?": uuid, "payload": lambda value: isinstance(value, dict), "contentHash": hex32}
ENTRY = {"fact": FACT, "salt": hex16, "recordedAt": rfc3339, "leafIndex": count(), "proof": items(hex32, 0, MAX_PROOF)}
LOG = {"origin": line, "vkey": line}
FORM_1 = {"format": any_text, "certificateId": number, "subject": line, "title": line, "audience": audience,
          "issuedAt": rfc3339, "log": LOG, "checkpoint": lambda value: isinstance(value, str), "facts": items(ENTRY, 1)}
SEAL = {**FACT, "kind": one_of("witness.certificate-issued"), "version": count(1, 1), "payload": {
    "audience": audience, "title": line, "scope": one_of("whole", "chosen"), "rows": count(1, MAX_ROWS),
    "shown": count(0, MAX_ROWS), "root": hex32, "supersedes?": number}}
PROVEN = {name: ENTRY[name] for name in ("fact", "salt", "leafIndex", "proof")}
ROWS = ({"digest": hex64, "kind": kind, "leafIndex": count(), "occurredAt": utc, "recordedAt": rfc3339},
        {"digest": hex64}, {"blank": hex32})
PAPER = {"format": any_text, "certificateId": number, "seal": {**PROVEN, "fact": SEAL}, "rows": items(ROWS, 1, MAX_ROWS),
         "log": LOG, "checkpoint": FORM_1["checkpoint"], "policy?": any_text, "rest?": items(hex32, 1, MAX_PROOF)}
FORM_2 = {**PAPER, "entries": items({**PROVEN, "row": count()}, 0, MAX_ROWS), "anchors?": items(None),
          "roots?": {**PROVEN, "fact": {**FACT, "kind": one_of("witness.roots-recorded"), "version": count(1, 1)}}}
del FORM_2["rest?"]

def check_form(value, spec, path=""):
    """No other keys than those of the form, none missing, and proper values; `?` marks an optional key."""
    if isinstance(spec, dict):
        if not isinstance(value, dict):
            raise Fault("certificate.wrong-value", path=path)
        names = {name.rstrip("?"): name for name in spec}
        inside = {key: f"{path}.{key}" if path else key for key in (*value, *names)}
        for key in value:
            if key not in names:
                raise Fault("certificate.unknown-key", path=inside[key])
        for key, name in names.items():
            if key in value:
                check_form(value[key], spec[name], inside[key])
            elif key == name:
                raise Fault("certificate.missing-key", path=inside[key])
    elif isinstance(spec, tuple) and spec[0] == "list":
        if not isinstance(value, list) or not spec[2] <= len(value) <= spec[3]:
            raise Fault("certificate.wrong-value", path=path)
        for position, item in enumerate(value):
            check_form(item, spec[1], f"{path}[{position}]")
    elif isinstance(spec, tuple):  # a row: shown, blank or sealed
        marks = value if isinstance(value, dict) else ()
        check_form(value, spec[0 if "kind" in marks else 2 if "blank" in marks else 1], path)
    elif spec is not None and not spec(value):
        raise Fault("certificate.wrong-value", path=path)

# ---- What must hold ----

@functools.lru_cache(maxsize=4096)
def salted_digests(data):
    return sha256(data) + sm3(data)

def leaf_data(entry):
    return salted_digests(bytes.fromhex(entry["salt"]) + jcs(entry["fact"]).encode())

def content_hash(fact):
    return sha256(jcs({key: fact[key] for key in CONTENT}).encode()).hex()

def row_hash(row):
    return bytes.fromhex(row["blank"]) if "blank" in row else leaf_hash(jcs(row).encode())

class Report:
    """The checks in their order; the code is that of the first that fails."""
    def __init__(self):
        self.checks, self.facts, self.log = [], [], None

    def check(self, name, code, action, *arguments):
        """Makes one check, all checks; what it answers is None when it fails."""
        answer, params, ok = None, {}, True
        try:
            answer = action(*arguments)
        except Fault as fault:
            code, params, ok = fault.code, fault.params, False
        self.checks.append({"id": name, "ok": ok, "code": code, "params": params})
        return answer if ok else None

    def each(self, entries, action):
        """One check of every fact; each fact keeps its first fault, the check that of the first fact."""
        faults = []
        for position, (entry, seen) in enumerate(zip(entries, self.facts)):
            try:
                action(position, entry)
            except Fault as fault:
                fault.params = {"position": position + 1, "factId": entry["fact"]["id"], **fault.params}
                faults.append(fault)
                if seen["ok"]:
                    seen.update(ok=False, code=fault.code)
        if faults:
            raise faults[0]

    def result(self):
        fault = next((check for check in self.checks if not check["ok"]), None)
        unreadable = fault is not None and fault["code"] in UNREADABLE
        verdict = "valid" if fault is None else "unreadable" if unreadable else "refused"
        code, params = (fault["code"], fault["params"]) if fault else ("certificate.valid", {"count": len(self.facts)})
        return {"verdict": verdict, "code": code, "params": params, "checks": self.checks, "facts": self.facts,
                "log": self.log}

def known_form(value):
    found = value.get("format") if isinstance(value, dict) else None
    if not isinstance(found, str) or not found.startswith("mingjing-certificate/"):
        raise Fault("certificate.not-a-certificate")
    if found not in ("mingjing-certificate/1", "mingjing-certificate/2"):
        raise Fault("certificate.unknown-format", format=found)
    check_form(value, FORM_1 if found.endswith("1") else FORM_2 if "entries" in value else PAPER)
    return value

def check_signature(log, checkpoint):
    """The checkpoint as { size, root }, signed by the key of the log, of one origin."""
    name, key_id, _ = read_vkey(log["vkey"])
    origin, size, root, _ = read_checkpoint(read_note(checkpoint)[0])
    if not log["origin"] == name == origin:
        raise Fault("certificate.origin-mismatch", origin=log["origin"], signed=origin)
    open_note(checkpoint, log["vkey"])
    return {"origin": origin, "keyId": key_id, "size": size, "root": root}

def check_trusted(vkey, trusted):
    for key in trusted:
        try:
            read_vkey(key)
        except Fault:
            raise Fault("certificate.trusted-key-malformed", key=key) from None
    if vkey not in trusted:
        raise Fault("certificate.key-not-trusted")

def check_number(stated, computed):
    if stated != computed:
        raise Fault("certificate.number-mismatch", certificateId=stated, computed=computed)

def check_subject(report, entries, subject, rows=None):
    """One subject, no fact and no leaf twice; with rows, every entry is that of its row, and the rows rise."""
    ids, leaves, before = set(), set(), -1
    def leaf_once(leaf):
        if leaf in leaves:
            raise Fault("certificate.duplicate-leaf", leafIndex=leaf)
        leaves.add(leaf)
    def action(_, entry):
        nonlocal before
        fact = entry["fact"]
        if fact["subject"] != subject:
            raise Fault("certificate.subject-mismatch")
        if rows is not None:
            row = rows[entry["row"]] if before < entry["row"] < len(rows) else {}
            before = entry["row"]
            if [row.get(key) for key in PLACED] != [fact["kind"], fact["occurredAt"], entry["leafIndex"]]:
                raise Fault("certificate.row-mismatch")
        if fact["id"] in ids:
            raise Fault("certificate.duplicate-fact")
        ids.add(fact["id"])
        if rows is None:
            leaf_once(entry["leafIndex"])
    report.each(entries, action)
    for row in rows or []:
        if "leafIndex" in row:
            leaf_once(row["leafIndex"])

def check_fingerprint(_, entry, code="fact.content-hash-mismatch"):
    if content_hash(entry["fact"]) != entry["fact"]["contentHash"]:
        raise Fault(code)

def check_in_log(log, entry, code="fact.not-in-log"):
    index = entry["leafIndex"]
    if log is None:
        raise Fault("fact.log-not-verified")
    if index >= log["size"]:
        raise Fault("fact.index-beyond-tree" if code == "fact.not-in-log" else code, leafIndex=index)
    try:
        inclusion(leaf_hash(leaf_data(entry)), index, log["size"], list(map(bytes.fromhex, entry["proof"])), log["root"])
    except Fault:
        raise Fault(code, leafIndex=index) from None

def verify(data, trusted=None, policy=None):
    """The report on the bytes of a file; `trusted` are the keys that the reader names, if any."""
    report = Report()
    value = report.check("file", "file.read", read_json, data)
    if report.checks[0]["ok"]:
        value = report.check("format", "certificate.format-known", known_form, value)
    if not report.checks[-1]["ok"]:
        return report.result()
    is_1 = value["format"].endswith("1")
    entries = value["facts"] if is_1 else value.get("entries", [])
    report.facts = [{"id": entry["fact"]["id"], "leafIndex": entry["leafIndex"], "ok": True, "code": "fact.valid"}
                    for entry in entries]
    (verify_1 if is_1 else verify_2)(report, value, entries, trusted, policy)
    return report.result()

def verify_log(report, value, trusted):
    log = report.check("signature", "note.signed", check_signature, value["log"], value["checkpoint"])
    if log is not None:
        report.log = {**log, "root": log["root"].hex()}
    if trusted is not None:
        report.check("key", "certificate.key-trusted", check_trusted, value["log"]["vkey"], trusted)
    return log

def verify_1(report, value, entries, trusted, _):
    rest = {key: value[key] for key in value if key != "certificateId"}
    computed = "MJ-" + sha256(jcs(rest).encode()).hex()[:24].upper()
    report.check("number", "certificate.number-matches", check_number, value["certificateId"], computed)
    log = verify_log(report, value, trusted)
    report.check("subject", "certificate.subject-matches", check_subject, report, entries, value["subject"])
    report.check("fingerprints", "certificate.fingerprints-match", report.each, entries, check_fingerprint)
    report.check("inclusion", "certificate.facts-in-log", report.each, entries, lambda _, entry: check_in_log(log, entry))

def check_rows(value):
    """The rows are as many and in the order that the seal says, and the root over them is that of the seal."""
    rows, payload = value["rows"], value["seal"]["fact"]["payload"]
    total, rest = payload["rows"], value.get("rest")
    if total % 16 or len(rows) != (total if rest is None else 16) or payload["shown"] > total:
        raise Fault("certificate.row-count", rows=len(rows), sealed=total)
    for position, row in enumerate(rows):
        if "blank" not in row and ("kind" in row) != (position < payload["shown"]):
            raise Fault("certificate.row-order", position=position + 1)
    root, expected = tree_root(list(map(row_hash, rows))), bytes.fromhex(payload["root"])
    try:
        inclusion(root, 0, total // len(rows), list(map(bytes.fromhex, rest or [])), expected)
    except Fault:
        raise Fault("certificate.rows-root-mismatch", rows=total) from None

def check_digest(rows):
    def action(position, entry):
        check_fingerprint(position, entry)
        if rows[entry["row"]].get("digest") != leaf_data(entry).hex() if entry["row"] < len(rows) else True:
            raise Fault("fact.digest-mismatch")
    return action

def check_order(seal, rows):
    for position, row in enumerate(rows):
        if row.get("leafIndex", -1) >= seal["leafIndex"]:
            raise Fault("certificate.seal-too-early", position=position + 1, leafIndex=seal["leafIndex"])

def verify_2(report, value, entries, trusted, policy):
    seal, rows, roots = value["seal"], value["rows"], value.get("roots")
    named = [("seal", seal)] + ([("roots", roots)] if roots else [])
    computed = "MJ-" + seal["fact"]["contentHash"][:24].upper()
    report.check("number", "certificate.number-matches", check_number, value["certificateId"], computed)
    log = verify_log(report, value, trusted)
    def fingerprints():
        for name, entry in named:
            check_fingerprint(0, entry, f"certificate.{name}-hash-mismatch")
        report.each(entries, check_digest(rows))
    def in_log():
        for name, entry in named:
            check_in_log(log, entry, f"certificate.{name}-not-in-log")
        report.each(entries, lambda _, entry: check_in_log(log, entry))
    report.check("subject", "certificate.subject-matches", check_subject, report, entries, seal["fact"]["subject"], rows)
    report.check("rows", "certificate.rows-match", check_rows, value)
    report.check("fingerprints", "certificate.fingerprints-match", fingerprints)
    report.check("inclusion", "certificate.facts-in-log", in_log)
    report.check("order", "certificate.seal-last", check_order, seal, rows)

# ---- The command ----

def batch():
    """Hidden: JSON lines { name, bytes, keys } in, verdicts out; for comparing two verifiers."""
    for request in map(json.loads, sys.stdin):
        result = verify(base64.b64decode(request["bytes"]), request.get("keys"), request.get("policy"))
        print(json.dumps({"name": request["name"], "verdict": result["verdict"], "code": result["code"]}))

def read_file(path):
    with open(path, "rb") as file:
        return file.read(MAX_BYTES + 1)

def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("--key", action="append", help="accept this key of the log only (may be repeated)")
    parser.add_argument("--policy", help="file with the policy by which cosignatures count")
    parser.add_argument("--json", action="store_true", help="one line of JSON per file")
    parser.add_argument("--batch", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.batch:
        return batch()
    if not options.files:
        parser.error("no file was named")
    policy = read_file(options.policy).decode() if options.policy else None
    verdicts = set()
    for path in options.files:
        try:
            result = verify(read_file(path), options.key, policy)
        except OSError:
            result = {"verdict": "unreadable", "code": "file.not-found", "params": {}, "checks": [], "facts": [], "log": None}
        verdicts.add(result["verdict"])
        if options.json:
            print(json.dumps({"file": path, **result}, ensure_ascii=False))
            continue
        print(f"{path}: {result['verdict']} ({result['code']})")
        for check in result["checks"]:
            print(f"  {'ok    ' if check['ok'] else 'FAILS '} {check['id']:13} {check['code']}")
    return 1 if "refused" in verdicts else 3 if "unreadable" in verdicts else 0

if __name__ == "__main__":
    sys.exit(main())
