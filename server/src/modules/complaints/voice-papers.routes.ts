/** What of a voice leaves the browser as a file: its clocks for calendar programs, its letters for word processors. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";

import { closed } from "../../../../contract/src/values.ts";
import { VOICE_LETTERS, type VoiceLetter } from "../../../../contract/src/voices-client.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { calendarFile } from "../../platform/calendar/ics.ts";
import { docx, DOCX_TYPE } from "../../platform/docx/index.ts";
import { actorOf } from "../../platform/http/permission.ts";
import { readKnownLaw } from "./law.service.ts";
import type { LetterLanguage } from "./letter-words.ts";
import { letterOf } from "./letter.ts";
import { claimsOf } from "./reply.service.ts";
import { readVoices } from "./summary.service.ts";
import { voiceCalendar } from "./voice-calendar.ts";
import { getHeld, readProcessOf } from "./voice.store.ts";
import type { ComplaintsDeps } from "./voices.routes.ts";

const Params = Type.Object({ id: Type.String({ maxLength: 80 }) });
const lang = Type.Optional(Type.Enum(["zh-CN", "en"] as const));
const CalendarQuery = Type.Object({ lang }, closed);
const LetterQuery = Type.Object({ kind: Type.Enum(VOICE_LETTERS), lang }, closed);
const CONFIG = { permission: "voices.read", audit: { object: "voice", sensitive: true } } as const;

type Id = { Params: { id: string } };
type CalendarRequest = Id & { Querystring: { lang?: LetterLanguage } };
type LetterRequest = Id & { Querystring: { kind: VoiceLetter; lang?: LetterLanguage } };

/** Codes: voices.no-letter {kind} (nothing was recorded that it could say). */
export function addVoicePaperRoutes(app: FastifyInstance, deps: ComplaintsDeps): void {
  const { clock, reader } = deps;
  app.get<CalendarRequest>(
    "/api/voices/:id/calendar.ics",
    { config: CONFIG, schema: { params: Params, querystring: CalendarQuery } },
    async (request, reply) => {
      const { scope } = actorOf(request);
      const { id } = request.params;
      const now = clock.now();
      const held = await reader.read(scope, (tx) => getHeld(tx, id, { scope, now }));
      const language = request.query.lang ?? "zh-CN";
      return reply
        .type("text/calendar; charset=utf-8")
        .header("content-disposition", `attachment; filename="${held.row.number}.ics"`)
        .send(calendarFile(voiceCalendar(held, { language, stampedAt: now })));
    },
  );
  app.get<LetterRequest>(
    "/api/voices/:id/letter.docx",
    { config: CONFIG, schema: { params: Params, querystring: LetterQuery } },
    async (request, reply) => {
      const { kind } = request.query;
      const document = await readLetter(request, deps);
      if (document === undefined)
        throw new RuleViolation("voices.no-letter", { kind }, { status: 404 });
      const name = `${request.params.id}-${kind}.docx`.replaceAll(/[^\w.-]/g, "_");
      return reply
        .type(DOCX_TYPE)
        .header("content-disposition", `attachment; filename="${name}"`)
        .send(Buffer.from(docx(document)));
    },
  );
}

function readLetter(request: FastifyRequest<LetterRequest>, { reader, clock }: ComplaintsDeps) {
  const { scope } = actorOf(request);
  const { id } = request.params;
  const { kind, lang: language = "zh-CN" } = request.query;
  return reader.read(scope, async (tx) => {
    const { row } = await getHeld(tx, id, { scope, now: clock.now() });
    const [facts] = await readVoices(tx, [id]);
    if (facts === undefined) throw new RuleViolation("voices.not-found", { id });
    return letterOf(kind, {
      facts,
      known: await readKnownLaw(tx),
      language,
      writer: row.writer,
      unit: row.unit.name,
      process: (await readProcessOf(tx, facts.received.ocid))?.title,
      claims: claimsOf(facts),
    });
  });
}
