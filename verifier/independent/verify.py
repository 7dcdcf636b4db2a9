#!/usr/bin/env python3
"""The second verifier of Mingjing certificates: standard library only, no network, no clock, no secret.

Written from verifier/README.md and the public specifications, without the code of the first verifier, so that a fault
of one is not a fault of both. It does not verify SM2 signatures (of checkpoints and of anchors' receipts), nor clips.

    python3 verify.py FILE... [--key VKEY]... [--policy FILE] [--json]    # exit 0 valid, 1 refused, 3 unreadable
"""
import argparse
import base64
import contextlib
import decimal
import functools
import hashlib
import itertools
import json
import re
import sys

MAX_BYTES, MAX_DEPTH, MAX_COUNT, MAX_ROWS = 2**25, 100, 2**53 - 1, 2**14
UNREADABLE = re.compile(r"file\.(?!duplicate-key|spelling|lone-surrogate).*|.*\.(not-an?-[a-z]+|unknown-format)")

class Fault(Exception):
    """Something that does not hold: its code, and what the sentence of that code names."""

def refuse(is_wrong, code, **params):
    if is_wrong:
        raise Fault(code, params)

@contextlib.contextmanager
def renamed(code, *errors, **params):
    """Whatever does not hold in here, and these errors of Python, are told by this code."""
    try:
        yield
    except (Fault, *errors):
        raise Fault(code, params) from None

# ---- JSON in one spelling only, and RFC 8785 ----
PLAIN = r'[^"\\\x00-\x1f]*'
STRING = rf'"{PLAIN}(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{{4}}){PLAIN})*"'
NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
TOKEN = re.compile(rf"[ \t\n\r]*(?:({STRING}|{NUMBER}|true|false|null)|(.?))", re.DOTALL)
SURROGATE = re.compile("[\ud800-\udfff]")
ENCODE = json.JSONEncoder(ensure_ascii=False).encode
DECODE = json.JSONDecoder(parse_int=lambda digits: int(digits) if len(digits) < 18 else float(digits)).decode

def number_text(value):
    """A number as ECMAScript writes it (RFC 8785 §3.2.2.3)."""
    refuse(abs(value) == float("inf"), "canonical-json.not-finite")
    text = re.sub(r"\.0$", "", repr(value + 0.0))  # -0 becomes 0
    return f"{decimal.Decimal(text):f}" if 1e-6 <= abs(value) < 1e21 else text.replace("e-0", "e-")

