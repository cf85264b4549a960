import { z } from 'zod'
import type { ErrorCode } from '../../shared/error-codes.ts'
import * as feishuSchemas from '../../shared/feishu-replies.ts'
import * as requestSchemas from '../../shared/requests.ts'
import * as responseSchemas from '../../shared/responses.ts'
import * as serviceSchemas from '../../shared/services.ts'
import { VERBS } from '../../shared/verbs/index.ts'
import { Decision } from '../../shared/verbs/parts.ts'
import { STATUS } from './error-mapper.ts'
import { toWebhooks } from './openapi-webhooks.ts'
import type { Access, RouteAnswer, Route } from './route.ts'

/** The names under which schemas stand in the document: those that they are exported by, and a verb's body its verb's. */
const NAMES = new Map<z.ZodType, string>([
  ...Object.entries({
    ...requestSchemas,
    ...responseSchemas,
    ...serviceSchemas,
    ...feishuSchemas,
  }).flatMap(([name, schema]): [z.ZodType, string][] =>
    schema instanceof z.ZodType ? [[schema, name]] : [],
  ),
  ...Object.entries(VERBS).map(([verb, { body }]): [z.ZodType, string] => [body, `${pascal(verb)}Request`]),
  [Decision, 'DecisionRequest'],
])

function pascal(verb: string): string {
  return verb.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
}

const SECURITY: Record<Access, object[]> = {
  public: [],
  person: [{ session: [] }],
  link: [{ session: [] }, {}],
  operator: [{ admin: [] }],
  feishu: [],
  source_token: [{ source: [] }],
  source: [],
}

const IMPLIED: Record<Access, readonly ErrorCode[]> = {
  public: [],
  person: ['unauthorized', 'store_unavailable'],
  link: ['unauthorized', 'store_unavailable'],
  operator: ['unauthorized', 'not_found', 'too_many_requests', 'store_unavailable'],
  feishu: [],
  source_token: [],
  source: [],
}

/** Bodies that are read elsewhere, in the words of their format. */
const OF_OTHERS: ReadonlySet<Access> = new Set(['feishu', 'source_token'])

/** The document of these routes, from the very schemas that check them. */
export function createOpenApi(routes: readonly Route[], version = '0.1.0'): object {
  const schemas = createSchemas()
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method]: toOperation(route, schemas.of) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'feishu-approval-bridge', version },
    paths,
    webhooks: toWebhooks(),
    components: {
      schemas: schemas.all(),
      securitySchemes: {
        session: { type: 'http', scheme: 'bearer', description: 'The token of POST /api/v1/session.' },
        admin: { type: 'http', scheme: 'bearer', description: 'ADMIN_TOKEN.' },
        source: {
          type: 'http',
          scheme: 'bearer',
          description: 'The token of POST /open-apis/auth/v3/tenant_access_token/internal.',
        },
        service: {
          type: 'http',
          scheme: 'bearer',
          description: 'The token of another system (svc_…), which `services add` prints.',
        },
      },
    },
  }
}

type Io = 'input' | 'output'
type SchemaOf = (schema: z.ZodType, io: Io) => object

/** What a caller sends may leave out what has a default; so the two directions are separate schemas. */
function createSchemas(): { of: SchemaOf; all: () => Record<string, object> } {
  const named: Record<string, object> = {}
  return {
    of: (schema, io) => {
      const name = NAMES.get(schema)
      if (name === undefined) return toJsonSchema(schema, io, named)
      named[name] ??= toJsonSchema(schema, io, named)
      return { $ref: `#/components/schemas/${name}` }
    },
    all: () => named,
  }
}

/** What has a name wherever it stands (`meta`), as conditions within conditions, goes to the named ones. */
function toJsonSchema(schema: z.ZodType, io: Io, named: Record<string, object>): object {
  const {
    $schema,
    $defs = {},
    ...rest
  } = inComponents(z.toJSONSchema(schema, { io, unrepresentable: 'any' }))
  for (const [name, definition] of Object.entries($defs))
    if (typeof definition === 'object') named[name] ??= definition
  return rest
}

const inComponents = <T extends object>(schema: T): T =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as T

