import { InstanceView } from '../../../shared/responses.ts'
import { errorsOf, VERBS, type BodyOf, type PlainVerb } from '../../../shared/verbs/index.ts'
import type { VerbSpec } from '../../../shared/verbs/parts.ts'
import { doVerb } from '../../usecases/act.ts'
import { doForService } from '../../usecases/act-for-service.ts'
import type { HttpDeps } from '../deps.ts'
import {
  defineRoute,
  defineServiceDoor,
  serviceOf,
  sessionOf,
  type Route,
  type ServiceDoor,
} from '../route.ts'

type Deps = Pick<HttpDeps, 'ctx'>

/** One route for each verb, by what the table says of it. */
export const verbRoutes = (deps: Deps): Route[] =>
  (Object.keys(VERBS) as PlainVerb[]).map((verb) => verbRoute(deps, verb, VERBS[verb]))

const PLACES = {
  task: { path: '/api/v1/tasks/:id', suffix: 'Task' },
  instance: { path: '/api/v1/instances/:id', suffix: 'Instance' },
}

function verbRoute({ ctx }: Deps, verb: PlainVerb, spec: VerbSpec): Route {
  const { on, summary, answer, body } = spec
  const { path, suffix } = PLACES[on]
  const name = verb.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  return defineRoute({
    method: 'post',
    path: `${path}/${verb}`,
    operationId: spec.operationId ?? `${name}${suffix}`,
    summary,
    access: 'person',
    body,
    answers: [{ status: 200, description: answer, schema: InstanceView }],
    errors: errorsOf(verb),
    ...(isForServices(verb) && { service: serviceDoor({ ctx }, verb) }),
    handle: async (request) => {
      const { userId, openId, name: actorName } = sessionOf(request)
      const { id = '' } = request.params
      const doing = { verb, id, body: request.body as BodyOf<PlainVerb> }
      const actor = { userId, openId, name: actorName, locale: request.locale }
      return { status: 200, body: await doVerb(ctx, doing, actor) }
    },
  })
}

/** What it is about, in the document of the route. */
const FOR_SERVICES = {
  withdraw: 'A service takes back what it started itself.',
  comment: 'A service comments on approvals of its definitions; it is named in place of a person.',
} as const
type ForServices = keyof typeof FOR_SERVICES
const isForServices = (verb: PlainVerb): verb is ForServices => Object.hasOwn(FOR_SERVICES, verb)

const serviceDoor = ({ ctx }: Deps, verb: ForServices): ServiceDoor =>
  defineServiceDoor({
    may: verb,
    about: FOR_SERVICES[verb],
    body: VERBS[verb].body,
    handle: async (request) => {
      const { params, locale } = request
      const doing = { verb, id: params['id'] ?? '', body: request.body as BodyOf<ForServices> }
      return { status: 200, body: await doForService(ctx, doing, { service: serviceOf(request), locale }) }
    },
  })
