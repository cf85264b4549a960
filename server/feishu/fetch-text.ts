import { isCancel } from 'axios'
import { createHttp, type RawAnswer } from './http.ts'
import type { OutgoingProxy } from './proxy.ts'

const TIMEOUT_MS = 5_000

/** GETs an address the way calls to Feishu go, proxy included; no redirect is followed. Rejects without an answer in 5 s. */
export const createFetchText =
  (proxy: OutgoingProxy | undefined) =>
  async (url: string): Promise<{ status: number; text: string }> => {
    const request: Promise<RawAnswer> = createHttp({ timeoutMs: TIMEOUT_MS, proxy }).get(url)
    const { status, text } = await request.catch((error: unknown) => {
      throw isCancel(error) ? new Error(`no answer within ${TIMEOUT_MS / 1_000} s`) : error
    })
    return { status, text }
  }
