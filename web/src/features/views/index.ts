/** Saving the address at hand as a view. */
export { SaveViewButton } from "./save-view.tsx";