function toOperation(route: Route, schemaOf: SchemaOf): object {
  const { operationId, summary, access, service } = route
  return {
    operationId,
    summary,
    ...(service && { description: service.about }),
    security: service ? [...SECURITY[access], { service: [] }] : SECURITY[access],
    parameters: parametersOf(route),
    ...bodyOf(route, schemaOf),
    responses: responsesOf(route, schemaOf),
  }
}

/** 获取三方审批任务状态 is a GET whose filter is its body. */
const takesBody = ({ method, takes }: Route): boolean => method !== 'get' || takes === 'filter'

function bodyOf(route: Route, schemaOf: SchemaOf): object {
  const { takes, access, foreign } = route
  if (!takesBody(route)) return {}
  if (takes === 'file') return { requestBody: FILE_BODY }
  if (OF_OTHERS.has(access)) return { requestBody: { required: true, content: jsonOf({ type: 'object' }) } }
  if (foreign) return { requestBody: { required: true, content: jsonOf(schemaOf(foreign.body, 'input')) } }
  const schema = ownBodyOf(route, schemaOf)
  return schema ? { requestBody: { content: jsonOf(schema) } } : {}
}

/** What a person sends, or another system where that is something else. */
function ownBodyOf({ body, service }: Route, schemaOf: SchemaOf): object | undefined {
  const bodies = [...new Set([body, service?.body])].flatMap((one) => (one ? [schemaOf(one, 'input')] : []))
  return bodies.length > 1 ? { oneOf: bodies } : bodies[0]
}

const jsonOf = (schema: object) => ({ 'application/json': { schema } })

const BYTES = { type: 'string', format: 'binary' }

const FILE_BODY = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: { type: 'object', properties: { file: BYTES }, required: ['file'] },
    },
  },
}

function parametersOf({ path, query, headers, service }: Route): object[] {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const inQuery = merged(fieldsOf(query, 'query'), service && fieldsOf(service.query, 'query'))
  return [...inPath, ...inQuery, ...fieldsOf(headers, 'header')]
}

type Parameter = { name: string; in: string; required: boolean; schema: unknown }

/** Required is what everybody has to name. */
function merged(own: readonly Parameter[], others: readonly Parameter[] | undefined): Parameter[] {
  if (!others) return [...own]
  const isRequired = (name: string) =>
    [own, others].every((all) => all.some((one) => one.name === name && one.required))
  const more = others.filter(({ name }) => !own.some((one) => one.name === name))
  return [...own, ...more].map((one) => ({ ...one, required: isRequired(one.name) }))
}

function fieldsOf(schema: z.ZodType | undefined, place: 'query' | 'header'): Parameter[] {
  if (!schema) return []
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: one,
  }))
}

function responsesOf(route: Route, schemaOf: SchemaOf): Record<string, object> {
  const responses: Record<string, object> = {}
  for (const answer of route.answers) responses[answer.status] = toResponse(answer, schemaOf)
  for (const [status, codes] of errorsOf(route)) {
    const schema = schemaOf(responseSchemas.ApiError, 'output')
    responses[status] = { description: codes.join(', '), content: jsonOf(schema) }
  }
  return responses
}

function toResponse(
  { description, schema, type = 'application/json', binary = false }: RouteAnswer,
  schemaOf: SchemaOf,
): object {
  if (binary) return { description, content: { [type]: { schema: BYTES } } }
  return { description, ...(schema && { content: { [type]: { schema: schemaOf(schema, 'output') } } }) }
}

const OF_SERVICES: readonly ErrorCode[] = ['service_not_allowed', 'too_many_requests']
const ALWAYS: readonly ErrorCode[] = ['internal']

/** By status, the codes that may come with it. */
function errorsOf(route: Route): Map<number, ErrorCode[]> {
  const { access, method, query, headers, body, errors = [], service } = route
  if (OF_OTHERS.has(access)) return new Map()
  const checked: ErrorCode[] = query || headers || body ? ['bad_request'] : []
  const read: ErrorCode[] =
    method === 'post' ? ['bad_request', 'payload_too_large', 'unsupported_media_type'] : []
  const byStatus = new Map<number, ErrorCode[]>()
  const atDoor = service ? [...(service.errors ?? []), ...OF_SERVICES] : []
  for (const code of new Set([...checked, ...read, ...IMPLIED[access], ...errors, ...atDoor, ...ALWAYS])) {
    byStatus.set(STATUS[code], [...(byStatus.get(STATUS[code]) ?? []), code])
  }
  return byStatus
}
