"""Tests of the second verifier over the public vectors: python3 -m unittest discover -s verifier/independent"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import sm2  # noqa: E402
import verify  # noqa: E402

VECTORS = HERE.parent / "vectors"
SHARED = HERE.parents[2] / "shared" / "data"
hexed = bytes.fromhex


def vectors(name):
    if name in ("answer", "map") and not (VECTORS / f"{name}.json").exists():
        raise unittest.SkipTest(f"absent: {name}.json")
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def code_of(good, action):
    """The code of a check that answers by a fault."""
    try:
        action()
    except verify.Fault as fault:
        return fault.code
    return good


class Vectors(unittest.TestCase):
    def agree(self, name, code_for, least):
        found = vectors(name)
        self.assertGreaterEqual(len(found), least)
        for vector in found:
            with self.subTest(vector["name"]):
                self.assertEqual(code_for(vector["input"], vector["expected"]), vector["expected"]["code"])

    def test_every_file_of_vectors_is_used(self):
        # Clips (mingjing-clip/1) are of the first verifier only.
        used = "answer canonical-json certificate checkpoint clip cosignature ed25519 map merkle sha256 sha512 signed-note sm2 sm3".split()
        self.assertLessEqual({path.stem for path in VECTORS.glob("*.json")}, set(used))

    def test_hashes(self):
        ours = {"sha256": lambda data: verify.sha256(data), "sm3": verify.sm3,
                "sha512": lambda data: verify.hashlib.sha512(data).digest()}
        for name, digest in ours.items():
            for vector in vectors(name):
                with self.subTest(f"{name}: {vector['name']}"):
                    self.assertEqual(digest(hexed(vector["input"]["data"])).hex(), vector["expected"]["digest"])

    def test_ed25519(self):
        self.agree("ed25519", lambda given, _: verify.ed25519(
            hexed(given["publicKey"]), hexed(given["message"]), hexed(given["signature"])), 14)

    def test_ed25519_takes_less_than_a_tenth_of_a_second(self):
        vector = vectors("ed25519")[2]["input"]
        start = time.perf_counter()
        verify.ed25519.__wrapped__(*(hexed(vector[key]) for key in ("publicKey", "message", "signature")))
        self.assertLess(time.perf_counter() - start, 0.1)

    def test_sm2(self):
        def code_for(given, _):
            signer = [given["id"].encode()] if "id" in given else []
            return sm2.sm2(hexed(given["publicKey"]), hexed(given["message"]), hexed(given["signature"]), *signer)
        self.agree("sm2", code_for, 16)

    def test_canonical_json(self):
        def code_for(given, expected):
            def action():
                text = verify.jcs(verify.Reader(given["text"], strict=False).document())
                self.assertEqual(text, expected["canonical"])
            return code_of("ok", action)
        self.agree("canonical-json", code_for, 6)

    def test_notes(self):
        self.agree("signed-note", lambda given, _: code_of(
            "note.signed", lambda: verify.open_note(given["note"], given["vkey"])), 15)

    def test_checkpoints(self):
        def code_for(given, expected):
            def action():
                origin, size, root, extensions = verify.read_checkpoint(verify.read_note(given["note"])[0])
                found = {"origin": origin, "size": size, "root": root.hex(), "extensions": extensions}
                self.assertEqual({"ok": True, "code": "ok", **found}, expected)
            return code_of("ok", action)
        self.agree("checkpoint", code_for, 11)

    def test_merkle(self):
        def code_for(given, _):
            proof = [hexed(node) for node in given["proof"]]
            if given["type"] == "inclusion":
                leaf, root = verify.leaf_hash(hexed(given["leafData"])), hexed(given["root"])
                place = given["index"], given["size"]
                return code_of("merkle.included", lambda: verify.inclusion(leaf, *place, proof, root))
            heads = given["size1"], hexed(given["root1"]), given["size2"], hexed(given["root2"])
            return code_of("merkle.consistent", lambda: verify.consistency(*heads, proof))
        self.agree("merkle", code_for, 35)

    def test_certificates(self):
        def code_for(given, expected):
            result = verify.verify(given["text"].encode(), given.get("trustedKeys"))
            self.assertEqual(result["verdict"], expected["verdict"])
            return result["code"]
        self.agree("certificate", code_for, 33)


    def test_cosignatures(self):
        def code_for(given, expected):
            def action():
                self.assertEqual(verify.cosigned_at(given["note"], given["vkey"]), expected["timestamp"])
            return code_of("ok", action)
        self.agree("cosignature", code_for, 12)

    def test_answers(self):
        def code_for(given, expected):
            result = verify.verify(given["text"].encode(), given.get("trustedKeys"), "answer")
            self.assertEqual(result["verdict"], expected["verdict"])
            return result["code"]
        self.agree("answer", code_for, 30)

    def test_the_map(self):
        def code_for(given, _):
            def action():
                siblings = [hexed(node) for node in given["siblings"]]
                root = verify.map_root(given["key"], given["size"], hexed(given["root"]), siblings, given["other"])
                verify.refuse(root.hex() != given["mapRoot"], "map.root-mismatch")
            return code_of("map.included" if given["size"] else "map.absent", action)
        self.agree("map", code_for, 24)


class Trees(unittest.TestCase):
    """Every inclusion and consistency proof of small trees, made by the definitions of RFC 6962 §2.1."""

    @staticmethod
    def split(size):
        return 1 << (size - 1).bit_length() - 1

    def path(self, index, leaves):
        if len(leaves) == 1:
            return []
        k = self.split(len(leaves))
        if index < k:
            return [*self.path(index, leaves[:k]), verify.tree_root(leaves[k:])]
        return [*self.path(index - k, leaves[k:]), verify.tree_root(leaves[:k])]

    def subproof(self, size, leaves, whole):
        if size == len(leaves):
            return [] if whole else [verify.tree_root(leaves)]
        k = self.split(len(leaves))
        if size <= k:
            return [*self.subproof(size, leaves[:k], whole), verify.tree_root(leaves[k:])]
        return [*self.subproof(size - k, leaves[k:], False), verify.tree_root(leaves[:k])]

    def test_all_of_them(self):
        leaves = [verify.leaf_hash(bytes([i])) for i in range(40)]
        for size in range(1, 41):
            root = verify.tree_root(leaves[:size])
            for at in range(size):
                path = self.path(at, leaves[:size])
                verify.inclusion(leaves[at], at, size, path, root)
                old = verify.tree_root(leaves[: at + 1])
                proof = self.subproof(at + 1, leaves[:size], True)
                verify.consistency(at + 1, old, size, root, proof)
                with self.assertRaises(verify.Fault):
                    verify.inclusion(leaves[at], at, size, [*path, root], root)
                with self.assertRaises(verify.Fault):
                    verify.consistency(at + 1, old, size, root, [*proof, root])

    def test_nothing_is_in_an_empty_tree(self):
        with self.assertRaises(verify.Fault):
            verify.inclusion(verify.leaf_hash(b""), 0, 0, [], verify.tree_root([]))
        with self.assertRaises(verify.Fault):
            verify.consistency(0, verify.tree_root([]), 1, verify.leaf_hash(b""), [])


class PublicData(unittest.TestCase):
    """Data of others beside the repository; where it is absent, the run says so."""

    def folder(self, *names):
        path = SHARED.joinpath(*names)
        if not path.is_dir():
            self.skipTest(f"absent: {path}")
        return path

    def test_the_log_of_tessera(self):
        log = self.folder("tessera-log", "testdata", "log")
        vkey = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
        bundle, entries = (log / "tile" / "entries" / "000.p" / "15").read_bytes(), []
        while bundle:
            size = int.from_bytes(bundle[:2], "big")
            entries.append(bundle[2 : 2 + size])
            bundle = bundle[2 + size :]
        leaves = [verify.leaf_hash(entry) for entry in entries]
        self.assertEqual(b"".join(leaves), (log / "tile" / "0" / "000.p" / "15").read_bytes())
        for size in range(16):
            note = (log / f"checkpoint.{size}").read_text(encoding="utf-8")
            found = verify.read_checkpoint(verify.open_note(note, vkey))
            self.assertEqual(found[:3], ("example.com/log/testdata", size, verify.tree_root(leaves[:size])))

    def test_the_vectors_of_rfc_8785(self):
        data = self.folder("jcs-rfc8785", "testdata")
        inputs = sorted((data / "input").glob("*.json"))
        self.assertEqual(len(inputs), 6)
        for path in inputs:
            value = verify.Reader(path.read_text(encoding="utf-8"), strict=False).document()
            expected = (data / "output" / path.name).read_bytes().rstrip(b"\n")
            self.assertEqual(verify.jcs(value).encode(), expected, path.name)


class Command(unittest.TestCase):
    def run_on(self, text, keys):
        with tempfile.NamedTemporaryFile(suffix=".mjcert.json") as file:
            file.write(text.encode())
            file.flush()
            command = [sys.executable, str(HERE / "verify.py"), file.name, "--json", *(f"--key={key}" for key in keys)]
            return subprocess.run(command, capture_output=True, text=True, check=False)

    def test_exit_codes(self):
        genuine, *_, last = found = vectors("certificate")
        refused = next(vector for vector in found if vector["expected"]["verdict"] == "refused")
        for status, vector in {0: genuine, 1: refused, 3: last}.items():
            result = self.run_on(vector["input"]["text"], vector["input"].get("trustedKeys", []))
            self.assertEqual(result.returncode, status, result.stdout + result.stderr)
            self.assertEqual(json.loads(result.stdout)["code"], vector["expected"]["code"])

    def test_it_stays_one_file_that_can_be_read_in_an_hour(self):
        lines = (HERE / "verify.py").read_text(encoding="utf-8").splitlines()
        self.assertLessEqual(len(lines), 800)


if __name__ == "__main__":
    unittest.main()
