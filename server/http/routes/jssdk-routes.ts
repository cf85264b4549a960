import { JssdkQuery } from '../../../shared/requests.ts'
import { JssdkResponse } from '../../../shared/responses.ts'
import { signPage } from '../../usecases/sign-page.ts'
import type { HttpDeps } from '../deps.ts'
import { defineRoute, type Route } from '../route.ts'

/** Without a session: a page needs it to log in. It says nothing but that Feishu trusts our own pages. */
export function jssdkRoutes({ ctx }: Pick<HttpDeps, 'ctx'>): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/api/v1/jssdk',
      operationId: 'signPage',
      summary: 'What h5sdk.config wants for a page under PUBLIC_URL. Works once, within ten minutes.',
      access: 'public',
      query: JssdkQuery,
      answers: [{ status: 200, description: 'The signature.', schema: JssdkResponse }],
      errors: ['too_many_requests', 'feishu_unavailable'],
      handle: async ({ query }) => ({ status: 200, body: await signPage(ctx, query.url) }),
    }),
  ]
}
