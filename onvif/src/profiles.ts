/** What an ONVIF camera offers: its profiles, and where each of them plays. */
import { Agent, type ClientRequestArgs } from "node:http";
import { connect } from "node:net";

import onvif, { type Cam, type RequestCallback } from "onvif";

import { OnvifError, onvifErrorOf } from "./onvif-error.ts";
import { findIn, findSize, findText, listOf, type Tree } from "./tree.ts";

export interface ReadProfilesOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Of the device service, as discovery tells it. */
  readonly path?: string;
  /** True: user and password stand in each address, ready for a recorder. Such an address must not be shown. */
  readonly includesPassword?: boolean;
  /** How long each answer may take. */
  readonly seconds?: number;
}

/** Profile (配置): one stream of a camera, as a channel to choose. */
export interface OnvifProfile {
  readonly token: string;
  readonly name: string;
  /** `H264`, `H265`, `JPEG`, …; undefined: the device does not say. */
  readonly encoding: string | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** RTSP address at the host that was asked, whatever address the device believes to have. */
  readonly uri: string;
}

const USUAL_PATH = "/onvif/device_service";
const USUAL_SECONDS = 5;
const MOST_PROFILES = 64;
const MOST_ANSWER_BYTES = 4 * 1024 * 1024;

/** A connection that ends when a device sends more than any answer needs. */
class BoundedAgent extends Agent {
  override createConnection(options: ClientRequestArgs) {
    const socket = connect({ host: options.hostname ?? "", port: Number(options.port) });
    socket.on("data", () => {
      if (socket.bytesRead > MOST_ANSWER_BYTES) socket.destroy(new Error("the answer is too long"));
    });
    return socket;
  }
}

/** One question to the library, as a promise. */
export const ask = <T>(call: (done: RequestCallback<T>) => void): Promise<T | undefined> =>
  new Promise((done, refuse) => {
    call((error, data) => {
      if (error) refuse(error);
      else done(data);
    });
  });

const isRefusal = (error: unknown): boolean => onvifErrorOf(error).code === "unauthorised";

/** What the library learnt about the services; its types do not say. */
const servicesOf = (camera: Cam): Tree => camera as unknown as Tree;

/** Newer devices tell their services, older ones their capabilities. */
async function findMedia(camera: Cam): Promise<void> {
  try {
    await ask((done) => camera.getServices(true, done));
  } catch (error) {
    if (isRefusal(error)) throw error;
  }
  const isKnown = () => ["media", "media2"].some((name) => findIn(servicesOf(camera), "uri", name));
  if (isKnown()) return;
  await ask((done) => camera.getCapabilities(done));
  if (!isKnown()) throw new OnvifError("noMedia");
}

async function listProfiles(camera: Cam): Promise<Tree[]> {
  try {
    return listOf(await ask<unknown>((done) => camera.getProfiles(done)));
  } catch (error) {
    // Some devices offer the second media service and do not answer in it.
    if (isRefusal(error) || findIn(servicesOf(camera), "media2Support") !== true) throw error;
    Object.assign(camera, { media2Support: false });
    return listOf(await ask<unknown>((done) => camera.getProfiles(done)));
  }
}

/** Never with a password the device wrote into it. */
function addressAt(uri: string, options: ReadProfilesOptions): string {
  if (!URL.canParse(uri) || !/^rtsps?:$/.test(new URL(uri).protocol))
    throw new OnvifError("notOnvif", new Error("the address of a profile is not RTSP"));
  const { host, user, password, includesPassword = false } = options;
  const [, scheme = "", rest = ""] = /^(rtsps?):\/\/(?:[^/@]*@)?(.*)$/i.exec(uri) ?? [];
  const behindHost = rest.replace(/^(\[[^\]]*\]|[^:/?]*)/, "");
  const who = `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`;
  return `${scheme.toLowerCase()}://${includesPassword ? who : ""}${host}${behindHost}`;
}

async function profileOf(camera: Cam, profile: Tree, options: ReadProfilesOptions) {
  const token = findText(profile, "$", "token");
  const encoder = findIn(profile, "videoEncoderConfiguration");
  // Sound alone, or data about the picture.
  if (token === undefined || encoder === undefined) return [];
  const place = await ask((done) =>
    camera.getStreamUri({ protocol: "RTSP", profileToken: token }, done),
  );
  const found: OnvifProfile = {
    token,
    name: findText(profile, "name") ?? token,
    encoding: findText(encoder, "encoding"),
    width: findSize(encoder, "resolution", "width"),
    height: findSize(encoder, "resolution", "height"),
    uri: addressAt(findText(place, "uri") ?? "", options),
  };
  return [found];
}

/** A camera that was asked nothing yet. */
export function openCamera(options: Omit<ReadProfilesOptions, "includesPassword">) {
  const { host, port, user, password, path = USUAL_PATH, seconds = USUAL_SECONDS } = options;
  const agent = new BoundedAgent();
  const camera = new onvif.Cam({
    hostname: host,
    port,
    path,
    ...(user === "" ? {} : { username: user, password }),
    timeout: seconds * 1000,
    autoconnect: false,
    preserveAddress: true,
    agent,
  });
  return { camera, close: () => agent.destroy() };
}

/** @throws OnvifError */
export async function readProfiles(options: ReadProfilesOptions): Promise<OnvifProfile[]> {
  const { camera, close } = openCamera(options);
  try {
    // The proof of the password holds the time of the camera.
    await ask((done) => camera.getSystemDateAndTime(done));
    await findMedia(camera);
    const profiles = (await listProfiles(camera)).slice(0, MOST_PROFILES);
    const found: OnvifProfile[] = [];
    // One after the other: cameras are small computers.
    for (const profile of profiles) found.push(...(await profileOf(camera, profile, options)));
    return found;
  } catch (error) {
    throw onvifErrorOf(error);
  } finally {
    close();
  }
}
