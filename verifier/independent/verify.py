#!/usr/bin/env python3
"""The second verifier of Mingjing certificates: standard library only, no network, no clock, no secret.

Written from verifier/README.md and the public specifications, without the code of the first verifier, so that a fault
of one is not a fault of both. The sentences of the codes are in locales/*/verifier.json.

    python3 verify.py FILE... [--key VKEY]... [--policy FILE] [--json]    # exit 0 valid, 1 refused, 3 unreadable
"""
import argparse
import base64
import contextlib
import functools
import hashlib
import json
import re
import sys

MAX_BYTES, MAX_DEPTH, MAX_COUNT, MAX_LINES, MAX_PROOF, MAX_ROWS = 2**25, 100, 2**53 - 1, 100, 64, 1024
UNREADABLE = re.compile(r"file\.(?!duplicate-key|spelling|lone-surrogate).*|.*\.(not-an?-[a-z]+|unknown-format)")

ITEMS = {"log": (1, 2), "witness": (2, 3), "group": (3, 2**16), "quorum": (1, 1)}  # how many items follow the word

class Fault(Exception):
    """Something that does not hold, by its code."""
    def __init__(self, code, **params):
        super().__init__(code)
        self.code, self.params = code, params

def refuse(is_wrong, code, **params):
    if is_wrong:
        raise Fault(code, **params)

@contextlib.contextmanager
def renamed(code, **params):
    """Whatever does not hold in here is told by this code."""
    try:
        yield
    except Fault:
        raise Fault(code, **params) from None

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
    refuse(mantissa in ("inf", "nan"), "canonical-json.not-finite")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = int(exponent or 0) + len(digits) - len(fraction)
    digits = digits.rstrip("0")
    if 0 < point <= 21:
        text = digits[:point].ljust(point, "0") + ("." + digits[point:] if len(digits) > point else "")
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        text = digits[0] + ("." + digits[1:] if len(digits) > 1 else "") + f"e{point - 1:+d}"
    return ("-" if value < 0 else "") + text

def spelling(value): return "null" if abs(value) == float("inf") else number_text(value)

class Reader:
    """Reads JSON and stops at the first fault; `strict` refuses duplicate keys and every foreign spelling."""
    def __init__(self, text, strict):
        self.text, self.strict, self.at = text, strict, 0

    def fault(self, code, at=None, **params):
        before = self.text[: self.at if at is None else at].split("\n")
        return Fault(code, line=len(before), column=len(before[-1]) + 1, **params)

    def next(self, marks=None):
        """The next character that is not white space, passed when it must be one of these marks; nothing at the end."""
        self.at = SPACE.match(self.text, self.at).end()
        mark = self.text[self.at : self.at + 1]
        if marks is not None and mark not in marks:
            raise self.fault("file.not-json")
        self.at += bool(marks)
        return mark

    def document(self):
        refuse(self.next() == "", "file.empty")
        value = self.value(0)
        self.next(("",))
        return value

    def value(self, depth, only_string=False):
        """A value that stands inside of `depth` others."""
        self.next()
        found = TOKEN.match(self.text, self.at)
        if depth > MAX_DEPTH or found is None or (only_string and not found[1]):
            raise self.fault("file.too-deep" if depth > MAX_DEPTH else "file.not-json")
        string, number, word, bracket = found.groups()
        if bracket:
            self.at = found.end()
            return self.members(depth + 1, {} if bracket == "{" else [])
        value = unquote(string) if string else float(number) if number else WORDS[word]
        if self.strict and string and SURROGATE.search(value):
            raise self.fault("file.lone-surrogate")
        if self.strict and (string and quote(value) != string or number and spelling(value) != number):
            raise self.fault("file.spelling")
        self.at = found.end()
        return int(value) if number and abs(value) <= 2**53 and value.is_integer() else value

    def members(self, depth, result):
        is_object, end, mark = result == {}, "}" if result == {} else "]", ","
        if self.next() == end:
            mark = self.next((end,))
        while mark != end:
            if is_object:
                self.next()
                start, key = self.at, self.value(0, only_string=True)
                if self.strict and key in result:
                    raise self.fault("file.duplicate-key", start, key=key)
                self.next((":",))
                result[key] = self.value(depth)
            else:
                result.append(self.value(depth))
            mark = self.next((",", end))
        return result

