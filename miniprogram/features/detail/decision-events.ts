import { chooseContacts, type Chosen } from '../../client/ask.ts'
import { api } from '../../client/services.ts'
import { chooseLater } from '../../view/choose-later.ts'
import { detailOf } from '../../view/events.ts'
import type { Controller } from '../../view/page.ts'
import type { Allowed } from './action-items.ts'
import { missingIn, NO_DECISION, toAnswer, toBody, toDecision, toWords, type Answer } from './decision.ts'
import { pressesOf, toPressDecision, type Press } from './presses.ts'
import { tellAgain } from '../../view/tell-again.ts'
import { troubleText } from '../../view/trouble.ts'
import { act, say, type DetailContext } from './detail-context.ts'
import type { DetailEvent } from './detail-data.ts'
import { buttonOf, doneTextOf } from './verbs.ts'

/** The buttons of the action bar, and the panel that some of them open. */
export function decisionEvents(
  context: DetailContext,
): Pick<Controller<DetailEvent>, 'onAct' | 'onDecide' | 'onCancel'> {
  const { id, view, links } = context
  const allowed = (action: string): Allowed | undefined =>
    context.instance?.actions.find((one) => one.action === action)
  const pressed = (key: string): Press | undefined =>
    context.instance && pressesOf(context.instance).find((one) => one.key === key)

  return {
    onAct: async (event) => {
      const action = detailOf(event, 'action')
      const press = pressed(action)
      const one = allowed(action)
      if (press) view.set({ decision: toPressDecision(press), fault: '', notice: '' })
      else if (one?.action === 'postpone') await postpone(context, one.taskId)
      else if (one?.action === 'resubmit') {
        tt.navigateTo({ url: links.form(context.instance?.definition.code ?? '', { instance: id }) })
      } else if (one?.action === 'submit-again') {
        tt.navigateTo({ url: links.form(context.instance?.definition.code ?? '', { from: id }) })
      } else if (one) await ask(context, one)
    },
    onDecide: async (event) => {
      const { action } = view.data.decision
      const press = pressed(action)
      const one = allowed(action)
      const answer = toAnswer(event.detail)
      const missing = missingIn(view.data.decision, answer)
      if (missing) tellAgain(view, say(missing))
      else if (press) await hand(context, press, answer)
      else if (one) await send(context, one, toBody(one.action, answer))
    },
    onCancel: () => view.set({ decision: NO_DECISION, fault: '' }),
  }
}

/** What needs neither words nor people is done at once. */
async function ask(context: DetailContext, one: Allowed): Promise<void> {
  const wanted = buttonOf(one.action).panel?.people
  const people = wanted?.first ? await choose(context, wanted.most) : []
  if (!people) return
  const decision = toDecision(one, say, { people, phrases: context.instance?.phrases ?? [] })
  if (decision.open) context.view.set({ decision, fault: '', notice: '' })
  else await send(context, one, {})
}

/** Undefined: nobody was chosen, or the client shows no picker, which is said. */
async function choose({ view }: DetailContext, limit: number): Promise<Chosen[] | undefined> {
  try {
    return await chooseContacts(tt, { chosen: [], limit })
  } catch (error) {
    view.set({ notice: troubleText(error, say) })
    return undefined
  }
}

async function postpone(context: DetailContext, taskId: string | null): Promise<void> {
  if (taskId === null) return
  const until = await chooseLater(Date.now())
  if (until === undefined) return
  await act(context, () => api.taskVerb(taskId, 'postpone', { until }), say('postpone-done'))
}

/** What becomes of it, the system that carries it on says by its next push. */
const hand = (context: DetailContext, { taskId, type }: Press, answer: Answer): Promise<boolean> =>
  act(context, () => api.taskVerb(taskId, 'press', { action: type, ...toWords(answer) }), say('press-done'))

function send(context: DetailContext, { action, taskId }: Allowed, body: object): Promise<boolean> {
  const call = () =>
    taskId === null ? api.instanceVerb(context.id, action, body) : api.taskVerb(taskId, action, body)
  return act(context, call, say(doneTextOf(action)))
}
