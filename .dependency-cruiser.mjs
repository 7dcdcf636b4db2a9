/** The module graph as rules (house-style §1.1, architecture §3). `npm run check boundaries` runs them. */
import { readdirSync } from "node:fs";

/**
 * The river, left to right: a module may import those before it, through their index.ts. Duties and
 * statutes stand before complaints and casework: a voice and a lead are routed by the list of duties, and
 * timed by calendar and law (decision 0014).
 */
const RIVER = [
  "intake",
  "procurement",
  "witness",
  "mirror",
  "anchors",
  "screening",
  "venue",
  "opening",
  "evaluation",
  "draws",
  "video",
  "duties",
  "statutes",
  "warnings",
  "deadlines",
  "lookback",
  "complaints",
  "tipoffs",
  "casework",
  "evidence",
  "followup",
  "witnessing",
  "oversight",
  "inspections",
  "meetings",
  "conduct",
  "credit",
  "publication",
  "insight",
  "dossier",
  "workbench",
  "exchange",
];

const TESTS = "(\\.test\\.tsx?$|/test/|/test-support\\.ts$|/vectors/)";
const MODULES = "^server/src/modules";
const DATABASE = "^node_modules/(pg|kysely|pg-boss|pg-copy-streams)/";
const HTTP = "^node_modules/(@?fastify)";
const OUTSIDE_WORLD =
  "^(node:)?(http|https|net|child_process|process|worker_threads|cluster|dgram|tls)$";

