/**
 * Build of what browsers load: the officers' console and the islands of the server-rendered portal.
 * Everything is served under /static/. The portal names these files in its HTML, so they keep
 * stable names (islands/*.js, portal.css); all others carry a content hash.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin, type UserConfig } from "vite";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const PORTAL_INPUTS: Readonly<Record<string, string>> = {
  "islands/verify": path("src/islands/verify.ts"),
  "islands/deadline": path("src/islands/deadline.ts"),
  "islands/tipoff": path("src/islands/tipoff.ts"),
  "islands/voice": path("src/islands/voice.ts"),
  "islands/self-check": path("src/islands/self-check.ts"),
  "islands/hall": path("src/islands/hall.ts"),
  "islands/hall-picture": path("src/islands/hall-picture.ts"),
  "islands/board": path("src/islands/board.ts"),
  portal: path("src/apps/portal/portal.css"),
  // Goes into the offline page (scripts/offline-page.ts); a build of one program emits no style.
  offline: path("src/offline/offline.css"),
};
const STABLE_ENTRIES = new Set([
  "islands/verify",
  "islands/deadline",
  "islands/tipoff",
  "islands/voice",
  "islands/self-check",
  "islands/hall",
  "islands/hall-picture",
  "islands/board",
]);
const STABLE_ASSETS = new Set(["portal.css", "offline.css"]);

const portalInputs = Object.fromEntries(
  Object.entries(PORTAL_INPUTS).filter(([, file]) => existsSync(file)),
);

/** Vendor code changes rarely; one chunk each keeps it cached across releases. */
const CHUNKS = [
  { name: "react", test: /node_modules\/(react|react-dom|scheduler|react-router)\// },
  { name: "antd", test: /node_modules\/(antd|@ant-design|@rc-component|rc-[a-z-]+|clsx)\// },
  { name: "zh-CN", test: /locales\/zh-CN\// },
  { name: "en", test: /locales\/en\// },
];

/**
 * Two builds, so that an island needs no file but its own and those of other islands: what console and portal share would
 * else become a chunk of both, and a portal host serves no files of the console.
 */
export const PORTAL_MODE = "portal";
/** The program of the page in an evidence pack: one script without imports, which the server puts into each pack. */
export const PACK_MODE = "pack";

/** Program of the page that verifies without us; scripts/offline-page.ts makes one file of it and its style. */
export const OFFLINE_MODE = "offline";

const offlineBuild: UserConfig = {
  root: path("."),
  publicDir: false,
  build: {
    outDir: path("dist/assets/offline"),
    emptyOutDir: true,
    target: "es2022",
    rolldownOptions: {
      input: path("src/offline/main.ts"),
      output: {
        format: "iife",
        entryFileNames: "offline.js",
      },
    },
  },
};

/** Beside the program, not in it: both stand in the page as they are. */
const packStyle: Plugin = {
  name: "pack-style",
  generateBundle() {
    const source = readFileSync(path("src/pack/pack.css"), "utf8");
    this.emitFile({ type: "asset", fileName: "pack.css", source });
  },
};

const packBuild: UserConfig = {
  root: path("."),
  publicDir: false,
  plugins: [packStyle],
  build: {
    outDir: path("dist/assets/pack"),
    emptyOutDir: true,
    target: "es2022",
    rolldownOptions: {
      input: path("src/pack/main.ts"),
      output: {
        format: "iife",
        entryFileNames: "pack.js",
      },
    },
  },
};

const pagesBuild = (mode: string): UserConfig => ({
  root: path("."),
  base: "/static/",
  plugins: [react()],
  build: {
    outDir: path("dist"),
    emptyOutDir: mode !== PORTAL_MODE,
    manifest: mode !== PORTAL_MODE,
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      input: mode === PORTAL_MODE ? portalInputs : { console: path("console.html") },
      output: {
        entryFileNames: (chunk) =>
          STABLE_ENTRIES.has(chunk.name) ? "[name].js" : "assets/[name]-[hash].js",
        // What two islands share stands beside them: a portal host serves no assets of the console.
        chunkFileNames: `${mode === PORTAL_MODE ? "islands" : "assets"}/[name]-[hash].js`,
        assetFileNames: (asset) =>
          asset.names.some((name) => STABLE_ASSETS.has(name))
            ? "[name][extname]"
            : "assets/[name]-[hash][extname]",
        codeSplitting: { groups: CHUNKS },
      },
    },
  },
});

const ONE_FILE: Readonly<Record<string, UserConfig>> = {
  [PACK_MODE]: packBuild,
  [OFFLINE_MODE]: offlineBuild,
};

export default defineConfig(({ mode }) => ONE_FILE[mode] ?? pagesBuild(mode));