def jcs(value):
    """RFC 8785, as text."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(jcs(key) + ":" + jcs(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(jcs, value)) + "]"
    if type(value) in (int, float):
        return number_text(value)
    refuse(isinstance(value, str) and SURROGATE.search(value), "canonical-json.lone-surrogate")
    return ENCODE(value)

def take(tokens, *marks):
    """The next token, which is one of these marks if there are any: group 1 is a scalar, 2 a mark, or the end."""
    found = next(tokens)
    refuse(marks and found[2] not in marks, "file.not-json")
    return found

def read_scalar(token, beginning=""):
    refuse(token[1] is None or not token[1].startswith(beginning), "file.not-json")
    value = DECODE(token[1])
    with renamed("file.lone-surrogate" if isinstance(value, str) else "file.spelling"):
        spelt = jcs(value)
    refuse(spelt != token[1], "file.spelling")
    return value

def read_value(token, tokens, depth=0):
    """The value that begins with this token and stands inside of `depth` others, up to the first fault."""
    refuse(depth > MAX_DEPTH, "file.too-deep")
    if token[2] not in ("{", "["):
        return read_scalar(token)
    result, end = ({}, "}") if token[2] == "{" else ([], "]")
    token = take(tokens)
    while token[2] != end or result:  # behind a comma the end is no value
        if end == "}":
            key = read_scalar(token, '"')
            refuse(key in result, "file.duplicate-key", key=key)
            take(tokens, ":")
            result[key] = read_value(take(tokens), tokens, depth + 1)
        else:
            result.append(read_value(token, tokens, depth + 1))
        if take(tokens, ",", end)[2] == end:
            break
        token = take(tokens)
    return result

def read_json(data):
    """Bytes of a file, or the file of this name, to a value."""
    if isinstance(data, str):
        with renamed("file.not-found", OSError), open(data, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    refuse(len(data) > MAX_BYTES, "file.too-large", limit=MAX_BYTES)
    refuse(data.startswith(b"\xef\xbb\xbf"), "file.byte-order-mark")
    with renamed("file.not-utf8", UnicodeDecodeError):
        tokens = TOKEN.finditer(data.decode("utf-8"))
    first = take(tokens)
    refuse(first[2] == "", "file.empty")
    value = read_value(first, tokens)
    take(tokens, "")
    return value

# ---- Ed25519 (RFC 8032 §5.1), without cofactor and strict ----
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT, BASE = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P), bytes.fromhex("58" + 31 * "66")

def ed_add(one, two):
    """In extended coordinates, and complete: it doubles too."""
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, two
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * D * t1 * t2 % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def ed_times(scalar, point):
    result = (0, 1, 1, 0)
    for bit in f"{scalar:b}":
        result = ed_add(result, result)
        result = ed_add(result, point) if bit == "1" else result
    return result

def ed_point(data):
    """The point of 32 bytes, or None: not canonical, or not on the curve."""
    sign, y = divmod(int.from_bytes(data, "little"), 2**255)
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == -u % P:
        x = x * ROOT % P
    if len(data) != 32 or y >= P or v * x * x % P != u or (x == 0 and sign == 1):
        return None
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P

@functools.lru_cache(maxsize=4096)
def ed25519(key, message, signature):
    """Code of the check. The last answers are kept, for many certificates of one checkpoint."""
    a, r, s = ed_point(key), ed_point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or ed_times(8, a)[0] == 0:  # of small order
        return "ed25519.bad-key"
    if len(signature) != 64 or r is None or s >= L:
        return "ed25519.bad-signature"
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    (x1, y1, z1, _), (x2, y2, z2, _) = ed_times(s, ed_point(BASE)), ed_add(r, ed_times(k, a))
    return "ed25519.valid" if (x1 * z2 - x2 * z1) % P == (y1 * z2 - y2 * z1) % P == 0 else "ed25519.mismatch"

# ---- Hashes (SM3 by OpenSSL 1.1.1 or newer) and Merkle trees (RFC 6962 §2.1) ----
def sha256(*parts): return hashlib.sha256(b"".join(parts)).digest()
def sm3(data): return hashlib.new("sm3", data).digest()
def leaf_hash(data): return sha256(b"\x00", data)
def node_hash(left, right): return sha256(b"\x01", left, right)
def split(size): return 1 << (size - 1).bit_length() - 1  # the largest power of two below the size

def tree_root(hashes):
    """Root over leaf hashes; of nothing, SHA-256 of nothing."""
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256()
    k = split(len(hashes))
    return node_hash(tree_root(hashes[:k]), tree_root(hashes[k:]))

def sides_of(index, size):
    """For every node of the path of a leaf, from the leaf upwards: does it stand on the left?"""
    if size == 1:
        return []
    k = split(size)
    return [*sides_of(index - k, size - k), True] if index >= k else [*sides_of(index, k), False]

def climb(own, nodes, sides):
    """The root that these nodes lead to, from the leaf upwards."""
    refuse(any(len(node) != 32 for node in nodes), "merkle.bad-hash")
    refuse(len(nodes) != len(sides), f"merkle.proof-too-{'short' if len(nodes) < len(sides) else 'long'}")
    for node, is_left in zip(nodes, sides):
        own = node_hash(node, own) if is_left else node_hash(own, node)
    return own

def inclusion(leaf, index, size, proof, root):
    refuse(size > MAX_COUNT, "merkle.size-out-of-range")
    refuse(not 0 <= index < size, "merkle.index-out-of-range")
    refuse(climb(leaf, proof, sides_of(index, size)) != root, "merkle.root-mismatch")

def consistency(size1, root1, size2, root2, proof):
    """The path of the old tree's last leaf, without what lies inside of the whole subtree that ends with this leaf."""
    refuse(not 0 < size1 <= size2 <= MAX_COUNT, "merkle.size-out-of-range")
    sides = list(itertools.dropwhile(bool, sides_of(size1 - 1, size2)))
    first, *nodes = proof or [b""] if any(sides) else [root1, *proof]  # without any, the old tree is that subtree
    new, lefts = climb(first, nodes, sides), [node for node, is_left in zip(nodes, sides) if is_left]
    refuse((climb(first, lefts, [True] * len(lefts)), new) != (root1, root2), "merkle.root-mismatch")

