import { REQUEST_TEXTS } from '../../shared/request-texts.ts'
import { AppError } from '../domain/errors.ts'
import type { UseCaseContext } from './context.ts'
import { valueOf } from './feishu-answer.ts'

export type PageSignature = { appId: string; timestamp: string; nonceStr: string; signature: string }

/**
 * What `h5sdk.config` wants of one of our own pages (步骤二（可选）：鉴权调用 JSAPI). Works once within ten minutes,
 * so every page asks for its own. Throws `bad_request` for anybody else's page, `feishu_unavailable`.
 */
export async function signPage(ctx: UseCaseContext, address: string): Promise<PageSignature> {
  const [url = ''] = address.split('#')
  if (!isOwnPage(ctx.publicUrl, url)) {
    throw new AppError('bad_request', 'url: is not a page of this server. It has to lie under PUBLIC_URL.', {
      details: [{ field: 'url', rule: 'foreign' }],
      words: REQUEST_TEXTS.page,
    })
  }
  const ticket = valueOf(await ctx.jssdk.ticket())
  const nonceStr = ctx.randomToken()
  const timestamp = String(ctx.now())
  const text = `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`
  return { appId: ctx.appId, timestamp, nonceStr, signature: ctx.sha1(text) }
}

/** Compared as a browser would read both; the signature is over the address as it was given. */
function isOwnPage(publicUrl: string, address: string): boolean {
  const own = new URL(publicUrl)
  if (!URL.canParse(address)) return false
  const page = new URL(address)
  if (page.origin !== own.origin || page.username !== '' || page.password !== '') return false
  const folder = own.pathname.endsWith('/') ? own.pathname : `${own.pathname}/`
  return `${page.pathname}/`.startsWith(folder)
}