def jcs(value):
    """RFC 8785, as text."""
    if isinstance(value, str):
        refuse(SURROGATE.search(value), "canonical-json.lone-surrogate")
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
    """Bytes of a file, or the file of this name, to a value."""
    if isinstance(data, str):
        try:
            with open(data, "rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError:
            raise Fault("file.not-found") from None
    if len(data) > MAX_BYTES or data.startswith(b"\xef\xbb\xbf"):
        raise Fault("file.too-large" if len(data) > MAX_BYTES else "file.byte-order-mark", limit=MAX_BYTES)
    try:
        return Reader(data.decode("utf-8"), strict=True).document()
    except UnicodeDecodeError:
        raise Fault("file.not-utf8") from None

# ---- Hashes: SHA-256 of the library, SM3 (GB/T 32905) ----

MASK = 0xFFFFFFFF
SM3_IV = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)

def sha256(*parts): return hashlib.sha256(b"".join(parts)).digest()

def rotate(word, bits): return ((word << bits % 32) | (word >> (32 - bits % 32))) & MASK

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
    blocks = (padded[start : start + 64] for start in range(0, len(padded), 64))
    return b"".join(word.to_bytes(4, "big") for word in functools.reduce(sm3_block, blocks, SM3_IV))

# ---- Ed25519 (RFC 8032 §5.1), without cofactor and strict ----

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)

def ed_add(one, two):
    """Complete: it doubles too."""
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, two
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * D * t1 * t2 % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)

@functools.lru_cache(maxsize=64)
def ed_point(data):
    """The point of 32 bytes, or None: not canonical, or not on the curve."""
    sign, y = divmod(int.from_bytes(data, "little"), 2**255)
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == -u % P:
        x = x * ROOT % P
    if y >= P or v * x * x % P != u or (x == 0 and sign == 1):
        return None
    x = x if x & 1 == sign else P - x
    return (x, y, 1, x * y % P)

BASE = ed_point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))

@functools.lru_cache(maxsize=4096)
def ed25519(key, message, signature):
    """Code of the check. The last answers are kept, for many certificates of one checkpoint."""
    point = eight = ed_point(key) if len(key) == 32 else None
    for _ in range(3 if point else 0):
        eight = ed_add(eight, eight)
    if point is None or eight[0] == 0:  # neutral: the key is of small order
        return "ed25519.bad-key"
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or ed_point(signature[:32]) is None or s >= L:
        return "ed25519.bad-signature"
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    minus, result = (P - point[0], point[1], 1, P - point[3]), (0, 1, 1, 0)
    table = (None, BASE, minus, ed_add(BASE, minus))
    for bit in range(252, -1, -1):  # s·B − k·A, both scalars at once
        result = ed_add(result, result)
        chosen = (s >> bit & 1) + 2 * (k >> bit & 1)
        result = ed_add(result, table[chosen]) if chosen else result
    x, y = (value * pow(result[2], -1, P) % P for value in result[:2])
    encoded = (y | (x & 1) << 255).to_bytes(32, "little")
    return "ed25519.valid" if encoded == signature[:32] else "ed25519.mismatch"

# ---- Merkle trees (RFC 6962 §2.1): proofs are walked as the definitions make them ----

def leaf_hash(data): return sha256(b"\x00", data)

def node_hash(left, right): return sha256(b"\x01", left, right)

