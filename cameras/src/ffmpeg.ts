/** How ffmpeg is called for one camera: the picture is copied, never encoded again; only drawn ones are encoded. */
import type { CameraInput } from "./input.ts";

/** What a camera sends, as ffprobe tells. */
export interface CameraStreams {
  /** Name of the codec, such as `h264` or `hevc`. */
  readonly video: string;
  /** Name of the codec, such as `aac` or `pcm_alaw`; undefined: no sound. */
  readonly audio: string | undefined;
}

/** Longest part of a GOP in one fragment: what a viewer waits for on top of encoder and network. */
const FRAGMENT_MICROSECONDS = 100_000;
/** A socket that is silent so long is lost. */
const SILENCE_MICROSECONDS = 5_000_000;
/** Sound that lags may hold back pictures so long and no longer. */
const INTERLEAVE_MICROSECONDS = 200_000;

const words = (line: string): string[] => line.split(" ");

/** A camera says in its SDP what it sends: a second of it is enough to believe it. */
const PROBING = "-analyzeduration 1000000 -probesize 1000000 -fpsprobesize 0";

/** What stands before and after `-i`; the address comes last, for `-rtsp_transport` and `-timeout` are known to RTSP alone. */
function inputOf(input: CameraInput): string[] {
  if (input.kind === "drawn") {
    const { width, height, rate } = input;
    return words(`-f rawvideo -pix_fmt rgb24 -s ${width}x${height} -r ${rate} -i pipe:0`);
  }
  if (input.kind === "stream") return words(`${PROBING} -f mpeg -i pipe:0`);
  const { url } = input;
  const isRtsp = /^rtsps?:/i.test(url);
  const rtsp = `-rtsp_transport tcp -timeout ${SILENCE_MICROSECONDS} -allowed_media_types video+audio`;
  return [...words(PROBING), ...(isRtsp ? words(rtsp) : []), "-i", url];
}

export const probeParameters = (input: CameraInput): string[] => [
  ...words("-v error -show_entries stream=codec_type,codec_name -of json"),
  ...inputOf(input),
];

interface ProbeAnswer {
  readonly streams?: readonly { readonly codec_type?: string; readonly codec_name?: string }[];
}

/** undefined: the camera sends no picture, or the answer is no answer. */
export function parseProbe(text: string): CameraStreams | undefined {
  let answer: ProbeAnswer;
  try {
    answer = JSON.parse(text) as ProbeAnswer;
  } catch {
    return undefined;
  }
  const codec = (type: string) =>
    answer.streams?.find((one) => one.codec_type === type)?.codec_name;
  const video = codec("video");
  return video === undefined ? undefined : { video, audio: codec("audio") };
}

/** AAC is copied; players know no G.711, so it and all else becomes AAC. */
function audioParameters(audio: string | undefined): string[] {
  if (audio === undefined) return ["-an"];
  if (audio === "aac") return words("-map 0:a:0 -c:a copy");
  return words("-map 0:a:0 -c:a aac -b:a 48k");
}

/** A keyframe a second, so that who joins waits no longer. */
const encoding = (rate: number): string =>
  `-c:v libx264 -preset ultrafast -tune zerolatency -pix_fmt yuv420p -crf 30 -g ${rate} -threads 1`;

/**
 * Fragments of a tenth of a second, cut at each keyframe. `skip_trailer`: without it the process remembers every fragment
 * for an index at the end and grows for ever.
 */
export function recordParameters(input: CameraInput, { video, audio }: CameraStreams): string[] {
  const flags = "frag_keyframe+empty_moov+default_base_moof+skip_trailer";
  const tag = video === "hevc" ? ["-tag:v", "hvc1"] : [];
  // Titles of a camera's session are no part of what is recorded.
  const plain = words("-map_metadata -1 -fflags +bitexact");
  const pace = `-max_interleave_delta ${INTERLEAVE_MICROSECONDS} -flush_packets 1`;
  return [
    ...words("-hide_banner -loglevel error -fflags +nobuffer -flags low_delay"),
    ...(input.kind === "rtsp" ? ["-nostdin"] : []),
    ...inputOf(input),
    ...words(`-map 0:v:0 ${input.kind === "drawn" ? encoding(input.rate) : "-c:v copy"}`),
    ...tag,
    ...audioParameters(audio),
    ...plain,
    // The camera's clock before each fragment, where its sender reports tell it.
    ...(input.kind === "rtsp" ? words("-write_prft wallclock") : []),
    ...words(`${pace} -movflags ${flags} -frag_duration ${FRAGMENT_MICROSECONDS} -f mp4 pipe:1`),
  ];
}
