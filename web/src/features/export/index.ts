export { ExportLinks } from "./export-links.tsx";