def split(size):
    """The largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1

def tree_root(hashes):
    """Root over leaf hashes; of nothing, SHA-256 of nothing."""
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256()
    k = split(len(hashes))
    return node_hash(tree_root(hashes[:k]), tree_root(hashes[k:]))

def check_proof(proof, sizes, walk, roots):
    """`walk` takes the nodes of the proof one by one and answers the roots that it leads to."""
    if max(sizes) > MAX_COUNT or any(len(node) != 32 for node in proof):
        raise Fault("merkle.size-out-of-range" if max(sizes) > MAX_COUNT else "merkle.bad-hash")
    nodes = iter(proof)
    try:
        found = walk(lambda: next(nodes))
    except StopIteration:
        raise Fault("merkle.proof-too-short") from None
    refuse(next(nodes, None) is not None, "merkle.proof-too-long")
    refuse(found != roots, "merkle.root-mismatch")

def inclusion(leaf, index, size, proof, root):
    refuse(not 0 <= index < size, "merkle.index-out-of-range")
    def walk(at, below, take):
        if below == 1:
            return leaf
        k = split(below)
        if at < k:
            return node_hash(walk(at, k, take), take())
        right = walk(at - k, below - k, take)
        return node_hash(take(), right)
    check_proof(proof, (index, size), lambda take: walk(index, size, take), root)

def consistency(size1, root1, size2, root2, proof):
    refuse(not 0 < size1 <= size2, "merkle.size-out-of-range")
    def walk(old, new, is_whole, take):
        if old == new:
            return (root1, root1) if is_whole else (take(),) * 2
        k = split(new)
        if old <= k:
            was, now = walk(old, k, is_whole, take)
            return was, node_hash(now, take())
        pair, left = walk(old - k, new - k, False, take), take()
        return tuple(node_hash(left, right) for right in pair)
    check_proof(proof, (size1, size2), lambda take: walk(size1, size2, True, take), (root1, root2))

# ---- Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint) ----

def base64_bytes(text, code):
    """Standard base64 with padding and without stray bits."""
    refuse(not re.fullmatch("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", text), code)
    data = base64.b64decode(text)
    refuse(base64.b64encode(data).decode() != text, code)
    return data

def is_key_name(name): return name != "" and not any(c.isspace() or c in "+\ufeff" for c in name)

@functools.lru_cache(maxsize=64)
def read_vkey(vkey, kind=1):
    """name+hex8+base64(kind ‖ key): the name, the id and the 32 bytes of the key."""
    name, _, rest = vkey.partition("+")
    key_id, _, encoded = rest.partition("+")
    typed = base64_bytes(encoded, "note.bad-vkey")
    refuse(not is_key_name(name) or not re.fullmatch("[0-9a-f]{8}", key_id) or typed == b"", "note.bad-vkey")
    if typed[0] != kind or len(typed) != 33:
        raise Fault("note.vkey-unsupported" if typed[0] != kind else "note.bad-vkey")
    refuse(sha256(name.encode() + b"\n" + typed)[:4].hex() != key_id, "note.vkey-id-mismatch", keyId=key_id)
    return name, key_id, typed[1:]

def read_note(note):
    """The text, and the signatures as (name, id, bytes)."""
    text, blank, tail = note.rpartition("\n\n")
    lines, signatures = tail.split("\n"), []
    if not blank or lines.pop() != "" or not 0 < len(lines) <= MAX_LINES or re.search(r"[\x00-\x09\x0b-\x1f]", note):
        raise Fault("note.malformed")
    for dash, name, encoded, *more in (line.split(" ") + ["", "", ""] for line in lines):
        data = base64_bytes(encoded, "note.malformed")
        refuse(dash != "—" or not is_key_name(name) or len(data) < 5 or any(more), "note.malformed")
        signatures.append((name, data[:4].hex(), data[4:]))
    return text + "\n", signatures

def open_note(note, vkey):
    """The text, signed by the key: every line of that key must hold, lines of other keys are ignored."""
    name, key_id, key = read_vkey(vkey)
    text, signatures = read_note(note)
    own = [data for *whose, data in signatures if whose == [name, key_id]]
    if not own or any(ed25519(key, text.encode(), data) != "ed25519.valid" for data in own):
        raise Fault("note.signature-invalid" if own else "note.no-signature-of-key", name=name, keyId=key_id)
    return text

def read_checkpoint(text):
    """Origin, size, root and extension lines of the text of a note."""
    lines = text.split("\n")[:-1]
    if lines[0] == "" or len(lines) < 3 or "" in lines:
        raise Fault("checkpoint.malformed" if lines[0] else "checkpoint.bad-origin")
    refuse(not re.fullmatch("0|[1-9][0-9]{0,15}", lines[1]) or int(lines[1]) > MAX_COUNT, "checkpoint.bad-size")
    root = base64_bytes(lines[2], "checkpoint.bad-root")
    refuse(len(root) != 32, "checkpoint.bad-root")
    return lines[0], int(lines[1]), root, lines[3:]

# ---- Cosignatures and the policy (C2SP tlog-cosignature, tlog-policy) ----

def cosigned_at(note, vkey):
    """The time at which the witness says that it saw the checkpoint: every line of its key must hold."""
    name, key_id, key = read_vkey(vkey, kind=4)
    body, signatures = read_note(note)
    read_checkpoint(body)
    own = [data for *whose, data in signatures if whose == [name, key_id]]
    refuse(not own, "cosignature.absent", name=name, keyId=key_id)
    for data in own:
        seconds = int.from_bytes(data[:8], "big")
        refuse(len(data) == 72 and seconds >= 2**63, "cosignature.bad-time", name=name, keyId=key_id)
        signed = f"cosignature/v1\ntime {seconds}\n{body}".encode()
        refuse(ed25519(key, signed, data[8:]) != "ed25519.valid", "cosignature.invalid", name=name, keyId=key_id)
    return seconds

def read_policy(policy, has_cosigned):
    """The keys of the logs, and whether the quorum holds."""
    logs, votes, keys, members, quorum = [], {}, set(), set(), None
    refuse(len(policy) > 65536, "policy.too-large", limit=65536)
    for number, raw in enumerate(policy.split("\n"), 1):
        refuse(re.search(r"[\x00-\x08\x0b-\x1f\x7f]", raw), "policy.bad-character", line=number)
        word, *items = re.split("[ \t]+", raw.strip(" \t"))
        if word == "" or word.startswith("#"):
            continue
        refuse(word not in ITEMS, "policy.unknown-line", line=number, word=word)
        refuse(not ITEMS[word][0] <= len(items) <= ITEMS[word][1], "policy.wrong-items", line=number, word=word)
        holds = None
        if word in ("log", "witness"):
            vkey = items[word == "witness"]
            with renamed("policy.bad-key", line=number, key=vkey):
                own = (word, read_vkey(vkey, 1 if word == "log" else 4)[2])
            refuse(own in keys, "policy.duplicate-key", line=number)
            keys.add(own)
            holds = has_cosigned(vkey) if word == "witness" else logs.append(vkey)
        if word == "group":
            found = re.fullmatch("[1-9][0-9]{0,8}", items[1])
            least = {"any": 1, "all": len(items) - 2}.get(items[1], int(found[0]) if found else 0)
            refuse(not 1 <= least <= len(items) - 2, "policy.bad-threshold", line=number, word=items[1])
        for one in items[2:] if word == "group" else items if word == "quorum" else ():
            refuse(one not in votes and [word, one] != ["quorum", "none"], "policy.unknown-name", line=number, word=one)
            refuse(word == "group" and one in members, "policy.member-twice", line=number, word=one)
            members |= {one} if word == "group" else set()
        if word in ("witness", "group"):
            refuse(items[0] == "none", "policy.reserved-name", line=number)
            refuse(items[0] in votes, "policy.duplicate-name", line=number, word=items[0])
            votes[items[0]] = holds if word == "witness" else sum(votes[one] for one in items[2:]) >= least
        elif word == "quorum":
            refuse(quorum is not None, "policy.second-quorum", line=number)
            quorum = items[0] == "none" or votes[items[0]]
    refuse(quorum is None, "policy.no-quorum")
    return logs, quorum

# ---- The form of a certificate ----

def matches(pattern, also=lambda found: True):
    compiled = re.compile(pattern)
    def check(value):
        found = compiled.fullmatch(value) if isinstance(value, str) else None
        return found is not None and also(found)
    return check

def count(least=0, most=MAX_COUNT): return lambda value: type(value) is int and least <= value <= most

def is_time(found):
    year, month, day, hour, minute, second, ahead, past = (int(part or 0) for part in found.groups())
    february = 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    days = (0, 31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1 <= month <= 12 and 1 <= day <= days[month] and max(hour, ahead) < 24 and max(minute, second, past) < 60

DATE_TIME = "([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})"
utc = matches(DATE_TIME + r"\.[0-9]{3}Z()()", is_time)
rfc3339 = matches(DATE_TIME + r"(?:\.[0-9]{1,9})?(?:Z|[+-]([0-9]{2}):([0-9]{2}))", is_time)
some, text = matches("(?s:.)+"), matches("(?s:.)*")
line = matches(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]{1,400}")
UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
uuid, kind = matches(UUID), matches(r"[a-z]+\.[a-z-]+")
hex16, hex32, hex64 = (matches(f"[0-9a-f]{{{length}}}") for length in (32, 64, 128))
number, audience = matches("MJ-[0-9A-F]{24}"), matches("public|party:[0-9A-HJ-NP-RTUWXY]{18}")
organ = matches("(?:court|discipline):(?s:.+)", lambda found: line(found[0]))
nodes = [hex32, 0, MAX_PROOF]
FACT = {"id": uuid, "kind": kind, "version": count(1), "source": some, "sourceId": some, "subject": line, "occurredAt": utc,
        "corrects?": matches(f"(?i:{UUID})"), "payload": lambda value: isinstance(value, dict), "contentHash": hex32}
PROVEN = {"fact": FACT, "salt": hex16, "leafIndex": count(), "proof": nodes}
LOG = {"origin": line, "vkey": line}
FORM_1 = {"format": some, "certificateId": number, "subject": line, "title": some, "audience": audience, "issuedAt": rfc3339,
          "log": LOG, "checkpoint": text, "facts": [{**PROVEN, "recordedAt": rfc3339}, 1, MAX_COUNT]}
SEAL = {**FACT, "kind": matches(re.escape("witness.certificate-issued")), "version": count(1, 1), "payload": {
    "audience": lambda value: audience(value) or organ(value), "title": line, "scope": matches("whole|chosen"),
    "rows": lambda value: count(16)(value) and value % 16 == 0, "shown": count(), "root": hex32, "supersedes?": number}}
ROOTS = {**FACT, "kind": matches(re.escape("witness.roots-recorded")), "version": count(1, 1)}
SHOWN = {"digest": hex64, "kind": kind, "leafIndex": count(), "occurredAt": utc, "recordedAt": utc}
ROW = (lambda own, _: SHOWN if "kind" in own else {"blank": hex32} if "blank" in own else {"gone": hex64} if "gone" in own
       else {"digest": hex64},)
PAPER = {"format": some, "certificateId": number, "seal": {**PROVEN, "fact": SEAL}, "rows": [ROW, 1, MAX_COUNT], "log": LOG,
         "checkpoint": text, "policy?": text, "rest?": [hex32, 1, MAX_PROOF], "roots?": {**PROVEN, "fact": ROOTS}}
ANCHOR = {"checkpoint": some, "consistency": nodes, "receipt": lambda value: isinstance(value, dict)}
FILE_2 = {**{key: PAPER[key] for key in PAPER if key != "rest?"}, "entries": [{**PROVEN, "row": count()}, 0, MAX_COUNT],
          "anchors?": [FACT["payload"], 1, 16]}

RELEASED = {"type": matches("released"), "id": uuid, "kind": kind, "subject": line, "occurredAt": utc,
            "part": matches("whole|fields"), "payload": FACT["payload"], "salt": hex16}
GONE = {"type": matches("gone"), "id": uuid, "entry": count(), "at": utc, "by?": uuid, "publicReason?": some,
        "state": matches("corrected|withdrawn|expired|closed")}
RECORD = (lambda own, value: (GONE if own.get("type") == "gone" else RELEASED) if own == value
          else lambda value: value is None or hex32(value),)
OTHER = (lambda _, value: (lambda value: True) if value is None else {"mapKey": hex32, "size": count(1), "root": hex32},)
ANSWER = {"format": some, "key": matches("(process|firm|department):(?s:.+)", lambda found: line(found[0])), "size": count(),
          "records": [RECORD, 0, MAX_COUNT], "root": hex32, "mapProof": {"siblings": [hex32, 0, 256], "other": OTHER},
          "roots": PROVEN, "checkpoint": text, "vkey": line, "signedAt": utc, "policy?": text}

def check_form(value, spec, path=""):
    """No other keys than those of the form, none missing, and proper values; `?` marks an optional key."""
    spec = spec[0](value if isinstance(value, dict) else {}, value) if isinstance(spec, tuple) else spec
    if isinstance(spec, dict) and isinstance(value, dict):
        names, inside = {name.rstrip("?"): name for name in spec}, path and path + "."
        for key in value:
            refuse(key not in names, "certificate.unknown-key", path=inside + key)
        for key, name in names.items():
            refuse(key == name and key not in value, "certificate.missing-key", path=inside + key)
        for key in sorted((key for key in names if key in value), key=lambda key: not callable(spec[names[key]])):
            check_form(value[key], spec[names[key]], inside + key)
    elif isinstance(spec, list) and isinstance(value, list) and spec[1] <= len(value) <= spec[2]:
        for position, item in enumerate(value):
            check_form(item, spec[0], f"{path}[{position}]")
    elif isinstance(spec, (dict, list)) or not spec(value):
        raise Fault("certificate.wrong-value", path=path)

# ---- What must hold ----

@functools.lru_cache(maxsize=4096)
def salted_digests(data):
    return sha256(data) + sm3(data)

def leaf_data(entry):
    return salted_digests(bytes.fromhex(entry["salt"]) + jcs(entry["fact"]).encode())

def row_hash(row): return bytes.fromhex(row["blank"]) if "blank" in row else leaf_hash(jcs(row).encode())

class Report:
    """The checks in their order; the code is that of the first that fails."""
    def __init__(self):
        self.checks, self.facts, self.log, self.good = [], [], None, "certificate.valid"

    def check(self, name, code, action, *arguments, **named):
        """Makes one check; what it answers is None when it fails."""
        answer, params, ok = None, {}, True
        try:
            answer = action(*arguments, **named)
        except Fault as fault:
            code, params, ok = fault.code, fault.params, False
        self.checks.append({"id": name, "ok": ok, "code": code, "params": params})
        return answer

    def each(self, entries, action):
        """One check of every fact; each fact keeps its first fault, the check that of the first fact."""
        faults = []
        for position, (entry, seen) in enumerate(zip(entries, self.facts), 1):
            try:
                action(entry)
            except Fault as fault:
                faults.append(Fault(fault.code, position=position, factId=entry["fact"]["id"], **fault.params))
                seen.update({"ok": False, "code": fault.code} if seen["ok"] else {})
        if faults:
            raise faults[0]

    def result(self):
        good = {"ok": True, "code": self.good, "params": {}}
        first = next((check for check in self.checks if not check["ok"]), good)
        verdict = "valid" if first["ok"] else "unreadable" if UNREADABLE.fullmatch(first["code"]) else "refused"
        return {"verdict": verdict, "code": first["code"], "params": first["params"], "checks": self.checks,
                "facts": self.facts, "log": self.log and {**self.log, "root": self.log["root"].hex()}}

def known_form(value, family):
    """The answer's or the certificate's form; a reader who names no family takes either."""
    found = value.get("format") if isinstance(value, dict) else None
    family = family or ("answer" if str(found).startswith("mingjing-answer/") else "certificate")
    prefix, known = f"mingjing-{family}/", {"answer": ("1",), "certificate": ("1", "2")}[family]
    wrong = f"{family}.not-a-certificate" if family == "certificate" else "answer.not-an-answer"
    refuse(not isinstance(found, str) or not found.startswith(prefix), wrong)
    refuse(found[len(prefix) :] not in known, f"{family}.unknown-format", format=found)
    form = ANSWER if family == "answer" else FORM_1 if found[-1] == "1" else FILE_2 if "entries" in value else PAPER
    try:
        check_form(value, form)
    except Fault as fault:
        raise Fault(fault.code.replace("certificate", family), **fault.params) from None
    return value

def check_signature(log, checkpoint):
    name, key_id, _ = read_vkey(log["vkey"])
    origin, size, root, _ = read_checkpoint(read_note(checkpoint)[0])
    refuse(not log["origin"] == name == origin, "certificate.origin-mismatch", origin=log["origin"], signed=origin)
    open_note(checkpoint, log["vkey"])
    return {"origin": origin, "keyId": key_id, "size": size, "root": root}

def check_trusted(vkey, trusted):
    for key in trusted:
        with renamed("certificate.trusted-key-malformed", key=key):
            read_vkey(key)
    refuse(vkey not in trusted, "certificate.key-not-trusted")

def check_cosignatures(value, trusted_policy):
    policy, cosigned = value.get("policy"), []
    def has_cosigned(vkey):
        try:
            cosigned.append(cosigned_at(value["checkpoint"], vkey))
        except Fault:
            return False
        return True
    refuse(trusted_policy not in (None, policy), "certificate.policy-not-trusted")
    logs, quorum = read_policy(policy, has_cosigned)
    refuse(logs and value["log"]["vkey"] not in logs, "policy.log-unknown")
    refuse(not quorum, "certificate.awaiting-cosignature", count=len(cosigned))

def check_anchors(value, log):
    """The hash and the place in this log; the receipt's own SM2 signature is left to the first verifier."""
    refuse(log is None, "fact.log-not-verified")
    for anchor in value["anchors"]:
        with renamed("anchor.malformed"):
            check_form(anchor, ANCHOR)
        with renamed("anchor.malformed"):
            origin, size, root, _ = read_checkpoint(anchor["checkpoint"])
        digest = {"sm3": sm3, "sha256": sha256}.get(anchor["receipt"].get("algorithm"), lambda data: b"")
        refuse(origin != log["origin"], "anchor.other-log", origin=origin)
        refuse(size > log["size"], "anchor.newer-than-head", size=size)
        proof = [bytes.fromhex(node) for node in anchor["consistency"]]
        with renamed("anchor.other-history", size=size):
            consistency(size, root, log["size"], log["root"], proof)
        stated = anchor["receipt"].get("hash")
        refuse(digest(anchor["checkpoint"].encode()).hex() != stated, "anchor.hash-mismatch")

