/** What time a camera has: the one question that needs no password (ONVIF core specification §8.3.5). */
import { onvifErrorOf } from "./onvif-error.ts";
import { ask, openCamera } from "./profiles.ts";

export interface ReadClockOptions {
  readonly host: string;
  readonly port: number;
  /** Of the device service. */
  readonly path?: string;
  readonly seconds?: number;
}

/** Cameras tell whole seconds. @throws OnvifError */
export async function readClock(options: ReadClockOptions): Promise<Date> {
  const { camera, close } = openCamera({ ...options, user: "", password: "" });
  try {
    const date = await ask<unknown>((done) => camera.getSystemDateAndTime(done));
    if (!(date instanceof Date) || Number.isNaN(date.getTime()))
      throw new Error("the camera tells no time");
    return date;
  } catch (error) {
    throw onvifErrorOf(error);
  } finally {
    close();
  }
}
