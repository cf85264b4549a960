import type { StepOutcome } from '../../shared/operator-api.ts'

/** What became of one step on Feishu's side, and where it was refused, what to click. */
export const stepLines = ({ step, state, says, byHand }: StepOutcome): string[] => [
  `${state.padEnd(8)} ${step}: ${says}`,
  ...byHand.map((line) => `         ${line}`),
]
