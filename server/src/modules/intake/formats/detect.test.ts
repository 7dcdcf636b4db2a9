import { expect, test } from "vitest";

import { formatOfText } from "./detect.ts";

test.each([
  [
    '{"kind":"procurement.x","sourceId":"1","subject":"lot:1","occurredAt":"x","payload":{}}\n',
    "a.ndjson",
    "facts",
  ],
  [
    '{"kind":"procurement.x","sourceId":"1","subject":"lot:1","payload":{"records":[1],"ocid":"x"}}\n',
    "a.ndjson",
    "facts",
  ],
  ['\uFEFF{\n "uri": "x",\n "releases": [', "a.json", "ocds"],
  ['{"ocid":"ocds-1","id":"1"}', "a.jsonl", "ocds"],
  ['{"publisher":{},"versionedRelease":{}}', "a", "ocds"],
  ['{"meta":{},"items":[{"title":"x","content_text":"y"}]}', "a.json", "ggzy-notices"],
  ["lot;firm\n1;x", "a.txt", "csv"],
  ["one\n", "a.csv.gz", "csv"],
  ['{"a":1}', "a.json", undefined],
  ["plain words", "a.txt", undefined],
])("%s in %s is %s", (text, path, format) => {
  expect(formatOfText(text, path)).toBe(format);
});
