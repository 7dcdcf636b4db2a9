/** Pages of the public portal: functions from a view (views.ts) to the text of an HTML document. */
export { renderAbout } from "./about.ts";
export { renderAnswers } from "./answers.ts";
export { renderBoard } from "./board.ts";
export { renderColumn, renderGone, renderItem } from "./column.ts";
export { renderColumnFeed } from "./column-feed.ts";
export { renderDeadline } from "./deadline.ts";
export { renderDecision, renderDecisions } from "./decisions.ts";
export { type Display, displayOf } from "./display.ts";
export { renderDuties, renderDutyChanges } from "./duties.ts";
export { renderHall } from "./hall.ts";
export { renderHalls } from "./halls.ts";
export { renderHome } from "./home.ts";
export { renderLimits } from "./limits.ts";
export { renderLog } from "./log.ts";
export { renderError, renderNotFound, renderWaiting } from "./messages.ts";
export {
  columnPath,
  decisionPath,
  itemPath,
  processPath,
  projectsPath,
  verifyPath,
} from "./paths.ts";
export { renderProcess } from "./process.ts";
export { renderProjects } from "./projects.ts";
export { renderSelfCheck } from "./self-check.ts";
export { renderTipoff, renderTipoffResults } from "./tipoff.ts";
export { renderVerify } from "./verify.ts";
export { renderVoice } from "./voice.ts";
export { renderVoiceForm, renderVoiceProject } from "./voice-form.ts";
export { renderCode, renderVoiceReceipt } from "./voice-receipt.ts";
export { renderWriter } from "./voice-status.ts";
export { writerDay } from "./writer-words.ts";
export { renderWho } from "./who.ts";
export type * from "./answer-views.ts";
export type * from "./board-views.ts";
export type * from "./column-views.ts";
export type * from "./hall-views.ts";
export type * from "./views.ts";
