/** One camera: what its process gives goes to the record, to viewers and to the watch over its picture. */
import { CameraClock } from "./camera-clock.ts";
import type { CameraInput } from "./input.ts";
import { watchKeyPictures } from "./key-pictures.ts";
import { createLive, type Live } from "./live.ts";
import { type PictureFinding, PictureWatch } from "./picture-watch.ts";
import { RecorderFan, type Recording } from "./recorder-fan.ts";
import { createRecorder, type RecorderOptions } from "./recorder.ts";
import { type RunSink, superviseCamera, type SupervisorState } from "./supervisor.ts";

export interface CameraOptions extends RecorderOptions {
  readonly input: CameraInput;
  readonly onState: (state: SupervisorState) => void;
  /** Times are seconds since 1970. */
  readonly onPicture: (finding: PictureFinding) => void;
  /** The watch over the picture does not work for the present run; live and record go on. */
  readonly onPictureFailure: (why: string) => void;
  /** False: nobody looks for black, frozen or looped pictures. */
  readonly watchesPicture?: boolean;
  readonly ffmpeg?: string;
  readonly ffprobe?: string;
}

export interface Camera {
  /** Milliseconds that its own clock runs ahead of this machine's; undefined: it does not tell. */
  readonly clockOffset: () => number | undefined;
  readonly live: Live;
  /** What it was opened with. */
  readonly recording: Recording;
  /**
   * Records into another folder as well, from the next keyframe on; `after`: instead of that one, which ends there.
   * @throws Error as createRecorder
   */
  record(options: RecorderOptions, after?: Recording): Promise<Recording>;
  /** The record is on the disk when it returns; the decoder of small pictures ends within two seconds. */
  stop(): Promise<void>;
}

const toAll = (sinks: readonly RunSink[]): RunSink => ({
  init: (init) => sinks.forEach((sink) => sink.init(init)),
  fragment: (fragment) => sinks.forEach((sink) => sink.fragment(fragment)),
  end: (why) => sinks.forEach((sink) => sink.end(why)),
});

/** @throws Error as createRecorder */
export async function openCamera(options: CameraOptions): Promise<Camera> {
  const { input, onState, onPicture, onPictureFailure, now, ffmpeg, ffprobe } = options;
  const fan = new RecorderFan((error) => onPictureFailure(error.message));
  const recording = fan.add(await createRecorder(options));
  const live = createLive();
  const watch = new PictureWatch();
  const clock = new CameraClock();
  const clockRun = (): RunSink => ({
    init: () => {},
    fragment: (fragment) => clock.see(fragment, now()),
    end: () => {},
  });
  const startPictures = watchKeyPictures({
    now,
    onPicture: (picture) => watch.see(picture).forEach(onPicture),
    onFailure: onPictureFailure,
    ...(ffmpeg === undefined ? {} : { ffmpeg }),
  });
  const supervisor = superviseCamera({
    input,
    onState,
    // Viewers first: the disk must not delay the picture.
    onRun: () =>
      toAll([
        live.startRun(),
        fan.startRun(),
        clockRun(),
        ...(options.watchesPicture === false ? [] : [startPictures()]),
      ]),
    ...(ffmpeg === undefined ? {} : { ffmpeg }),
    ...(ffprobe === undefined ? {} : { ffprobe }),
  });
  return {
    live,
    recording,
    clockOffset: () => clock.offset(),
    record: async (more, after) => fan.add(await createRecorder(more), after),
    async stop() {
      await supervisor.stop();
      await fan.stop();
      live.close();
    },
  };
}
