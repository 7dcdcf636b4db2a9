/** Voices and their clocks. So far: the public arithmetic of every statutory date, and whether an act is still possible. */
export { addDeadlineRoutes } from "./deadline.routes.ts";
