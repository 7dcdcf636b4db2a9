/** Learning from labelled markets: how far prices alone tell collusion. */
export {
  evaluate,
  type Evaluation,
  type LabelledLot,
  NotEvaluable,
  transfer,
  type Transfer,
} from "./evaluate.ts";
