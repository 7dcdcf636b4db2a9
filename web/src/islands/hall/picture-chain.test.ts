import { expect, test } from "vitest";

import { linkRecord, sha256 } from "../../../../cameras/src/chain.ts";
import { checkPicture, pictureChainValue, readPictureChain } from "./picture-chain.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

function recording() {
  const files = new Map([["a/init.mp4", bytesOf("init")]]);
  const records = [];
  let previous: string | undefined;
  for (const number of [1, 2, 3]) {
    const segment = bytesOf(`segment ${number}`);
    files.set(`a/${number}.m4s`, segment);
    const metadata = {
      camera: "开标一室",
      run: "a",
      number,
      startAt: number * 1000,
      endAt: number * 1000 + 1000,
      bytes: segment.length,
      initHash: sha256(bytesOf("init")),
      isCut: false,
    };
    const record = linkRecord(metadata, sha256(segment), previous);
    previous = record.chain;
    records.push(record);
  }
  return { files, records, load: async (file: string) => files.get(file) };
}

test("the browser's chain values are those of the cameras", async () => {
  const { records, load } = recording();
  for (const record of records) expect(await pictureChainValue(record)).toBe(record.chain);
  const read = readPictureChain(records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  const chain = records.at(-1)?.chain;
  expect(await checkPicture(read, { load })).toEqual({ is: "equal", segments: 3, chain });
});

test("names the first segment that was changed, lost or taken out", async () => {
  const { files, records, load } = recording();
  expect(await checkPicture(records.toSpliced(1, 1), { load })).toEqual({
    is: "changed",
    number: 2,
  });
  files.set("a/2.m4s", bytesOf("segment x"));
  expect(await checkPicture(records, { load })).toEqual({ is: "changed", number: 2 });
  files.delete("a/1.m4s");
  expect(await checkPicture(records, { load })).toEqual({ is: "changed", number: 1 });
});

test("a chain that was made anew is not the one that was sealed", async () => {
  const { records, load } = recording();
  const sealed = records[1]?.chain;
  expect(await checkPicture(records, { load, sealed })).toMatchObject({ is: "equal", segments: 3 });
  expect(await checkPicture(records, { load, sealed: "1".repeat(64) })).toEqual({
    is: "other",
    chain: records.at(-1)?.chain,
  });
  // Cut off before the sealed value: whole in itself, and not what was sealed.
  expect(await checkPicture(records.slice(0, 1), { load, sealed })).toMatchObject({ is: "other" });
});
