import type { Box, ListQuery, OptionsRequest, PreviewRequest, SubmitRequest } from '../../shared/requests.ts'
import type {
  AttachmentView,
  DefinitionSummary,
  DefinitionView,
  DepartmentNamesResponse,
  InstanceView,
  LinkableResponse,
  ListResponse,
  OptionsResponse,
  PreviewResponse,
} from '../../shared/responses.ts'
import type { SettingsRequest, SettingsView } from '../../shared/settings.ts'
import { noAnswer, toFailure } from './failure.ts'
import type { LoginCode, Session, Sessions } from './session.ts'
import type { HttpAnswer, HttpCall, Transport } from './transport.ts'

export type DefinitionList = { items: DefinitionSummary[] }
export type Preview = PreviewResponse
export type ListFilter = {
  [Name in keyof ListQuery]?: Exclude<ListQuery[Name], undefined>
} & {
  box: Box
}
export type Submission = { definition: string } & Pick<SubmitRequest, 'form' | 'approvers' | 'cc' | 'from'>

/** So many names are asked for in one request. */
const MOST_DEPARTMENTS = 20

type Parts = {
  base: string
  language: string
  transport: Transport
  sessions: Pick<Sessions, 'open' | 'renewed'>
}
type Extra = { body?: unknown; headers?: Record<string, string> }

const part = encodeURIComponent

/** Our server as this person; every call throws `ApiFailure`. A session that has ended is renewed once on the way. */
export function createApi({ base, language, transport, sessions }: Parts) {
  const call = async <T>(method: HttpCall['method'], path: string, extra: Extra = {}): Promise<T> =>
    authorized(sessions, ({ token }) =>
      transport.send({
        method,
        url: `${base}/api/v1${path}`,
        headers: { 'accept-language': language, authorization: `Bearer ${token}`, ...extra.headers },
        body: extra.body,
      }),
    ) as Promise<T>
  const post = <T>(path: string, body: object, headers: Record<string, string> = {}): Promise<T> =>
    call('POST', path, { body, headers })

  return {
    me: async () => (await sessions.open()).user,
    definitions: () => call<DefinitionList>('GET', '/definitions'),
    definition: (code: string) => call<DefinitionView>('GET', `/definitions/${part(code)}`),
    /** An empty text asks for nothing. */
    linkable: (code: string, query: Record<'field' | 'instance' | 'q' | 'cursor', string>) =>
      call<LinkableResponse>('GET', `/definitions/${part(code)}/linkable?${toQuery(query)}`),
    preview: (code: string, body: Partial<PreviewRequest>) =>
      post<Preview>(`/definitions/${part(code)}/preview`, body),
    options: (code: string, body: OptionsRequest) =>
      post<OptionsResponse>(`/definitions/${part(code)}/options`, body),
    submit: (submission: Submission, key: string) =>
      post<InstanceView>('/instances', submission, { 'idempotency-key': key }),
    list: (filter: ListFilter) => call<ListResponse>('GET', `/instances?${toQuery(filter)}`),
    instance: (id: string) => call<InstanceView>('GET', `/instances/${part(id)}`),
    instanceVerb: (id: string, verb: string, body: object) =>
      post<unknown>(`/instances/${part(id)}/${verb}`, body),
    taskVerb: (id: string, verb: string, body: object) => post<unknown>(`/tasks/${part(id)}/${verb}`, body),
    /** What the picker leaves out. */
    departmentNames: async (ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
      const names = new Map<string, string>()
      for (let from = 0; from < ids.length; from += MOST_DEPARTMENTS) {
        const some = ids.slice(from, from + MOST_DEPARTMENTS).map(part)
        const { items } = await call<DepartmentNamesResponse>('GET', `/departments?ids=${some.join(',')}`)
        for (const { openDepartmentId, name } of items) names.set(openDepartmentId, name)
      }
      return names
    },
    settings: () => call<SettingsView>('GET', '/me/settings'),
    /** What is left out is no longer set. */
    saveSettings: (body: SettingsRequest) => call<SettingsView>('PUT', '/me/settings', { body }),
    upload: (file: { path: string; name: string }) =>
      authorized(sessions, ({ token }) =>
        transport.upload({
          url: `${base}/api/v1/attachments`,
          headers: { 'accept-language': language, authorization: `Bearer ${token}` },
          ...file,
        }),
      ) as Promise<AttachmentView>,
    /** A link of an answer, complete. */
    urlOf: (url: string) => (url.startsWith('/') ? `${base}${url}` : url),
  }
}

/** Who comes back from a login: the only call that needs no session, and names the one that it takes the place of. */
export async function exchangeCode(
  transport: Transport,
  base: string,
  { code, before }: { code: LoginCode; before: Session | undefined },
): Promise<Session> {
  const url = `${base}/api/v1/session`
  const headers: Record<string, string> = before ? { authorization: `Bearer ${before.token}` } : {}
  return read(await transport.send({ method: 'POST', url, headers, body: code })) as Session
}

async function authorized(
  sessions: Parts['sessions'],
  send: (session: Session) => Promise<HttpAnswer>,
): Promise<unknown> {
  const session = await sessions.open()
  const answer = await send(session)
  return read(answer.status === 401 ? await send(await sessions.renewed(session)) : answer)
}

function read({ status, body }: HttpAnswer): unknown {
  if (status === 0) throw noAnswer()
  if (status < 200 || status > 299) throw toFailure(status, body)
  return body
}

function toQuery(filter: Readonly<Record<string, string | number>>): string {
  return Object.entries(filter)
    .flatMap(([name, value]) => (value === '' ? [] : [`${name}=${part(value)}`]))
    .join('&')
}