# ---- Signed notes, checkpoints and cosignatures (C2SP signed-note, tlog-checkpoint, tlog-cosignature) ----
def is_key_name(name): return name != "" and not any(c.isspace() or c in "+\ufeff" for c in name)

def base64_bytes(text, code):
    """Standard base64 with padding and without stray bits."""
    with renamed(code, ValueError):
        data = base64.b64decode(text, validate=True)
    refuse(base64.b64encode(data).decode() != text, code)
    return data

def read_vkey(vkey, kind=1):
    """name+hex8+base64(kind ‖ key): name and id, and the 32 bytes of the key."""
    name, key_id, encoded, *_ = *vkey.split("+", 2), "", ""
    typed = base64_bytes(encoded, "note.bad-vkey")
    refuse(not is_key_name(name) or not re.fullmatch("[0-9a-f]{8}", key_id) or typed == b"", "note.bad-vkey")
    refuse(typed[0] != kind or len(typed) != 33, "note.bad-vkey" if typed[0] == kind else "note.vkey-unsupported")
    refuse(sha256(name.encode(), b"\n", typed)[:4].hex() != key_id, "note.vkey-id-mismatch", keyId=key_id)
    return (name, key_id), typed[1:]

def read_note(note):
    """The text, and the signatures, each with name and id of its key."""
    text, blank, tail = note.rpartition("\n\n")
    (*lines, end), signatures = tail.split("\n"), []
    refuse(not blank or end or not 0 < len(lines) <= 100 or re.search(r"[\x00-\x09\x0b-\x1f]", note), "note.malformed")
    for dash, name, encoded, *more in (line.split(" ") + ["", ""] for line in lines):
        data = base64_bytes(encoded, "note.malformed")
        refuse(dash != "—" or not is_key_name(name) or len(data) < 5 or any(more), "note.malformed")
        signatures.append(((name, data[:4].hex()), data[4:]))
    return text + "\n", signatures

def read_checkpoint(text):
    """Origin, size, root and extension lines of the text of a note."""
    origin, *lines = text.split("\n")
    refuse(origin == "", "checkpoint.bad-origin")
    refuse(len(lines) < 3 or lines.pop() != "" or "" in lines, "checkpoint.malformed")
    refuse(not re.fullmatch("0|[1-9][0-9]{0,15}", lines[0]) or int(lines[0]) > MAX_COUNT, "checkpoint.bad-size")
    root = base64_bytes(lines[1], "checkpoint.bad-root")
    refuse(len(root) != 32, "checkpoint.bad-root")
    return origin, int(lines[0]), root, lines[2:]

def lines_of(note, vkey, kind=1):
    """The text of a note, the key, and what it signed."""
    (whose, key), (text, signatures) = read_vkey(vkey, kind), read_note(note)
    return text, key, [data for signer, data in signatures if signer == whose]

def open_note(note, vkey):
    """The text, signed by the key: every line of that key must hold, lines of other keys are ignored."""
    text, key, own = lines_of(note, vkey)
    refuse(not own, "note.no-signature-of-key", key=vkey)
    refuse(any(ed25519(key, text.encode(), data) != "ed25519.valid" for data in own), "note.signature-invalid")
    return text

def cosigned_at(note, vkey):
    """The time at which the witness says that it saw the checkpoint: every line of its key must hold."""
    (text, key, own), seconds = lines_of(note, vkey, kind=4), None
    read_checkpoint(text)
    for data in own:
        seconds = int.from_bytes(data[:8], "big")
        refuse(len(data) == 72 and seconds >= 2**63, "cosignature.bad-time")
        signed = f"cosignature/v1\ntime {seconds}\n{text}".encode()
        refuse(ed25519(key, signed, data[8:]) != "ed25519.valid", "cosignature.invalid")
    refuse(seconds is None, "cosignature.absent")
    return seconds

