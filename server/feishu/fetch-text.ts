import { isCancel } from 'axios'
import { createHttp, type RawAnswer } from './http.ts'
import type { OutgoingProxy } from './proxy.ts'

const TIMEOUT_MS = 5_000

/** An answer of an address of ours. */
export type FetchedText = { status: number; text: string }

/** GETs an address, or POSTs JSON to it, the way calls to Feishu go, proxy included; no redirect is followed. Rejects without an answer in 5 s. */
export const createFetchText =
  (proxy: OutgoingProxy | undefined) =>
  async (url: string, json?: string): Promise<FetchedText> => {
    const http = createHttp({ timeoutMs: TIMEOUT_MS, proxy })
    const headers = { 'content-type': 'application/json; charset=utf-8' }
    const request: Promise<RawAnswer> = json === undefined ? http.get(url) : http.post(url, json, { headers })
    const { status, text } = await request.catch((error: unknown) => {
      throw isCancel(error) ? new Error(`no answer within ${TIMEOUT_MS / 1_000} s`) : error
    })
    return { status, text }
  }
