import { watchFinalStatus } from '../oracle/watch-cards.ts'
import type { World } from '../world.ts'
import { PressInput } from './press-input.ts'
import { sendCallback, shownTo, succeeded, type CallbackReply } from './send-callback.ts'
import { aim, type Aim } from './target.ts'

export type PressResult = { responses: CallbackReply[]; shown?: string }

export type Presser = {
  press: (input: PressInput) => Promise<PressResult>
  /** Stops background retries and open callbacks. */
  close: () => void
}

export function createPresser(world: World): Presser {
  const closing = new AbortController()
  const timers = new Set<NodeJS.Timeout>()
  let held: (() => void) | undefined

  const once = (aimed: Aim, input: PressInput): Promise<CallbackReply> => {
    const { callbackTimeoutMs, encryptCallbacks } = world.settings()
    return sendCallback(aimed.target, aimed.body, {
      timeoutMs: callbackTimeoutMs,
      encryptCallbacks,
      tamper: input.tamper,
      signal: closing.signal,
    })
  }

  /** Out of order: this callback waits until another one went ahead of it. */
  const waitForNext = (): Promise<void> =>
    new Promise((resolve) => {
      held = resolve
      const timer = setTimeout(resolve, world.settings().callbackTimeoutMs)
      timer.unref()
    })

  const sendAll = async (aimed: Aim, input: PressInput): Promise<CallbackReply[]> => {
    const fault = world.faults.take('callback')
    const doubled = fault?.kind === 'callback_twice' || fault?.kind === 'callback_concurrent'
    const copies = doubled ? input.copies + 1 : input.copies
    if (fault?.kind === 'callback_out_of_order') await waitForNext()
    if (input.concurrent || fault?.kind === 'callback_concurrent') {
      return Promise.all(Array.from({ length: copies }, () => once(aimed, input)))
    }
    const replies: CallbackReply[] = []
    for (let copy = 0; copy < copies; copy += 1) replies.push(await once(aimed, input))
    return replies
  }

  const press = async (input: PressInput): Promise<PressResult> => {
    const aimed = aim(world, input)
    const release = held
    const sending = sendAll(aimed, input)
    if (release) {
      await sending
      if (held === release) held = undefined
      release()
    }
    const responses = await sending
    const done = responses.some(succeeded)
    world.oracle.checked('callbacks', responses.length)
    if (aimed.card) {
      if (done) settle(world, aimed.card.messageId, input.action)
      else afterFailure(aimed, input)
    }
    world.state.flush()
    const shown = done ? null : shownTo(responses.at(-1) ?? { status: 0, body: null, ms: 0 })
    return { responses, ...(shown !== null && { shown }) }
  }

  /** The card keeps only 'view details'; Feishu goes on in the background for a while, then gives up. */
  const afterFailure = (aimed: Aim, input: PressInput): void => {
    const { callbackRetryMs, callbackRetryEveryMs } = world.settings()
    loseButtons(world, aimed.card?.messageId ?? '')
    const until = Date.now() + callbackRetryMs
    const again = (): void => {
      if (Date.now() + callbackRetryEveryMs > until || closing.signal.aborted) return
      const timer = setTimeout(() => {
        timers.delete(timer)
        void once(aimed, input).then((reply) => {
          if (succeeded(reply)) settle(world, aimed.card?.messageId ?? '', input.action)
          else again()
          if (!closing.signal.aborted) world.state.flush()
        })
      }, callbackRetryEveryMs)
      timers.add(timer)
    }
    again()
  }

  world.callbacks.pressCard = (messageId, action) => {
    const userId = world.state.cards.get(messageId)?.userId ?? ''
    return press(PressInput.parse({ userId, via: 'card', messageId, action }))
  }
  return {
    press,
    close() {
      closing.abort()
      for (const timer of timers) clearTimeout(timer)
      held?.()
    },
  }
}

/** With `next_status` Feishu settles the card that was acted on; other people's cards are the app's. */
function settle(world: World, messageId: string, action: string): void {
  const card = world.state.cards.get(messageId)
  const next = card?.buttons.find(({ actionType }) => actionType === action)?.nextStatus ?? ''
  if (!card || next === '' || !world.settings().settleCards) return
  if (card.status !== 'open' && card.status !== 'buttons_gone') return
  watchFinalStatus(world.oracle, card, next)
  const now = world.clock.now()
  world.state.cards.put(messageId, {
    ...card,
    status: next,
    settledAt: now,
    history: [...card.history, { at: now, by: 'feishu', status: next }],
  })
}

function loseButtons(world: World, messageId: string): void {
  const card = world.state.cards.get(messageId)
  if (card?.status !== 'open') return
  const entry = { at: world.clock.now(), by: 'feishu', status: 'buttons_gone' } as const
  world.state.cards.put(messageId, { ...card, status: 'buttons_gone', history: [...card.history, entry] })
}
