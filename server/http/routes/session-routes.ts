import { SessionRequest } from '../../../shared/requests.ts'
import { SessionResponse } from '../../../shared/responses.ts'
import { createSession } from '../../usecases/create-session.ts'
import { endSession } from '../../usecases/end-session.ts'
import type { HttpDeps } from '../deps.ts'
import { defineRoute, sessionOf, type Route } from '../route.ts'

export function sessionRoutes({ ctx }: Pick<HttpDeps, 'ctx'>): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/api/v1/session',
      operationId: 'logIn',
      summary:
        'Exchange a login code of the Feishu client for a session of 8 hours. A bearer token that comes along goes on where it is the same person’s, and ends where it is not.',
      access: 'public',
      body: SessionRequest,
      answers: [{ status: 200, description: 'Logged in.', schema: SessionResponse }],
      errors: ['login_code_invalid', 'login_not_allowed', 'feishu_unavailable', 'too_many_requests'],
      handle: async ({ body, token }) => {
        const session = await createSession(ctx, { ...body, before: token })
        // Where the session goes on, nothing was done.
        const act = session.token === token ? undefined : ({ act: 'login', by: session.user.userId } as const)
        return { status: 200, body: session, act }
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/api/v1/session',
      operationId: 'logOut',
      summary: 'End the session.',
      access: 'person',
      answers: [{ status: 204, description: 'Logged out.' }],
      handle: async (request) => {
        await endSession(ctx, request.token ?? '')
        return { status: 204, act: { act: 'logout', by: sessionOf(request).userId } }
      },
    }),
  ]
}
