import { describe, expect, it } from 'vitest'
import { classify, classifyNetwork } from '../../server/feishu/answers.ts'
import type { FailureClass } from '../../server/domain/outbox/answer.ts'
import type { ApiName } from '../../server/feishu/port.ts'

const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => first + at)

// The table of feishu-facts, word for word.
const FACTS: [FailureClass, number[]][] = [
  ['pace', [99991400, 230020, 11232, 11233, 11247, 2200]],
  ['token', [99991663, 99991661, 99991664, 99991665, 99991671, 4001, 20013, 20014, 10012, 10013]],
  ['unclear', [1395001, 65001, 60014, 1500, 1663, 1668, 5000, 10500, 55001]],
  ['being_done', [18121, 230049]],
  ['quota', [99991403]],
  [
    'configuration',
    [10014, 10015, 99991662, 99991672, 99991673, 99991401, 1390002, ...from(1390014, 1390016)],
  ],
  ['refused', [1390001, 1390003, 1390004, 1390009, 1390010, ...from(60001, 60010)]],
  ['refused', [230013, 230011, 230031, 230025, 9499, 99992402]],
  ['login_code_dead', [20003, 20004, 20007, 20065, 10204, 10213, 10226]],
  ['login_not_allowed', [20010]],
]

describe('a code says what an answer means, whatever the status', () => {
  const rows = FACTS.flatMap(([kind, codes]) => codes.map((code) => ({ kind, code })))
  it.each(rows)('$code → $kind', ({ kind, code }) => {
    const api: ApiName = kind.startsWith('login') ? 'login' : 'sync'
    for (const status of [200, 400, 401, 403, 429, 500]) expect(classify(api, status, code)).toBe(kind)
  })
})

describe('traps', () => {
  const rows: [string, ApiName, number, number | null, FailureClass][] = [
    ['a limit comes as 429', 'sync', 429, 99991400, 'pace'],
    ['and as 400', 'sync', 400, 99991400, 'pace'],
    ['the month’s quota is a 429 that no waiting for a minute helps', 'sync', 429, 99991403, 'quota'],
    ['a used login code may come with HTTP 200', 'login', 200, 10226, 'login_code_dead'],
    ['a code of another app', 'login', 400, 20024, 'login_code_dead'],
    ['a person’s token that is dead asks for a new login', 'user_info', 200, 20005, 'login_code_dead'],
    ['and is not the app’s token', 'user_info', 401, 99991663, 'login_code_dead'],
    ['someone who has left', 'user_info', 200, 20021, 'login_not_allowed'],
    ['the app’s secret is wrong at the token', 'token', 200, 10015, 'configuration'],
    ['the token call has no token to refresh', 'token', 200, 10013, 'configuration'],
    ['an unknown app id', 'token', 400, 10003, 'configuration'],
    ['the app’s secret is wrong at the login', 'login', 400, 20002, 'configuration'],
    ['contacts’ internal error, sent as 400', 'user', 400, 40003, 'unclear'],
    ['a parameter contacts cannot read', 'department', 400, 40001, 'refused'],
    ['a 429 that is no JSON', 'sync', 429, null, 'pace'],
    ['a page in place of JSON', 'sync', 200, null, 'unclear'],
    ['a proxy that asks for a password', 'sync', 401, null, 'unclear'],
    ['a 5xx', 'sync', 502, null, 'unclear'],
    ['an unknown code with 5xx', 'sync', 500, 123456, 'unclear'],
    ['an unknown code with 200', 'sync', 200, 123456, 'unclear'],
    ['an unknown code with 401', 'sync', 401, 123456, 'token'],
    ['an unknown code with 403', 'sync', 403, 123456, 'configuration'],
  ]
  it.each(rows)('%s', (_, api, status, code, expected) => {
    expect(classify(api, status, code)).toBe(expected)
  })
})

it.each([
  ['ECONNREFUSED', 'not_sent'],
  ['ENOTFOUND', 'not_sent'],
  ['EAI_AGAIN', 'not_sent'],
  ['CERT_HAS_EXPIRED', 'not_sent'],
  ['ECONNRESET', 'unclear'],
  ['EPIPE', 'unclear'],
  ['ETIMEDOUT', 'unclear'],
  ['ERR_CANCELED', 'unclear'],
  ['ERR_BAD_RESPONSE', 'unclear'],
])('without an answer, %s → %s', (code, expected) => {
  expect(classifyNetwork(code)).toBe(expected)
})
