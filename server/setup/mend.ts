import { SetupStep, type Finding, type StepOutcome } from '../../shared/operator-api.ts'
import type { AppSetupPort } from '../feishu/port.ts'
import { configure } from './configure.ts'
import { stepsFor, type WantedApp } from './wanted.ts'

/** These hold at once (更新应用开发配置); anything else once a version of the app is published. */
const HOLD_AT_ONCE: ReadonlySet<SetupStep> = new Set(['encryption', 'addresses'])

/** Sets on Feishu's side what was found to be wrong there, and nothing that is well. */
export async function mend(
  port: AppSetupPort,
  app: WantedApp,
  findings: readonly Finding[],
): Promise<StepOutcome[]> {
  const wrong = new Set(findings.flatMap(({ step }) => step ?? []))
  // An address that Feishu asks has to be able to read the question.
  if (wrong.has('events')) wrong.add('encryption')
  const steps = stepsFor(app, SetupStep.options).filter((step) => wrong.has(step) && step !== 'publish')
  const outcomes = await configure(port, app, steps)
  const waits = outcomes.some(({ step, state }) => state === 'done' && !HOLD_AT_ONCE.has(step))
  return waits || wrong.has('publish')
    ? [...outcomes, ...(await configure(port, app, ['publish']))]
    : outcomes
}
