/** Learning from labelled markets: how far prices alone tell collusion. */
export { evaluate, type Evaluation, type LabelledLot, NotEvaluable } from "./evaluate.ts";