# ---- The policy (C2SP tlog-policy) ----
ITEMS = {"log": (1, 2), "witness": (2, 3), "group": (3, 2**16), "quorum": (1, 1)}  # how many items follow the word

def read_policy(policy, note):
    """The keys of the logs, and whether the quorum has cosigned the note."""
    logs, votes, keys, members, quorum = [], {"none": True}, set(), set(), []
    refuse(len(policy) > 65536, "policy.too-large", limit=65536)
    for line in policy.split("\n"):
        refuse(re.search(r"[\x00-\x08\x0b-\x1f\x7f]", line), "policy.bad-character")
        word, *items = re.split("[ \t]+", line.strip(" \t"))
        if word == "" or word.startswith("#"):
            continue
        refuse(word not in ITEMS, "policy.unknown-line", word=word)
        refuse(not ITEMS[word][0] <= len(items) <= ITEMS[word][1], "policy.wrong-items", word=word)
        name, parts = items[0], items[2:] if word == "group" else []
        if word in ("log", "witness"):
            with renamed("policy.bad-key"):
                _, key = read_vkey(items[word == "witness"], 1 if word == "log" else 4)
            refuse((word, key) in keys, "policy.duplicate-key")
            keys.add((word, key))
        if word == "group":
            least = {"any": "1", "all": str(len(parts))}.get(items[1], items[1])
            is_wrong = not re.fullmatch("[1-9][0-9]{0,8}", least) or int(least) > len(parts)
            refuse(is_wrong, "policy.bad-threshold", word=items[1])
        for part in parts:
            refuse(part not in votes or part == "none", "policy.unknown-name", word=part)
            refuse(part in members, "policy.member-twice", word=part)
            members.add(part)
        if word == "log":
            logs.append(name)
        elif word == "quorum":
            refuse(name not in votes, "policy.unknown-name", word=name)
            refuse(quorum, "policy.second-quorum")
            quorum.append(votes[name])
        else:
            refuse(name == "none", "policy.reserved-name")
            refuse(name in votes, "policy.duplicate-name", word=name)
            votes[name] = parts != [] and sum(votes[part] for part in parts) >= int(least)
            if word == "witness":
                with contextlib.suppress(Fault):
                    votes[name] = cosigned_at(note, items[1]) >= 0
    refuse(not quorum, "policy.no-quorum")
    return logs, quorum[0]

# ---- Forms: pattern, range, [form, least, most], dict of keys, (form,) of a key that may be missing, function ----
CLOCK, FOURTH = "(?:[01][0-9]|2[0-3]):[0-5][0-9]", "(?:[02468][048]|[13579][26])"
LEAP = f"(?:[0-9]{{2}}(?!00){FOURTH}|{FOURTH}00)"
LATE, LAST, ANY = "(?:0[13-9]|1[0-2])-(?:29|30)", "(?:0[13578]|1[02])-31", "(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
SECOND = f"(?:{LEAP}-02-29|[0-9]{{4}}-(?:{ANY}|{LATE}|{LAST}))T{CLOCK}:[0-5][0-9]"
UUID, LINE, form = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]{1,400}", re.compile
utc, rfc3339 = form(SECOND + r"\.[0-9]{3}Z"), form(SECOND + rf"(?:\.[0-9]{{1,9}})?(?:Z|[+-]{CLOCK})")
some, text, line, uuid = form("(?s:.)+"), form("(?s:.)*"), form(LINE), form(UUID)
kind, number, audience = form(r"[a-z]+\.[a-z-]+"), form("MJ-[0-9A-F]{24}"), form("public|party:[0-9A-HJ-NP-RTUWXY]{18}")
hex16, hex32, hex64 = (form(f"[0-9a-f]{{{length}}}") for length in (32, 64, 128))
count, nodes = range(MAX_COUNT + 1), [hex32, 0, 64]

def an_object(value): return isinstance(value, dict)
def row_form(row): return an_object(row) and next((form for key, form in ROWS.items() if key in row), SEALED)
def other_form(other): return other is None or dict(mapKey=hex32, size=count[1:], root=hex32)
def own_fact(kind, payload):
    return dict(PROVEN, fact=dict(FACT, kind=form(rf"witness\.{kind}"), version=range(1, 2), payload=payload))
