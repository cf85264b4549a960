import { z } from 'zod'
import type { AppCall } from './calls.ts'
import type { JssdkPort } from './port.ts'
import { createTokens } from './token.ts'

const TicketAnswer = z.object({
  data: z.object({ ticket: z.string().min(1), expire_in: z.number().nonnegative() }),
})

/**
 * 获取 JSAPI 临时授权凭证: it may be asked for rarely, so it is kept like the app's own token, one request for all
 * who need it at the same time, with growing pauses while Feishu refuses.
 */
export function createJssdk(asApp: AppCall, now: () => number): JssdkPort {
  const tickets = createTokens({
    now,
    ask: () =>
      asApp('jsapi_ticket', { method: 'POST', url: '/open-apis/jssdk/ticket/get', data: {} }, (body) => {
        const { ticket, expire_in } = TicketAnswer.parse(body).data
        return { token: ticket, lifeMs: expire_in * 1_000 }
      }),
  })
  return {
    ticket: async () => {
      const answer = await tickets.get()
      return answer.ok ? { ok: true, value: answer.value.value } : answer
    },
  }
}
