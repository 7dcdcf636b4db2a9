/** Voices and their clocks. So far: the public arithmetic of every statutory date. */
export { addDeadlineRoutes } from "./deadline.routes.ts";