def record_form(record):
    is_gone = an_object(record) and record.get("type") == "gone"
    return record is None or (hex32 if isinstance(record, str) else GONE if is_gone else RELEASED)

FACT = dict(id=uuid, kind=kind, version=count[1:], source=some, sourceId=some, subject=line, occurredAt=utc,
            corrects=(form(f"(?i:{UUID})"),), contentHash=hex32, payload=an_object)
PROVEN = dict(salt=hex16, leafIndex=count, fact=FACT, proof=nodes)
LOG, HEAD = dict(origin=line, vkey=line), dict(format=some, certificateId=number, checkpoint=text)
FORM_1 = dict(HEAD, subject=line, title=some, audience=audience, issuedAt=rfc3339, log=LOG,
              facts=[dict(recordedAt=rfc3339, **PROVEN), 1, MAX_COUNT])
SEALED, ANYBODY = dict(digest=hex64), form(f"{audience.pattern}|(?=(?:court|discipline):.){LINE}")
SHOWN = dict(SEALED, kind=kind, leafIndex=count, occurredAt=utc, recordedAt=utc)
ROWS = dict(kind=SHOWN, blank=dict(blank=hex32), gone=dict(gone=hex64))
SEAL = dict(audience=ANYBODY, title=line, scope=form("whole|chosen"), rows=range(16, MAX_ROWS + 1, 16), shown=count,
            root=hex32, supersedes=(number,))
FORM_2 = dict(HEAD, policy=(text,), seal=own_fact("certificate-issued", SEAL), rows=[row_form, 1, MAX_ROWS], log=LOG,
              entries=([dict(row=count, **PROVEN), 0, MAX_COUNT],), rest=([hex32, 1, 64],),
              roots=(own_fact("roots-recorded", an_object),), anchors=([an_object, 1, 16],))
RELEASED = dict(type=form("released"), id=uuid, kind=kind, subject=line, occurredAt=utc, part=form("whole|fields"),
                payload=an_object, salt=hex16)
GONE = dict(type=form("gone"), id=uuid, entry=count, at=utc, state=form("corrected|withdrawn|expired|closed"),
            by=(uuid,), publicReason=(some,))
ANSWER = dict(format=some, key=form(f"(?=(?:process|firm|department):.){LINE}"), size=count, root=hex32,
              checkpoint=text, vkey=line, signedAt=utc, policy=(text,), roots=PROVEN,
              records=[record_form, 0, MAX_COUNT], mapProof=dict(siblings=[hex32, 0, 256], other=other_form))
FORMS = {"mingjing-certificate/1": FORM_1, "mingjing-certificate/2": FORM_2, "mingjing-answer/1": ANSWER}

def check_form(value, form, family, path=""):
    form = form[0] if isinstance(form, tuple) else form(value) if callable(form) else form
    if isinstance(form, dict) and isinstance(value, dict):
        for key in value:
            refuse(key not in form, f"{family}.unknown-key", path=f"{path}.{key}")
        for key, inside in form.items():
            refuse(key not in value and not isinstance(inside, tuple), f"{family}.missing-key", path=f"{path}.{key}")
        for key in filter(value.__contains__, form):
            check_form(value[key], form[key], family, f"{path}.{key}")
    elif isinstance(form, list) and isinstance(value, list) and form[1] <= len(value) <= form[2]:
        for position, item in enumerate(value):
            check_form(item, form[0], family, f"{path}[{position}]")
    else:
        is_number = isinstance(form, range) and type(value) is int and value in form
        is_text = isinstance(form, re.Pattern) and isinstance(value, str) and form.fullmatch(value)
        refuse(not (is_number or is_text or form is True), f"{family}.wrong-value", path=path)

def known_form(value, family):
    """A value in its form; a reader who names no family takes certificates and answers."""
    name = str(value.get("format") if isinstance(value, dict) else None)
    family = family or ("answer" if name.startswith("mingjing-answer/") else "certificate")
    refuse(not name.startswith(f"mingjing-{family}/"), f"{family}.not-a{'n' * (family == 'answer')}-{family}")
    refuse(name not in FORMS or name != value["format"], f"{family}.unknown-format", format=name)
    check_form(value, FORMS[name], family)
    refuse(("rest" if "entries" in value else "anchors") in value, f"{family}.unknown-key")  # paper has no entries
    return value

