/** Cameras as evidence: one process per camera, live pictures, a hash-chained record, its coverage, clips and checks. */
export { withoutSecrets } from "./address.ts";
export { DamagedStream } from "./box.ts";
export { type Camera, type CameraOptions, openCamera } from "./camera.ts";
export {
  canonicalMetadata,
  CHAIN_FILE,
  chainValue,
  FIRST_LINK,
  initFile,
  linkRecord,
  sha256,
  parseRecord,
  segmentFile,
  type SegmentMetadata,
  type SegmentRecord,
} from "./chain.ts";
export { type ClipOptions, type ClipPart, type ClipProof, ClipRefused, cutClip } from "./clip.ts";
export { verifyPart } from "./clip.ts";
export { clockCells, delaysOf, type GreyPicture, readClockBar } from "./clock-bar.ts";
export {
  type Coverage,
  coverageOf,
  type Interval,
  type MissingCause,
  type MissingTime,
  type RecordedSpan,
} from "./coverage.ts";
export type { Fragment } from "./fragment.ts";
export {
  createFragmentReader,
  type FragmentEvents,
  type FragmentReader,
} from "./fragment-reader.ts";
export { type Gap, GAP_CAUSES, type GapCause } from "./gap-watch.ts";
export type { InitSegment, Track } from "./init-segment.ts";
export type { CameraInput, OpenedStream } from "./input.ts";
export { type KeyPicturesOptions, watchKeyPictures } from "./key-pictures.ts";
export {
  createLive,
  type Live,
  type LiveMessage,
  type SubscribeOptions,
  type Subscription,
} from "./live.ts";
export {
  findPictureProblems,
  type PictureFinding,
  type PictureProblem,
  PictureWatch,
  type SmallPicture,
} from "./picture-watch.ts";
export {
  createLivePlaylist,
  type LivePlaylist,
  type PlaylistAddresses,
  playlistOf,
  type PlaylistOptions,
  type PlaylistSegment,
} from "./playlist.ts";
export {
  createRecorder,
  type Recorder,
  type RecorderEvent,
  type RecorderOptions,
} from "./recorder.ts";
export type { Recording } from "./recorder-fan.ts";
export { readChain } from "./recovery.ts";
export {
  type RunSink,
  superviseCamera,
  type Supervisor,
  type SupervisorOptions,
  type SupervisorState,
} from "./supervisor.ts";
export {
  parseChain,
  type RecordingFiles,
  verifyChain,
  verifyFiles,
  type VerifyFinding,
  type VerifyOptions,
  verifyRecording,
} from "./verify.ts";
