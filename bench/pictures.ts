/**
 * Pictures of real cameras through the whole server: glass to glass for officials and for everybody, and what 16 cameras of 1080p cost
 * that are recorded, watched and shown, against ffmpeg alone on the same camera in the same run.
 */
import { startCameraCity } from "../e2e/camera-city.ts";
import type { Bench } from "./bench.ts";
import { measureCost } from "./pictures/cost.ts";
import { measureGlass } from "./pictures/glass.ts";

export const pictures: Bench = {
  name: "pictures",
  async run(context) {
    const city = await startCameraCity();
    try {
      return [...(await measureGlass(city, context)), ...(await measureCost(city, context))];
    } finally {
      await city.server.stop();
    }
  },
};
