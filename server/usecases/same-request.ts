import type { SubmitRequest } from '../../shared/requests.ts'
import { cleanLine } from '../../shared/person-text.ts'
import { isEmpty } from '../../shared/form/is-empty.ts'
import { AppError } from '../domain/errors.ts'
import type { InstanceRecord, RequestDigests } from '../domain/outbox/record.ts'

/** `initiator`: in whose name a system sends it; their id, or `mail …`. */
export type KeyedRequest = Pick<SubmitRequest, 'definition' | 'form' | 'approvers' | 'cc'> & {
  initiator?: string | undefined
}
type Hash = (text: string) => string
type UserIdOf = (id: string) => string

/** What is kept of a request, so that it is known when it comes again. `userIdOf` takes an open_id too. */
export function digestsOf(hash: Hash, request: KeyedRequest, userIdOf: UserIdOf): RequestDigests {
  return { sent: hash(canonical(request, asItIs)), meant: hash(canonical(request, userIdOf)) }
}

/**
 * Throws `idempotency_mismatch` unless the record began with this request, in the same words or with the same
 * meaning. What was stored before requests were kept is compared with its form as it is now.
 */
export function assertSame(
  hash: Hash,
  { instance, request: first }: InstanceRecord,
  request: KeyedRequest,
): void {
  const userIds = new Map(Object.entries(instance.people).map(([userId, { openId }]) => [openId, userId]))
  const { sent, meant } = digestsOf(hash, request, (id) => userIds.get(id) ?? id)
  const isSame = first
    ? sent === first.sent || meant === first.meant
    : request.definition === instance.definition.code &&
      canonicalForm(request.form, (id) => userIds.get(id) ?? id) === canonicalForm(instance.form, asItIs)
  if (isSame) return
  throw new AppError('idempotency_mismatch', WORDS['en-US'], { words: WORDS })
}

const WORDS = {
  'zh-CN': '该 Idempotency-Key 已用于另一份不同的提交',
  'en-US': 'This Idempotency-Key was used for another submission before.',
  'ja-JP': 'この Idempotency-Key は別の申請で使われています',
}

const asItIs = (id: string): string => id

/** As text, whatever the order of keys and of those who are told; the order of approvers means something. */
function canonical({ definition, form, approvers, cc, initiator }: KeyedRequest, userIdOf: UserIdOf): string {
  const chosen = Object.entries(approvers).map(([node, ids]) => [node, people(ids, userIdOf)])
  return JSON.stringify([
    definition,
    canonicalForm(form, userIdOf),
    chosen.sort(byKey),
    people(cc, userIdOf).sort(),
    ...(initiator === undefined ? [] : [userIdOf(initiator)]),
  ])
}

const canonicalForm = (form: KeyedRequest['form'], userIdOf: UserIdOf): string =>
  JSON.stringify(canonicalValues(form, userIdOf))

function canonicalValues(values: KeyedRequest['form'], userIdOf: UserIdOf): [string, unknown][] {
  const entries = Object.entries(values).flatMap(([key, value]): [string, unknown][] => {
    if (isEmpty(value)) return []
    if (Array.isArray(value)) return [[key, canonicalList(value, userIdOf)]]
    if (typeof value === 'string') return [[key, cleanLine(value)]]
    return [[key, isRecord(value) ? Object.entries(value).sort(byKey) : value]]
  })
  return entries.sort(byKey)
}

/** Rows of a table in their order, ids each once. */
const canonicalList = (list: readonly unknown[], userIdOf: UserIdOf): unknown[] => [
  ...new Set(
    list.map((one) => {
      if (typeof one === 'string') return userIdOf(one)
      return isRecord(one) ? canonicalValues(one, userIdOf) : one
    }),
  ),
]

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const people = (ids: readonly string[], userIdOf: UserIdOf): string[] => [...new Set(ids.map(userIdOf))]

const byKey = ([a]: unknown[], [b]: unknown[]): number => (String(a) < String(b) ? -1 : 1)
