import type { World } from '../world.ts'
import { PressInput } from './press-input.ts'
import { sendCallback, shownTo, succeeded, type CallbackReply } from './send-callback.ts'
import { loseButtons, settle } from './settle-card.ts'
import { aim, type Aim } from './target.ts'
import { createTurns, type Turns } from './turns.ts'

export type PressResult = { responses: CallbackReply[]; shown?: string }

export type Presser = {
  press: (input: PressInput) => Promise<PressResult>
  /** Stops background retries and open callbacks. */
  close: () => void
}

type Desk = { world: World; closing: AbortController; timers: Set<NodeJS.Timeout>; turns: Turns }

export function createPresser(world: World): Presser {
  const desk: Desk = { world, closing: new AbortController(), timers: new Set(), turns: createTurns() }
  const press = (input: PressInput): Promise<PressResult> => pressOn(desk, input)
  world.callbacks.pressCard = (messageId, action) => {
    const userId = world.state.cards.get(messageId)?.userId ?? ''
    return press(PressInput.parse({ userId, via: 'card', messageId, action }))
  }
  return {
    press,
    close() {
      desk.closing.abort()
      for (const timer of desk.timers) clearTimeout(timer)
      desk.turns.releaseAll()
    },
  }
}

async function pressOn(desk: Desk, input: PressInput): Promise<PressResult> {
  const { world } = desk
  const aimed = aim(world, input)
  const responses = await sendAll(desk, aimed, input)
  const done = responses.some(succeeded)
  world.oracle.checked('callbacks', responses.length)
  if (aimed.card) {
    if (done) settle(world, aimed.card.messageId, input.action)
    else goOnInBackground(desk, aimed, aimed.card.messageId, input)
  }
  world.state.flush()
  const shown = done ? null : shownTo(responses.at(-1) ?? { status: 0, body: null, ms: 0 })
  return { responses, ...(shown !== null && { shown }) }
}

async function once({ world, closing }: Desk, aimed: Aim, input: PressInput): Promise<CallbackReply> {
  const { callbackTimeoutMs, encryptCallbacks } = world.settings()
  const at = world.clock.now()
  const reply = await sendCallback(aimed.target, aimed.body, {
    timeoutMs: callbackTimeoutMs,
    encryptCallbacks,
    tamper: input.tamper,
    signal: closing.signal,
  })
  logCallback(world, at, aimed, reply)
  return reply
}

/** Beside the requests that came in, the ones that went out; before encryption, so that one can read them. */
function logCallback(world: World, at: number, { target, body }: Aim, reply: CallbackReply): void {
  const code = (reply.body as { code?: unknown } | null)?.code
  world.log.add({
    at,
    api: 'callback',
    method: 'POST',
    path: URL.canParse(target.url) ? new URL(target.url).pathname : target.url,
    status: reply.status,
    code: typeof code === 'number' ? code : null,
    ms: reply.ms,
    logId: '',
    // As text: a number would lose digits.
    request: { ...body, ...(body.message_id !== undefined && { message_id: String(body.message_id) }) },
    response: reply.error === undefined ? reply.body : { error: reply.error },
  })
}

async function sendAll(desk: Desk, aimed: Aim, input: PressInput): Promise<CallbackReply[]> {
  const fault = desk.world.faults.take('callback')
  if (fault?.kind === 'callback_out_of_order')
    await desk.turns.waitForAnother(desk.world.settings().callbackTimeoutMs)
  const doubled = fault?.kind === 'callback_twice' || fault?.kind === 'callback_concurrent'
  const copies = doubled ? input.copies + 1 : input.copies
  const replies: CallbackReply[] = []
  if (input.concurrent || fault?.kind === 'callback_concurrent') {
    replies.push(...(await Promise.all(Array.from({ length: copies }, () => once(desk, aimed, input)))))
  } else {
    for (let copy = 0; copy < copies; copy += 1) replies.push(await once(desk, aimed, input))
  }
  desk.turns.releaseAll()
  return replies
}

/** The card keeps only 'view details'; Feishu goes on in the background for a while, then gives up. */
function goOnInBackground(desk: Desk, aimed: Aim, messageId: string, input: PressInput): void {
  const { world, closing, timers } = desk
  const { callbackRetryMs, callbackRetryEveryMs } = world.settings()
  loseButtons(world, messageId)
  const until = Date.now() + callbackRetryMs
  const again = (): void => {
    if (Date.now() + callbackRetryEveryMs > until || closing.signal.aborted) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      void once(desk, aimed, input).then((reply) => {
        if (closing.signal.aborted) return
        if (succeeded(reply)) settle(world, messageId, input.action)
        else again()
        world.state.flush()
      })
    }, callbackRetryEveryMs)
    timers.add(timer)
  }
  again()
}
