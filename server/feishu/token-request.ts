import { z } from 'zod'
import type { PlainCall } from './calls.ts'
import type { Answer } from '../domain/outbox/answer.ts'
import type { GivenToken } from './token.ts'

/** `date` is Feishu's clock at the answer. */
export type TokenAnswer = GivenToken & { date: number | null }

const Body = z.object({ tenant_access_token: z.string().min(1), expire: z.number().nonnegative() })

/** 自建应用获取 tenant_access_token. The answer is flat, without `data`. */
export function createTokenRequest(
  plain: PlainCall,
  { appId, appSecret }: { appId: string; appSecret: string },
): () => Promise<Answer<TokenAnswer>> {
  return () =>
    plain(
      'token',
      {
        method: 'POST',
        url: '/open-apis/auth/v3/tenant_access_token/internal',
        data: { app_id: appId, app_secret: appSecret },
      },
      (body, { date }) => {
        const { tenant_access_token, expire } = Body.parse(body)
        return { token: tenant_access_token, lifeMs: expire * 1000, date }
      },
    )
}
