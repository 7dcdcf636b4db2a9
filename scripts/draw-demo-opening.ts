/**
 * Draws the picture of the demo city's past openings anew: `node scripts/draw-demo-opening.ts`, with ffmpeg on the machine. The film is
 * committed, so that they play without it: a host's desk that is plainly a drawing, with the time since the deadline in its corner, one picture
 * every five seconds, a segment every thirty.
 */
import { spawn } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { createFragmentReader } from "../cameras/src/index.ts";
import { drawScene } from "../simulate/src/index.ts";

const TARGET = fileURLToPath(new URL("../simulate/pictures/opening-desk.mp4", import.meta.url));
const SIZE = { width: 320, height: 180 } as const;
const PICTURE_SECONDS = 5;
const SEGMENT_SECONDS = 30;
const LENGTH_SECONDS = 48 * 60;

const parameters = [
  `-hide_banner -loglevel error -y -f rawvideo -pix_fmt rgb24 -s ${SIZE.width}x${SIZE.height}`,
  `-framerate 1/${PICTURE_SECONDS} -i pipe:0 -an -c:v libx264 -preset veryslow -tune animation -pix_fmt yuv420p -crf 36`,
  `-bf 0 -g ${SEGMENT_SECONDS / PICTURE_SECONDS} -keyint_min ${SEGMENT_SECONDS / PICTURE_SECONDS} -sc_threshold 0 -threads 1`,
  // No encoder's name, no date: the same pictures make the same bytes on the same ffmpeg.
  "-bsf:v filter_units=remove_types=6 -map_metadata -1 -fflags +bitexact -flags:v +bitexact",
  "-movflags frag_keyframe+empty_moov+default_base_moof+skip_trailer -f mp4",
].flatMap((line) => line.split(" "));

const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
const elapsed = (seconds: number): string =>
  `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;

const draft = `${TARGET}.new`;
const ffmpeg = spawn(process.env["MINGJING_FFMPEG"] ?? "ffmpeg", [...parameters, draft], {
  stdio: ["pipe", "inherit", "inherit"],
});
const ended = new Promise<number | null>((resolve, reject) => {
  ffmpeg.on("error", reject);
  ffmpeg.on("close", resolve);
});
for (let seconds = 0; seconds < LENGTH_SECONDS; seconds += PICTURE_SECONDS) {
  const picture = drawScene("hostDesk", seconds * 1000, { ...SIZE, caption: elapsed(seconds) });
  if (!ffmpeg.stdin.write(picture)) await new Promise((go) => ffmpeg.stdin.once("drain", go));
}
ffmpeg.stdin.end();
if ((await ended) !== 0) throw new Error("ffmpeg failed");
const parts: Buffer[] = [];
const reader = createFragmentReader({
  init: ({ bytes }) => parts.push(bytes),
  fragment: ({ bytes }) => parts.push(bytes),
});
reader.push(await readFile(draft));
await rm(draft);
const film = Buffer.concat(parts);
// Names of programs and dates would stand there.
for (const mark of ["udta", "x264 -"])
  if (film.includes(mark)) throw new Error(`the film holds ${mark}`);
await writeFile(TARGET, film);
process.stdout.write(`${TARGET}: ${film.length} bytes, ${parts.length - 1} segments\n`);