def check_subject(report, entries, subject, rows=None):
    """One subject (if any), no fact and no leaf twice; with rows, every entry is that of its row, and the rows rise."""
    ids, leaves, before = set(), set(), -1
    def once(used, one, code, **params):
        refuse(one in used, code, **params)
        used.add(one)
    def action(entry):
        nonlocal before
        fact = entry["fact"]
        refuse(subject not in (None, fact["subject"]), "certificate.subject-mismatch")
        if rows is not None:
            row = rows[entry["row"]] if before < entry["row"] < len(rows) else {}
            before, named = entry["row"], (fact["kind"], fact["occurredAt"], entry["leafIndex"])
            refuse((row.get("kind"), row.get("occurredAt"), row.get("leafIndex")) != named, "certificate.row-mismatch")
        once(ids, fact["id"], "certificate.duplicate-fact")
        if rows is None:
            once(leaves, entry["leafIndex"], "certificate.duplicate-leaf", leafIndex=entry["leafIndex"])
    report.each(entries, action)
    for position, row in enumerate(rows or [], 1):
        if "leafIndex" in row:
            once(leaves, row["leafIndex"], "certificate.duplicate-leaf", position=position, leafIndex=row["leafIndex"])

def check_rows(rows, payload, rest):
    """As many rows and in the order that the seal says; the root over them, or what leads up from the first 16, is its."""
    total, expected = payload["rows"], bytes.fromhex(payload["root"])
    if total > MAX_ROWS or len(rows) != (total if rest is None else 16) or payload["shown"] > total:
        raise Fault("certificate.row-count", rows=len(rows), sealed=total)
    for position, row in enumerate(rows):
        if "blank" not in row and ("kind" in row) != (position < payload["shown"]):
            raise Fault("certificate.row-order", position=position + 1)
    with renamed("certificate.rows-root-mismatch", rows=total):
        inclusion(tree_root(list(map(row_hash, rows))), 0, total // len(rows), list(map(bytes.fromhex, rest or [])), expected)

def check_fingerprint(entry, rows=None, code="fact.content-hash-mismatch"):
    fact = entry["fact"]
    content = {key: fact[key] for key in ("kind", "source", "sourceId", "subject", "occurredAt", "payload")}
    refuse(sha256(jcs(content).encode()).hex() != fact["contentHash"], code)
    if rows is not None and [row.get("digest") for row in rows[entry["row"] :][:1]] != [leaf_data(entry).hex()]:
        raise Fault("fact.digest-mismatch")

def check_in_log(log, entry, code="fact.not-in-log"):
    index, is_fact = entry["leafIndex"], code == "fact.not-in-log"
    refuse(log is None, "fact.log-not-verified")
    refuse(index >= log["size"] and is_fact, "fact.index-beyond-tree", leafIndex=index)
    with renamed(code, leafIndex=index):
        inclusion(leaf_hash(leaf_data(entry)), index, log["size"], list(map(bytes.fromhex, entry["proof"])), log["root"])

def check_order(seal, rows):
    for position, row in enumerate(rows, 1):
        if row.get("leafIndex", -1) >= seal["leafIndex"]:
            raise Fault("certificate.seal-too-early", position=position, leafIndex=seal["leafIndex"])

def verify(data, trusted=None, family=None, policy=None):
    """The report on a file or its bytes; `trusted` and `policy` are the keys and the policy that the reader names."""
    report = Report()
    value = report.check("file", "file.read", read_json, data)
    if report.checks[0]["ok"]:
        value = report.check("format", "certificate.format-known", known_form, value, family)
    if report.checks[-1]["ok"]:
        is_answer = value["format"].startswith("mingjing-answer/")
        verify_answer(report, value, trusted) if is_answer else verify_certificate(report, value, trusted, policy)
    return report.result()

def verify_certificate(report, value, trusted, policy):
    seal, rows, entries = value.get("seal"), value.get("rows"), value.get("facts", value.get("entries", []))
    named = [(name, value[name]) for name in ("seal", "roots") if name in value]
    report.facts = [{"id": entry["fact"]["id"], "leafIndex": entry["leafIndex"], "ok": True, "code": "fact.valid"}
                    for entry in entries]
    rest = {key: value[key] for key in value if key != "certificateId"}
    digest = seal["fact"]["contentHash"] if seal else sha256(jcs(rest).encode()).hex()
    def fingerprints():
        for name, entry in named:
            check_fingerprint(entry, code=f"certificate.{name}-hash-mismatch")
        report.each(entries, lambda entry: check_fingerprint(entry, rows))
    def in_log():
        for name, entry in named:
            check_in_log(report.log, entry, f"certificate.{name}-not-in-log")
        report.each(entries, lambda entry: check_in_log(report.log, entry))
    check = report.check
    stated, computed = value["certificateId"], "MJ-" + digest[:24].upper()
    check("number", "certificate.number-matches", refuse, stated != computed, "certificate.number-mismatch",
          certificateId=stated, computed=computed)
    report.log = check("signature", "note.signed", check_signature, value["log"], value["checkpoint"])
    if trusted is not None:
        check("key", "certificate.key-trusted", check_trusted, value["log"]["vkey"], trusted)
    if "policy" in value or policy is not None:
        check("cosignatures", "certificate.cosigned", check_cosignatures, value, policy)
    if "anchors" in value:
        check("anchors", "certificate.anchored", check_anchors, value, report.log)
    is_chosen = bool(seal) and seal["fact"]["payload"]["scope"] == "chosen"
    subject = None if is_chosen else seal["fact"]["subject"] if seal else value["subject"]
    found = "certificate.chosen-distinct" if is_chosen else "certificate.subject-matches"
    check("subject", found, check_subject, report, entries, subject, rows)
    if seal:
        check("rows", "certificate.rows-match", check_rows, rows, seal["fact"]["payload"], value.get("rest"))
    check("fingerprints", "certificate.fingerprints-match", fingerprints)
    check("inclusion", "certificate.facts-in-log", in_log)
    if seal:
        check("order", "certificate.seal-last", check_order, seal, rows)

# ---- Answers about what is public, with their proof in the map ----

def map_leaf(map_key, size, root): return sha256(b"\x00", map_key, size.to_bytes(8, "big"), root)

def map_root(key, size, root, siblings, other):
    """The root of the map that has this value under the key; size 0: that has not this key."""
    own, depth = sha256(b"mingjing-map/1\n" + key.encode()), len(siblings)
    bits = int.from_bytes(own, "big")
    hash_ = map_leaf(own, size, root) if size else bytes(32)
    refuse((size and other) or (size == 0 and root != sha256()), "map.bad-proof")
    if other:
        beside = bytes.fromhex(other["mapKey"])
        refuse(beside == own or (int.from_bytes(beside, "big") ^ bits) >> (256 - depth), "map.bad-proof")
        hash_ = map_leaf(beside, other["size"], bytes.fromhex(other["root"]))
    for level, sibling in enumerate(siblings):
        is_right = bits >> (256 - depth + level) & 1
        hash_ = node_hash(sibling, hash_) if is_right else node_hash(hash_, sibling)
    return hash_

def check_roots(entry, log):
    fact, origin = entry["fact"], log and log["origin"]
    with renamed("roots.malformed"):
        check_form(fact["payload"], {"size": count(), "sm3Root": hex32, "mapRoot": hex32})
        check_fingerprint(entry)
    refuse(log is None, "answer.log-not-verified")
    refuse(fact["kind"] != "witness.roots-recorded" or fact["subject"] != f"log:{origin}", "roots.malformed")
    refuse(fact["payload"]["size"] > entry["leafIndex"], "roots.misplaced")
    check_in_log(log, entry, "answer.roots-not-in-log")

def check_map(answer, payload):
    refuse(not hex32(payload.get("mapRoot")), "answer.map-not-verified")
    proof, value = answer["mapProof"], (answer["size"], bytes.fromhex(answer["root"]))
    with renamed("answer.not-in-map"):
        found = map_root(answer["key"], *value, list(map(bytes.fromhex, proof["siblings"])), proof["other"])
    refuse(found.hex() != payload["mapRoot"], "answer.not-in-map")

def check_records(answer):
    records, size, (family, _, name) = answer["records"], answer["size"], answer["key"].partition(":")
    refuse(None in records, "answer.record-missing")
    refuse(len(records) < size, "answer.records-too-few", size=size, count=len(records))
    refuse(len(records) > size, "answer.records-too-many", size=size, count=len(records))
    hashes = [bytes.fromhex(one) if isinstance(one, str) else leaf_hash(jcs(one).encode()) for one in records]
    refuse(tree_root(hashes).hex() != answer["root"], "answer.records-differ")
    for position, one in enumerate(records, 1):
        is_other = family == "process" and isinstance(one, dict) and one.get("subject", name) != name
        refuse(is_other, "answer.other-subject", position=position)

def check_gone(records):
    gone = {position for position, one in enumerate(records) if isinstance(one, str)}
    for position, one in enumerate(records):
        if isinstance(one, dict) and one["type"] == "gone":
            refuse(one["entry"] >= position or one["entry"] not in gone, "answer.gone-misplaced", position=position + 1)
            gone.discard(one["entry"])
    refuse(gone, "answer.gone-unexplained", position=min(gone, default=0) + 1)

def verify_answer(report, answer, trusted):
    log = {"origin": answer["checkpoint"].partition("\n")[0], "vkey": answer["vkey"]}
    report.log = report.check("signature", "note.signed", check_signature, log, answer["checkpoint"])
    if trusted is not None:
        report.check("key", "certificate.key-trusted", check_trusted, answer["vkey"], trusted)
    report.check("roots", "answer.roots-in-log", check_roots, answer["roots"], report.log)
    report.check("map", "answer.in-map", check_map, answer, answer["roots"]["fact"]["payload"])
    report.check("records", "answer.complete", check_records, answer)
    report.check("gone", "answer.gone-explained", check_gone, answer["records"])
    report.good = "answer.proved" if answer["size"] else "answer.proved-absent"

# ---- The command ----

def batch():
    """Hidden: JSON lines { name, bytes, keys } in, verdicts out; for comparing two verifiers."""
    for request in map(json.loads, sys.stdin):
        result = verify(base64.b64decode(request["bytes"]), request.get("keys"), request.get("family"), request.get("policy"))
        print(json.dumps({"name": request["name"], "verdict": result["verdict"], "code": result["code"]}))

def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("--key", action="append", help="accept this key of the log only (may be repeated)")
    parser.add_argument("--policy", help="file with the policy that the certificate must carry")
    parser.add_argument("--json", action="store_true", help="one line of JSON per file")
    parser.add_argument("--batch", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.batch:
        return batch()
    verdicts, policy = set(), options.policy and open(options.policy, encoding="utf-8", newline="").read()
    for path in options.files or parser.error("no file was named"):
        result = verify(path, options.key, policy=policy)
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
