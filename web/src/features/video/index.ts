/** Live pictures for other pages. */
export { LivePicture } from "./live-picture.tsx";
