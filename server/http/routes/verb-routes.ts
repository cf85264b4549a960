import { InstanceView } from '../../../shared/responses.ts'
import { errorsOf, VERBS, type BodyOf, type PlainVerb } from '../../../shared/verbs/index.ts'
import type { VerbSpec } from '../../../shared/verbs/parts.ts'
import { doVerb } from '../../usecases/act.ts'
import type { HttpDeps } from '../deps.ts'
import { defineRoute, sessionOf, type Route } from '../route.ts'

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
    handle: async (request) => {
      const { userId, openId, name: actorName } = sessionOf(request)
      const { id = '' } = request.params
      const doing = { verb, id, body: request.body as BodyOf<PlainVerb> }
      const actor = { userId, openId, name: actorName, locale: request.locale }
      return { status: 200, body: await doVerb(ctx, doing, actor) }
    },
  })
}
