import type { SetupStep, StepOutcome } from '../../shared/operator-api.ts'
import type { AppSetupPort } from '../feishu/port.ts'
import { byHand } from './by-hand.ts'
import { tell } from './tell.ts'
import { toChange, type WantedApp } from './wanted.ts'

/** Sets one thing after the other on Feishu's side; what is refused is told with what to click, and the rest goes on. */
export async function configure(
  port: AppSetupPort,
  app: WantedApp,
  steps: readonly SetupStep[],
): Promise<StepOutcome[]> {
  const outcomes: StepOutcome[] = []
  for (const step of steps) {
    const answer = await port.change(toChange(app, step))
    outcomes.push(
      answer.ok
        ? { step, state: 'done', says: DONE[step], byHand: [] }
        : { step, state: 'refused', says: tell(answer.failure), byHand: byHand(app, step) },
    )
  }
  return outcomes
}

const DONE: Record<SetupStep, string> = {
  scopes: 'the scopes are asked for',
  encryption: 'token and key of events are those of the settings, as far as these have them',
  events: 'changes of people are told to this server',
  callbacks: 'buttons of cards are told to this server',
  addresses: 'redirect URLs, trusted domain and server domain are listed',
  people: 'everyone may use the app, and the app may see everyone',
  bot: 'the bot is switched on',
  web_app: 'the web app has its addresses',
  publish: 'a version is handed in: it holds once an administrator has agreed',
}
