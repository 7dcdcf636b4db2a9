/** Public answers with proof (verifier/README.md, "The format mingjing-answer/1"). */
import Type from "typebox";

/** What can be asked: everything public of a process, the results of a firm, what a department published. */
export const AnswerKey = Type.String({
  pattern:
    "^(process:[A-Za-z0-9._-]{1,160}|firm:[0-9A-HJ-NPQRTUWXY]{18}|department:[A-Za-z0-9._-]{1,120})$",
});