# ---- What must hold ----
class Report:
    """The checks in their order; the code is that of the first that fails."""
    def __init__(self):
        self.checks, self.log = [], None

    def check(self, name, code, action, *arguments):
        """Makes one check; what it answers is None when it fails."""
        answer, ok, params = None, True, {}
        try:
            answer = action(*arguments)
        except Fault as fault:
            ok, (code, params) = False, fault.args
        self.checks.append({"id": name, "ok": ok, "code": code, "params": params})
        return answer

    def result(self, good):
        first = next((check for check in self.checks if not check["ok"]), {"ok": True, "code": good, "params": {}})
        verdict = "valid" if first["ok"] else "unreadable" if UNREADABLE.fullmatch(first["code"]) else "refused"
        log = self.log and {**self.log, "root": self.log["root"].hex()}
        return {"verdict": verdict, "code": first["code"], "params": first["params"], "checks": self.checks, "log": log}

def leaf_data(entry):
    salted = bytes.fromhex(entry["salt"]) + jcs(entry["fact"]).encode()
    return sha256(salted) + sm3(salted)

def row_hash(row): return bytes.fromhex(row["blank"]) if "blank" in row else leaf_hash(jcs(row).encode())
def unhex(texts): return list(map(bytes.fromhex, texts))

def check_signature(log, checkpoint):
    (name, key_id), _ = read_vkey(log["vkey"])
    origin, size, root, _ = read_checkpoint(read_note(checkpoint)[0])
    refuse(not log["origin"] == name == origin, "certificate.origin-mismatch", origin=log["origin"], signed=origin)
    open_note(checkpoint, log["vkey"])
    return {"origin": origin, "keyId": key_id, "size": size, "root": root}

def check_trusted(vkey, trusted):
    with renamed("certificate.trusted-key-malformed"):
        list(map(read_vkey, trusted))
    refuse(vkey not in trusted, "certificate.key-not-trusted")

def check_cosignatures(value, trusted_policy):
    refuse(trusted_policy not in (None, value.get("policy")), "certificate.policy-not-trusted")
    logs, quorum = read_policy(value["policy"], value["checkpoint"])
    refuse(logs and value["log"]["vkey"] not in logs, "policy.log-unknown")
    refuse(not quorum, "certificate.awaiting-cosignature")

def check_anchors(anchors, log):
    """The hash and the place in this log; the receipt's own signature is left to the first verifier."""
    refuse(log is None, "fact.log-not-verified")
    for anchor in anchors:
        with renamed("anchor.malformed"):
            check_form(anchor, dict(checkpoint=some, consistency=nodes, receipt=an_object), "anchor")
            origin, size, root, more = read_checkpoint(anchor["checkpoint"])
            refuse(more, "anchor.malformed")
        digest = sm3 if anchor["receipt"].get("algorithm") == "sm3" else sha256
        refuse(digest(anchor["checkpoint"].encode()).hex() != anchor["receipt"].get("hash"), "anchor.hash-mismatch")
        refuse(origin != log["origin"], "anchor.other-log", origin=origin)
        refuse(size > log["size"], "anchor.newer-than-head", size=size)
        with renamed("anchor.other-history", size=size):
            consistency(size, root, log["size"], log["root"], unhex(anchor["consistency"]))

def check_subject(entries, subject, rows):
    """One subject (if any), no fact and no leaf twice; with rows, every entry is that of its row, and the rows rise."""
    ids, leaves, before = [], [row["leafIndex"] for row in rows or [] if "leafIndex" in row], -1
    refuse(len(set(leaves)) < len(leaves), "certificate.duplicate-leaf")
    for position, entry in enumerate(entries, 1):
        fact, leaf = entry["fact"], entry["leafIndex"]
        refuse(subject not in (None, fact["subject"]), "certificate.subject-mismatch", position=position)
        if rows is not None:
            row = rows[entry["row"]] if before < entry["row"] < len(rows) else {}
            before, stated = entry["row"], {"leafIndex": leaf, "kind": fact["kind"], "occurredAt": fact["occurredAt"]}
            refuse(not stated.items() <= row.items(), "certificate.row-mismatch", position=position)
        refuse(fact["id"] in ids, "certificate.duplicate-fact", position=position)
        ids.append(fact["id"])
        refuse(rows is None and leaf in leaves, "certificate.duplicate-leaf", position=position)
        leaves.extend([leaf] if rows is None else [])