const presentModules = () => {
  try {
    const entries = readdirSync("server/src/modules", { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch {
    return [];
  }
};

// oxlint-disable-next-line max-params -- a table of rules reads best in four columns
const forbid = (name, comment, from, to) => ({
  name,
  comment,
  severity: "error",
  from: { pathNot: TESTS, ...from },
  to,
});

/** One rule per module: nothing to its right, nothing that is not in the river. */
const riverRules = presentModules().map((module) => {
  const left = RIVER.slice(0, Math.max(RIVER.indexOf(module), 0));
  const allowed = [module, ...left].join("|");
  return forbid(
    `river-${module}`,
    `${module} may import only itself and the modules before it in the river (${left.join(", ") || "none"}).`,
    { path: `${MODULES}/${module}/` },
    { path: `${MODULES}/`, pathNot: `${MODULES}/(${allowed})/` },
  );
});

const foundation = [
  forbid(
    "kernel-imports-nothing",
    "kernel: pure words without I/O or packages; types of the contract are erased at run time.",
    { path: "^server/src/kernel/" },
    {
      pathNot: "^server/src/kernel/|^(node:)?crypto$",
      dependencyTypesNot: ["type-only"],
    },
  ),
  forbid(
    "platform-knows-no-module",
    "platform: technique without procurement.",
    { path: "^server/src/platform/" },
    {
      path: "^server/src/(modules/|app|main)|^(web|cli|simulate|e2e|bench)/",
    },
  ),
  forbid(
    "contract-knows-no-server",
    "contract: schemas and client only.",
    { path: "^contract/" },
    {
      path: "^(server|web|cli|simulate|verifier|node_modules)/",
      pathNot: "^node_modules/typebox/",
    },
  ),
  forbid(
    "verifier-has-no-dependency",
    "verifier: anybody can read and run it alone, also in a browser.",
    {
      path: "^verifier/src/",
    },
    { pathNot: "^verifier/" },
  ),
  forbid(
    "clocks-alone",
    "clocks: calendar and statutory clocks for server, command line and browser; depends on nothing.",
    {
      path: "^clocks/src/",
    },
    { pathNot: "^clocks/" },
  ),
  forbid(
    "sealing-alone",
    "sealing: encryption of tip-offs for browser, console and demo city; needs curves, hashes and zip only.",
    {
      path: "^sealing/src/",
    },
    { pathNot: "^sealing/|(^|/)node_modules/(@noble/(curves|hashes)|fflate)/" },
  ),
  forbid(
    "screens-alone",
    "screens: statistics over prices and scores for server, command line and browser; depends on nothing but bytes of Node.",
    {
      path: "^screens/src/",
    },
    { pathNot: "^screens/src/|^(node:)?buffer$" },
  ),
  forbid(
    "cameras-alone",
    "cameras: recording and watching of cameras; files, processes and hashes of Node, nothing of the server.",
    { path: "^cameras/src/" },
    { pathNot: "^cameras/src/|^(node:)?[a-z_]+(/promises)?$" },
  ),
  forbid(
    "gb28181-alone",
    "gb28181: devices that register with us; sockets and hashes of Node and an XML parser, nothing of the server nor of cameras.",
    { path: "^gb28181/src/" },
    {
      pathNot: "^gb28181/src/|(^|/)node_modules/saxes/|^(node:)?[a-z_]+(/promises)?$",
    },
  ),
  forbid(
    "onvif-alone",
    "onvif: cameras found in the network and asked where they play; one library and Node, nothing of the server nor of cameras.",
    { path: "^onvif/src/" },
    {
      pathNot: "^onvif/src/|(^|/)node_modules/(@types/)?onvif/|^(node:)?[a-z_]+(/promises)?$",
    },
  ),
  forbid(
    "witnessd-alone",
    "witnessd: a witness outside the operator; Node and the verifier, nothing of the server.",
    { path: "^witnessd/src/" },
    { pathNot: "^(witnessd|verifier)/src/|^(node:)?[a-z_]+(/promises)?$" },
  ),
  forbid(
    "mirror-alone",
    "mirror: the replica of an inspection organ, outside the operator; Node, the verifier and its own sentences, nothing of the server.",
    { path: "^mirror/src/" },
    { pathNot: "^(mirror|verifier)/src/|^locales/|^(node:)?[a-z_]+(/promises)?$" },
  ),
  forbid(
    "pack-pure",
    "pack: for server, command line and browser; contract types, the verifier, and the rules of screening, all pure.",
    { path: "^pack/src/" },
    {
      pathNot:
        "^(pack/src|contract|verifier/src|server/src/modules/screening/[^.]+\\.ts$)|(^|/)node_modules/fflate/",
    },
  ),
  forbid(
    "paper-alone",
    "paper: certificates as PDF; drawing, codes and signature, the words of its pages and canonical JSON of the kernel.",
    { path: "^paper/src/" },
    {
      pathNot:
        "^(paper/src|server/src/kernel|locales)/|(^|/)node_modules/(@types/)?(pdfkit|qrcode|node-forge|@signpdf|@expo-google-fonts)|^(node:)?[a-z_]+(/promises)?$",
    },
  ),
  forbid(
    "simulate-imports-only-contract",
    "simulate: an outside system, it knows the contract only.",
    {
      path: "^simulate/",
    },
    { path: "^(server|web|cli|verifier)/" },
  ),
];

const modules = [
  forbid(
    "module-through-index",
    "Another module is imported through its index.ts.",
    { path: `${MODULES}/([^/]+)/` },
    {
      path: `${MODULES}/[^/]+/`,
      pathNot: `${MODULES}/($1/|[^/]+/index\\.ts$)`,
    },
  ),
  forbid(
    "module-knows-no-shell",
    "Modules know neither app, web, CLI nor simulator.",
    { path: `${MODULES}/` },
    {
      path: "^server/src/(app|main)|^(web|cli|simulate)/",
      // Views are erased at run time: the module fills them, app.ts hands it the pages.
      dependencyTypesNot: ["type-only"],
    },
  ),
  ...riverRules,
];

/** A file without a role suffix is pure. index.ts composes, permissions.ts is pure like the others. */
const PURE = `${MODULES}/.+/(?!index\\.ts$)[^./]+\\.ts$`;

const roles = [
  forbid(
    "pure-no-role",
    "A pure file imports no store, route or job.",
    { path: PURE },
    {
      path: `${MODULES}/.*\\.(store|routes|job|subscriber|facts)\\.ts$`,
    },
  ),
  forbid(
    "pure-no-world",
    "A pure file has no database, HTTP, process or network.",
    { path: PURE },
    {
      path: [DATABASE, HTTP, OUTSIDE_WORLD],
    },
  ),
  forbid(
    "pure-no-platform",
    "A pure file uses types of the platform at most, and the seal of a fact (itself pure).",
    { path: PURE },
    {
      path: "^server/src/platform/",
      pathNot: "^server/src/platform/facts/fact\\.ts$",
      dependencyTypesNot: ["type-only"],
    },
  ),
  forbid(
    "store-no-http",
    "A store knows SQL, not HTTP.",
    { path: "\\.store\\.ts$" },
    {
      path: [HTTP, "\\.routes\\.ts$", "^contract/src/client"],
    },
  ),
  forbid(
    "store-own-module",
    "A store reads its own module only.",
    { path: `${MODULES}/([^/]+)/.*\\.store\\.ts$` },
    {
      path: `${MODULES}/`,
      pathNot: `${MODULES}/$1/`,
    },
  ),
  forbid(
    "routes-no-sql",
    "A route calls the store; it writes no SQL.",
    { path: "\\.routes\\.ts$" },
    {
      path: DATABASE,
      dependencyTypesNot: ["type-only"],
    },
  ),
  forbid(
    "job-no-http-no-clock",
    "A job gets its day as an argument.",
    { path: "\\.(job|subscriber)\\.ts$" },
    {
      path: [HTTP, "^server/src/platform/clock\\.ts$"],
      dependencyTypesNot: ["type-only"],
    },
  ),
];

const outside = [
  forbid(
    "cli-pure-files-only",
    "The CLI uses kernel, config, the format of the edge log and the pure files of intake/formats and screening; all else goes over HTTP.",
    { path: "^cli/" },
    {
      path: "^server/",
      pathNot: [
        "^server/src/(config|variables)\\.ts$",
        "^server/src/kernel/",
        "^server/src/platform/edge-log/(keys|sealed-file|visit|keeping|deletion)\\.ts$",
        `${MODULES}/(intake/formats|screening|exchange)/[^.]+\\.ts$`,
      ],
    },
  ),
  forbid(
    "web-knows-no-server",
    "Web pages know contract, verifier and locales.",
    { path: "^web/" },
    {
      path: "^(server|cli|simulate)/",
    },
  ),
  forbid(
    "features-apart",
    "Features do not import each other.",
    { path: "^web/src/features/([^/]+)/" },
    {
      path: "^web/src/features/",
      pathNot: "^web/src/features/($1/|[^/]+/index\\.tsx?$)",
    },
  ),
  forbid(
    "ui-knows-no-feature",
    "ui/ knows no procurement word.",
    { path: "^web/src/ui/" },
    {
      path: "^web/src/(features|apps)/",
    },
  ),
  forbid(
    "portal-only-from-app",
    "Only portal-routes.ts imports the portal's pages.",
    {
      path: "^server/",
      pathNot: [TESTS, "^server/src/portal-routes\\.ts$"],
    },
    { path: "^web/", dependencyTypesNot: ["type-only"] },
  ),
];

const hygiene = [
  forbid(
    "no-cycle",
    "No cycles.",
    {},
    { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
  ),
  forbid(
    "no-test-import",
    "Production code imports no test.",
    { path: "^(server/src|contract|verifier/src|cli|simulate|web/src)/" },
    {
      path: "\\.test\\.tsx?$|^(server|web|verifier)/test/",
    },
  ),
  forbid(
    "no-development-package",
    "What runs in production is in dependencies.",
    {
      path: "^(server/src|contract|verifier/src|cli|simulate)/",
    },
    {
      dependencyTypes: ["npm-dev"],
      dependencyTypesNot: ["type-only"],
      pathNot: "^node_modules/@types/",
    },
  ),
  forbid(
    "resolvable",
    "Every import leads somewhere.",
    { pathNot: "^$" },
    { couldNotResolve: true },
  ),
];

export default {
  forbidden: [...foundation, ...modules, ...roles, ...outside, ...hygiene],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|\\.mingjing)/" },
    tsPreCompilationDeps: "specify",
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
