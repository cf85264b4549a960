import { serverOrigin } from '../server-origin.ts'
import type { World } from '../world.ts'
import { createBridge, type Bridge } from './bridge.ts'
import type { OpenBook } from './order.ts'

/** Its id in sources.yaml. */
const SOURCE = 'buying'
const RETRY_MS = 2_000

/** Has the approval server hold each order as it is here, whatever stands between. */
export function createPusher(world: World, book: OpenBook, callbackUrl: () => string) {
  const timers = new Set<NodeJS.Timeout>()
  let connected: { to: string; bridge: Promise<Bridge> } | undefined
  let isClosed = false

  const connect = (domain: string): Promise<Bridge> => {
    const { otherSecret: appSecret, otherToken: token } = world.app
    const to = `${domain} ${appSecret}`
    if (connected?.to === to) return connected.bridge
    const callback = { url: callbackUrl(), token }
    const bridge = createBridge({ domain, appId: `src_${SOURCE}`, appSecret, callback })
    connected = { to, bridge }
    return bridge
  }
  const later = (number: string): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      void push(number)
    }, RETRY_MS)
    timer.unref()
    timers.add(timer)
  }
  /** What changes meanwhile goes along with the next try. */
  const push = async (number: string): Promise<void> => {
    const order = book.find(number)
    const domain = serverOrigin(world)
    if (!order || isClosed) return
    try {
      if (domain === undefined) throw new Error('no server has registered yet')
      await (await connect(domain)).push(order)
    } catch (error) {
      // Another server, or another secret, may know nothing of the kind yet.
      connected = undefined
      book.change(number, { trouble: error instanceof Error ? error.message : String(error) })
      later(number)
      return
    }
    if (book.find(number)?.clock === order.clock) book.change(number, { isPushed: true, trouble: '' })
    else await push(number)
  }

  for (const { number, isPushed } of book.read().orders) if (!isPushed) later(number)
  return {
    push: (number: string): void => {
      void push(number)
    },
    close: (): void => {
      isClosed = true
      for (const timer of timers) clearTimeout(timer)
    },
  }
}
