/** A recorder that a test can kill: url and folder are given; prints each event as a line of JSON. */
import { openCamera } from "../src/index.ts";

const [url = "", dir = ""] = process.argv.slice(2);
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

await openCamera({
  input: { kind: "rtsp", url },
  dir,
  camera: "room",
  now: Date.now,
  segmentSeconds: 2,
  onEvent: say,
  onState: say,
  onPicture: say,
  onPictureFailure: (why) => say({ kind: "pictureFailure", why }),
});