def check_rows(rows, payload, rest):
    """As many rows and in the order that the seal says; its root is over them, or reached from the first 16."""
    total, shown, expected = payload["rows"], payload["shown"], 16 if rest else payload["rows"]
    refuse(len(rows) != expected or shown > total, "certificate.row-count", rows=len(rows), sealed=total)
    for at, row in enumerate(rows, 1):
        refuse("blank" not in row and ("kind" in row) != (at <= shown), "certificate.row-order", position=at)
    with renamed("certificate.rows-root-mismatch", rows=total):
        inclusion(tree_root([*map(row_hash, rows)]), 0, total // len(rows), unhex(rest), bytes.fromhex(payload["root"]))

def check_fingerprint(entry, code="fact.content-hash-mismatch", **params):
    content = {key: entry["fact"][key] for key in ("kind", "source", "sourceId", "subject", "occurredAt", "payload")}
    refuse(sha256(jcs(content).encode()).hex() != entry["fact"]["contentHash"], code, **params)

def check_fingerprints(proven, rows):
    for prefix, position, entry in proven:
        check_fingerprint(entry, (prefix + "hash-mismatch").replace("fact.", "fact.content-"), position=position)
        if "row" in entry:
            found = [row.get("digest") for row in rows[entry["row"] :][:1]]
            refuse(found != [leaf_data(entry).hex()], "fact.digest-mismatch", position=position)

def check_in_log(log, entry, code, **params):
    refuse(log is None, "fact.log-not-verified")
    refuse(code == "fact.not-in-log" and entry["leafIndex"] >= log["size"], "fact.index-beyond-tree", **params)
    with renamed(code, **params):
        inclusion(leaf_hash(leaf_data(entry)), entry["leafIndex"], log["size"], unhex(entry["proof"]), log["root"])

def check_inclusions(proven, log):
    for prefix, position, entry in proven:
        check_in_log(log, entry, prefix + "not-in-log", position=position)

def verify_certificate(report, value, trusted, policy):
    seal, rows, entries = value.get("seal"), value.get("rows"), value.get("facts", value.get("entries", []))
    proven = [(f"certificate.{name}-", 0, value[name]) for name in ("seal", "roots") if name in value]
    proven += [("fact.", position, entry) for position, entry in enumerate(entries, 1)]
    unnumbered = {key: value[key] for key in value if key != "certificateId"}
    digest = seal["fact"]["contentHash"] if seal else sha256(jcs(unnumbered).encode()).hex()
    check, is_other = report.check, value["certificateId"] != "MJ-" + digest[:24].upper()
    check("number", "certificate.number-matches", refuse, is_other, "certificate.number-mismatch")
    report.log = check("signature", "note.signed", check_signature, value["log"], value["checkpoint"])
    if trusted is not None:
        check("key", "certificate.key-trusted", check_trusted, value["log"]["vkey"], trusted)
    if "policy" in value or policy is not None:
        check("cosignatures", "certificate.cosigned", check_cosignatures, value, policy)
    if "anchors" in value:
        check("anchors", "certificate.anchored", check_anchors, value["anchors"], report.log)
    subject, found = (seal["fact"] if seal else value)["subject"], "certificate.subject-matches"
    if seal and seal["fact"]["payload"]["scope"] == "chosen":
        subject, found = None, "certificate.chosen-distinct"
    check("subject", found, check_subject, entries, subject, rows)
    if seal:
        check("rows", "certificate.rows-match", check_rows, rows, seal["fact"]["payload"], value.get("rest", []))
    check("fingerprints", "certificate.fingerprints-match", check_fingerprints, proven, rows)
    check("inclusion", "certificate.facts-in-log", check_inclusions, proven, report.log)
    if seal:
        is_early = any(row.get("leafIndex", -1) >= seal["leafIndex"] for row in rows)
        check("order", "certificate.seal-last", refuse, is_early, "certificate.seal-too-early")
    return "certificate.valid"

# ---- Answers about what is public, with their proof in the map ----
def map_leaf(map_key, size, root): return leaf_hash(map_key + size.to_bytes(8, "big") + root)
def map_root(key, size, root, siblings, other):
    """The root of the map that has this value under the key; size 0: that has not this key."""
    own, depth = sha256(b"mingjing-map/1\n", key.encode()), len(siblings)
    bits, end = int.from_bytes(own, "big"), map_leaf(own, size, root) if size else bytes(32)
    refuse((size and other) or (size == 0 and root != sha256()), "map.bad-proof")
    if other:
        beside = bytes.fromhex(other["mapKey"])
        refuse(beside == own or (int.from_bytes(beside, "big") ^ bits) >> (256 - depth), "map.bad-proof")
        end = map_leaf(beside, other["size"], bytes.fromhex(other["root"]))
    return climb(end, siblings, [bits >> (256 - depth + level) & 1 for level in range(depth)])

def check_roots(entry, log):
    fact, origin = entry["fact"], log and log["origin"]
    with renamed("roots.malformed"):
        check_form(fact["payload"], dict(size=count, sm3Root=hex32, mapRoot=hex32), "roots")
        check_fingerprint(entry)
    refuse(log is None, "answer.log-not-verified")
    refuse(fact["kind"] != "witness.roots-recorded" or fact["subject"] != f"log:{origin}", "roots.malformed")
    refuse(fact["payload"]["size"] > entry["leafIndex"], "roots.misplaced")
    check_in_log(log, entry, "answer.roots-not-in-log")

def check_map(answer, payload):
    stated, proof, root = str(payload.get("mapRoot")), answer["mapProof"], bytes.fromhex(answer["root"])
    refuse(not hex32.fullmatch(stated), "answer.map-not-verified")
    with renamed("answer.not-in-map"):
        found = map_root(answer["key"], answer["size"], root, unhex(proof["siblings"]), proof["other"])
        refuse(found.hex() != stated, "answer.not-in-map")

def check_records(answer):
    records, size, (family, _, name) = answer["records"], answer["size"], answer["key"].partition(":")
    refuse(None in records, "answer.record-missing")
    refuse(len(records) != size, f"answer.records-too-{'few' if len(records) < size else 'many'}", size=size)
    hashes = [bytes.fromhex(one) if isinstance(one, str) else leaf_hash(jcs(one).encode()) for one in records]
    refuse(tree_root(hashes).hex() != answer["root"], "answer.records-differ")
    subjects = {one.get("subject", name) for one in records if isinstance(one, dict)}
    refuse(family == "process" and subjects - {name}, "answer.other-subject")

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
    return "answer.proved" if answer["size"] else "answer.proved-absent"

# ---- The command ----
def verify(data, trusted=None, family=None, policy=None):
    """The report on a file or its bytes; `trusted` and `policy` are the keys and the policy that the reader names."""
    report = Report()
    value = report.check("file", "file.read", read_json, data)
    if not report.checks[0]["ok"] or not report.check("format", "certificate.format-known", known_form, value, family):
        return report.result("")
    if value["format"] == "mingjing-answer/1":
        return report.result(verify_answer(report, value, trusted))
    return report.result(verify_certificate(report, value, trusted, policy))

def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--key", action="append", help="accept this key of the log only (may be repeated)")
    parser.add_argument("--policy", help="file with the policy that the certificate must carry")
    parser.add_argument("--json", action="store_true", help="one line of JSON per file")
    options = parser.parse_args()
    verdicts, policy = set(), options.policy and open(options.policy, encoding="utf-8", newline="").read()
    for path in options.files:
        result = verify(path, options.key, policy=policy)
        verdicts.add(result["verdict"])
        failing = [f"\n  {check['id']}: {check['code']}" for check in result["checks"] if not check["ok"]]
        text = f"{path}: {result['verdict']} ({result['code']})" + "".join(failing)
        print(json.dumps({"file": path, **result}, ensure_ascii=False) if options.json else text)
    return 1 if "refused" in verdicts else 3 if "unreadable" in verdicts else 0

if __name__ == "__main__":
    sys.exit(main())
