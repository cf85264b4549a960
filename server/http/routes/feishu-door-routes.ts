import { z } from 'zod'
import { isListed } from '../client-address.ts'
import type { FeishuDoor, HttpDeps } from '../deps.ts'
import { defineRoute, type Method, type Route } from '../route.ts'

const Answer = z.object({ code: z.int(), msg: z.string(), data: z.object({}).optional() })

type Described = {
  method: Method
  path: string
  does: keyof FeishuDoor
  summary: string
  takes?: 'filter'
}

/** Feishu's own routes, for integrations that speak to us as if we were Feishu. */
const V4 = '/open-apis/approval/v4'
const LOG_IN = '/open-apis/auth/v3'

const ROUTES: readonly Described[] = [
  {
    method: 'post',
    path: `${LOG_IN}/tenant_access_token/internal`,
    does: 'logIn',
    summary: 'A source logs in.',
  },
  { method: 'post', path: `${LOG_IN}/app_access_token/internal`, does: 'logIn', summary: 'The same.' },
  {
    method: 'post',
    path: `${V4}/external_approvals`,
    does: 'define',
    summary: 'Makes or changes a kind of approvals.',
  },
  {
    method: 'get',
    path: `${V4}/external_approvals/:code`,
    does: 'readDefinition',
    summary: 'A kind of approvals.',
  },
  {
    method: 'post',
    path: `${V4}/external_instances`,
    does: 'push',
    summary: 'What a source says of an approval.',
  },
  {
    method: 'post',
    path: `${V4}/external_instances/check`,
    does: 'check',
    summary: 'What is held otherwise.',
  },
  {
    method: 'get',
    path: `${V4}/external_tasks`,
    does: 'listTasks',
    summary: 'The tasks that are held; the filter is the body.',
    takes: 'filter',
  },
  {
    method: 'post',
    path: '/approval/openapi/v3/external/approval/create',
    does: 'defineOlder',
    summary: 'external_approvals as it was called.',
  },
  {
    method: 'post',
    path: '/approval/openapi/v2/external/instance/create',
    does: 'pushOlder',
    summary: 'external_instances as it was called; the body is packed into a text.',
  },
  {
    method: 'post',
    path: '/approval/openapi/v3/external/instance/check',
    does: 'checkOlder',
    summary: 'external_instances/check as it was called.',
  },
  {
    method: 'post',
    path: '/approval/openapi/v2/external/list',
    does: 'listTasksOlder',
    summary: 'external_tasks as it was called.',
  },
  ...['/open-apis/approval/v1', '/approval/openapi/v1'].flatMap((bot): Described[] => [
    { method: 'post', path: `${bot}/message/send`, does: 'sendMessage', summary: 'A message to somebody.' },
    { method: 'post', path: `${bot}/message/update`, does: 'updateMessage', summary: 'What became of it.' },
  ]),
  {
    method: 'post',
    path: '/open-apis/contact/v3/users/batch_get_id',
    does: 'findPeople',
    summary: 'Ids by mail and mobile, passed on to Feishu.',
  },
  {
    method: 'get',
    path: '/open-apis/contact/v3/users/:id',
    does: 'readPerson',
    summary: 'Somebody, passed on to Feishu.',
  },
]

const ANSWERS = [
  { status: 200, description: "Done, in Feishu's shape.", schema: Answer },
  { status: 400, description: "Refused, with Feishu's code; msg names the field.", schema: Answer },
  { status: 429, description: '99991400: x-ogw-ratelimit-reset says when to come again.', schema: Answer },
  { status: 503, description: 'Nothing was changed: repeat it.', schema: Answer },
]

/** The door for sources of format feishu. */
export const feishuDoorRoutes = ({ feishuDoor }: Pick<HttpDeps, 'feishuDoor'>): Route[] =>
  feishuDoor ? ROUTES.map((route) => toRoute(route, feishuDoor)) : []

function toRoute({ method, path, does, summary, takes }: Described, door: FeishuDoor): Route {
  // Whoever logs in has no token yet, and proves it by what the body holds.
  const isLogIn = does === 'logIn'
  return defineRoute({
    method,
    path,
    operationId: `source ${method} ${path}`.replace(/[^A-Za-z0-9]+(\w)/g, (_, one: string) =>
      one.toUpperCase(),
    ),
    summary: `${summary} For sources of format feishu.`,
    access: isLogIn ? 'feishu' : 'source_token',
    ...(takes && { takes }),
    answers: ANSWERS,
    handle: ({ params, query, token, raw, readBytes, requestId, address }) =>
      door[does]({
        params,
        query: query as Readonly<Record<string, unknown>>,
        token,
        readBytes: isLogIn ? async () => raw : readBytes,
        comesFrom: (addresses) => isListed(address, addresses),
        requestId,
      }),
  })
}
