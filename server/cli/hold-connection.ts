import { setTimeout as sleep } from 'node:timers/promises'
import type { FeishuSettings } from '../config.ts'
import { createLongConnection } from '../feishu/connection.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Log } from '../runtime/logger.ts'

const OPEN_WITHIN_MS = 20_000
const LOOK_EVERY_MS = 20

/**
 * 使用长连接接收事件: Feishu saves this way only while one is open, so one is held. What comes over it meanwhile is not
 * taken, and so comes again. Answers how to end it, also where Feishu opened none: its refusal tells what to do.
 */
export async function holdConnection(
  { baseUrl, appId, appSecret, proxy }: FeishuSettings,
  { clock: { now, elapsed }, log }: { clock: Clock; log: Log },
): Promise<() => Promise<void>> {
  const take = () => Promise.reject(new Error('no server runs yet'))
  const connection = createLongConnection({ baseUrl, appId, appSecret, proxy, log, now, take })
  connection.open()
  const begun = elapsed()
  const isDecided = (): boolean => {
    const { connectedSince, failure } = connection.state()
    return connectedSince !== null || failure !== null || elapsed() - begun > OPEN_WITHIN_MS
  }
  while (!isDecided()) await sleep(LOOK_EVERY_MS)
  return connection.close
}
