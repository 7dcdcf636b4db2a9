"""JSON lines { name, bytes, keys, policy, family } in, verdicts of the second verifier out: for comparing the two."""
import base64
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "independent"))

import verify  # noqa: E402

for request in map(json.loads, sys.stdin):
    data = base64.b64decode(request["bytes"])
    result = verify.verify(data, request.get("keys"), request.get("family"), request.get("policy"))
    print(json.dumps({"verdict": result["verdict"], "code": result["code"]}))
